// SPDX-License-Identifier: MIT
#include "host/spectrum/connect.h"

#include "host/base/quote.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

namespace prism::host {
namespace {

using Clock = std::chrono::steady_clock;

struct Lookup {
  int error = 0;  // of getaddrinfo()
  std::vector<Address> addresses;
};

Lookup lookUp(const std::string& host, const std::string& service, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* list = nullptr;
  Lookup lookup;
  lookup.error = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &list);
  for (const addrinfo* info = list; info; info = info->ai_next) {
    Address& address = lookup.addresses.emplace_back();
    std::memcpy(&address.storage, info->ai_addr, info->ai_addrlen);
    address.size = info->ai_addrlen;
  }
  if (list) {
    ::freeaddrinfo(list);
  }
  return lookup;
}

enum class Wait { kReady, kTimeout, kCancelled };

// Waits until `fd` has one of `events`.
Wait waitFor(int fd, short events, const WaitLimit& limit) {
  for (;;) {
    pollfd fds[] = {{fd, events, 0}, {limit.cancel_fd, POLLIN, 0}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit.deadline - Clock::now());
    const auto timeout = std::max(left, std::chrono::milliseconds(0));
    if (::poll(fds, std::size(fds), static_cast<int>(timeout.count())) == 0) {
      return Wait::kTimeout;
    }
    if (fds[1].revents != 0) {
      return Wait::kCancelled;
    }
    if (fds[0].revents != 0) {
      return Wait::kReady;
    }
  }
}

Error cancelled() { return {EINTR, "interrupted"}; }

const sockaddr* generic(const Address& address) { return reinterpret_cast<const sockaddr*>(&address.storage); }

std::string numericName(const Address& address) {
  char name[NI_MAXHOST] = "";
  ::getnameinfo(generic(address), address.size, name, sizeof name, nullptr, 0, NI_NUMERICHOST);
  return name;
}

// The error has no sentence, only the code.
Result<UniqueFd> connectToOne(const Address& address, const WaitLimit& limit) {
  UniqueFd fd(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) {
    return Error{errno, ""};
  }
  const int on = 1;
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd.get(), generic(address), address.size) == 0) {
    return fd;
  }
  if (errno != EINPROGRESS) {
    return Error{errno, ""};
  }
  switch (waitFor(fd.get(), POLLOUT, limit)) {
    case Wait::kCancelled:
      return cancelled();
    case Wait::kTimeout:
      return Error{ETIMEDOUT, ""};
    case Wait::kReady:
      break;
  }
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) {
    return Error{error, ""};
  }
  return fd;
}

}  // namespace

// getaddrinfo() has no deadline. So a thread calls it, which is detached and abandoned if the answer comes too late.
Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, const WaitLimit& limit) {
  const std::string service = std::to_string(port);
  Lookup lookup = lookUp(host, service, AI_NUMERICHOST);
  if (lookup.error == EAI_NONAME) {
    struct Request {
      UniqueFd done{::eventfd(0, EFD_CLOEXEC)};
      Lookup lookup;
    };
    const auto request = std::make_shared<Request>();
    if (!request->done) {
      return Error{errno, std::strerror(errno)};
    }
    std::thread([request, host, service] {
      request->lookup = lookUp(host, service, 0);
      ::eventfd_write(request->done.get(), 1);
    }).detach();
    switch (waitFor(request->done.get(), POLLIN, limit)) {
      case Wait::kCancelled:
        return cancelled();
      case Wait::kTimeout:
        return Error{ETIMEDOUT, "no name server has answered in time"};
      case Wait::kReady:
        lookup = std::move(request->lookup);
    }
  }
  if (lookup.error != 0) {
    return Error{EHOSTUNREACH, ::gai_strerror(lookup.error)};
  }
  return std::move(lookup.addresses);
}

Result<UniqueFd> connectToAny(std::span<const Address> addresses, const WaitLimit& limit) {
  std::vector<std::string> failures;
  int code = EHOSTUNREACH;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    // Each address gets an equal share of the time that is left, so that one that does not answer leaves time for the
    // others.
    const Clock::time_point now = Clock::now();
    const auto share = (limit.deadline - now) / static_cast<int>(addresses.size() - i);
    Result<UniqueFd> fd = connectToOne(addresses[i], {now + share, limit.cancel_fd});
    if (fd || fd.error().code == EINTR) {
      return fd;
    }
    code = fd.error().code;
    failures.push_back(fmt::format("{}: {}", numericName(addresses[i]), std::strerror(code)));
  }
  return Error{code, fmt::format("{}", fmt::join(failures, "; "))};
}

Result<bool> leadsToAnotherMachine(int socket) {
  Address peer;
  Address own;
  for (const auto& [function, address] : {std::pair(&::getpeername, &peer), std::pair(&::getsockname, &own)}) {
    address->size = sizeof address->storage;
    if (function(socket, reinterpret_cast<sockaddr*>(&address->storage), &address->size) != 0) {
      return Error{errno, fmt::format("the connection is lost: {}", std::strerror(errno))};
    }
  }
  const auto name_of = [](const Address& address) {
    const std::string name = numericName(address);
    constexpr std::string_view kMapped = "::ffff:";  // an IPv4 address on an IPv6 socket
    return name.starts_with(kMapped) ? name.substr(kMapped.size()) : name;
  };
  const std::string name = name_of(peer);
  return !name.starts_with("127.") && name != "::1" && name != name_of(own);
}

Result<UniqueFd> connectTo(const std::string& name, std::uint16_t port, const WaitLimit& limit) {
  const bool bracketed = name.size() > 2 && name.front() == '[' && name.back() == ']';
  const std::string host = bracketed ? name.substr(1, name.size() - 2) : name;
  const auto failed = [&](const Error& error) {
    return Error{error.code,
                 fmt::format("cannot connect to Spectrum at {} port {}: {}", oneLine(name), port, error.sentence)};
  };
  const auto addresses = resolve(host, port, limit);
  if (!addresses) {
    return failed(addresses.error());
  }
  Result<UniqueFd> fd = connectToAny(*addresses, limit);
  if (!fd) {
    return failed(fd.error());
  }
  return fd;
}

}  // namespace prism::host
