// SPDX-License-Identifier: MIT
#include "net/resolver.h"

#include "net/address.h"
#include "net/ares_channel.h"
#include "net/host_name.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <utility>

namespace net {
namespace {

// Identifies a version of a file, to notice when resolv.conf changes.
struct FileVersion {
  ino_t inode = 0;
  std::time_t seconds = 0;
  long nanoseconds = 0;

  bool operator==(const FileVersion&) const = default;
};

FileVersion versionOf(const char* path) {
  struct stat info {};
  if (::stat(path, &info) != 0) {
    return {};
  }
  return {info.st_ino, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

std::string errorText(int status, const std::string& name) {
  switch (status) {
    case ARES_ENOTFOUND:
    case ARES_ENODATA:
      return "the name " + name + " is not known";
    case ARES_ETIMEOUT:
      return "no name server has answered for " + name + " in time";
    case ARES_ECONNREFUSED:
      return "no name server can be reached to ask for " + name;
    case ARES_EBADNAME:
      return name + " is no valid host name";
    default:
      return "the name " + name + " cannot be resolved: " + ares_strerror(status);
  }
}

Resolver::Outcome outcomeOf(int status) {
  switch (status) {
    case ARES_ENOTFOUND:
    case ARES_ENODATA:
    case ARES_EBADNAME:
      return Resolver::Outcome::kNotFound;
    case ARES_ETIMEOUT:
      return Resolver::Outcome::kTimedOut;
    default:
      return Resolver::Outcome::kFailed;
  }
}

std::vector<Address> addressesOf(const ares_addrinfo& info, std::uint16_t port) {
  std::vector<Address> addresses;
  for (const ares_addrinfo_node* node = info.nodes; node; node = node->ai_next) {
    const bool known = node->ai_family == AF_INET || node->ai_family == AF_INET6;
    Address address;
    if (known && node->ai_addrlen <= sizeof address.storage) {
      std::memcpy(&address.storage, node->ai_addr, node->ai_addrlen);
      address.size = node->ai_addrlen;
      setPort(address, port);
      addresses.push_back(address);
    }
  }
  return interleaveFamilies(addresses);
}

}  // namespace

// Owned by the Lookup. The request at c-ares has only a weak pointer to it.
struct Resolver::Lookup::Pending {
  Pending(prism::Host a_host, std::string a_name, Done a_done)
      : host(a_host), name(std::move(a_name)), done(std::move(a_done)) {}

  // Stores the first answer, and delivers it in a later turn of the loop, when neither c-ares nor lookUp() is running.
  void answer(Answer an_answer) {
    if (!answered) {
      answered = true;
      answer_to_deliver = std::move(an_answer);
      timer = host.after(std::chrono::milliseconds(0), [this] { deliver(); });
    }
  }

  // `done` may destroy the Lookup, and this object with it.
  void deliver() {
    const Done last = std::move(done);
    last(std::move(answer_to_deliver));
  }

  const prism::Host host;
  const std::string name;
  Done done;
  Answer answer_to_deliver;
  prism::Timer timer;  // the deadline of the lookup, then the delivery
  bool answered = false;
};

struct Resolver::State {
  // The data pointer of a query. c-ares calls answered() with it exactly once.
  struct Request {
    std::weak_ptr<Lookup::Pending> pending;
    std::uint16_t port;
    std::shared_ptr<unsigned> open;  // number of pending requests of the channel
  };

  struct Channel {
    Channel(prism::Host host, const std::string& servers) : ares(host, servers) {}
    std::shared_ptr<unsigned> open = std::make_shared<unsigned>(0);
    AresChannel ares;
  };

  State(prism::Host a_host, std::string a_servers) : host(a_host), servers(std::move(a_servers)) { refreshChannel(); }

  static Answer failure(int status, const std::string& name) {
    return {{}, errorText(status, name), outcomeOf(status)};
  }

  static void answered(void* data, int status, int, ares_addrinfo* info) {
    const std::unique_ptr<Request> request(static_cast<Request*>(data));
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owned(info, &ares_freeaddrinfo);
    --*request->open;
    const std::shared_ptr<Lookup::Pending> pending = request->pending.lock();
    if (!pending || status == ARES_EDESTRUCTION) {
      return;
    }
    Answer answer;
    if (status == ARES_SUCCESS) {
      answer.addresses = addressesOf(*info, request->port);
      answer.outcome = Outcome::kFound;
    }
    pending->answer(answer.addresses.empty() ? failure(status == ARES_SUCCESS ? ARES_ENODATA : status, pending->name)
                                             : std::move(answer));
  }

  // Makes a new channel if resolv.conf has changed: c-ares reads it only once, but the process outlives changes of the
  // network. A channel with pending requests is kept until all are answered.
  void refreshChannel() {
    std::erase_if(retired, [](const auto& old) { return *old->open == 0; });
    const FileVersion now = versionOf("/etc/resolv.conf");
    if (channel && now == resolv_conf) {
      return;
    }
    if (channel && *channel->open > 0) {
      retired.push_back(std::move(channel));
    }
    resolv_conf = now;
    channel = std::make_unique<Channel>(host, servers);
  }

  const prism::Host host;
  const std::string servers;
  FileVersion resolv_conf;
  std::unique_ptr<Channel> channel;
  std::vector<std::unique_ptr<Channel>> retired;
};

Resolver::Resolver(prism::Host host, std::string servers) : state_(std::make_unique<State>(host, std::move(servers))) {}

Resolver::~Resolver() = default;

Resolver::Lookup& Resolver::Lookup::operator=(Lookup&&) noexcept = default;

Resolver::Lookup::~Lookup() = default;

Resolver::Lookup Resolver::lookUp(const std::string& name, std::uint16_t port, Done done) {
  return lookUp(name, port, Bounds(), std::move(done));
}

Resolver::Lookup Resolver::lookUp(const std::string& name, std::uint16_t port, const Bounds& bounds, Done done) {
  Lookup lookup;
  lookup.pending_ = std::make_shared<Lookup::Pending>(state_->host, name, std::move(done));
  const std::shared_ptr<Lookup::Pending>& pending = lookup.pending_;
  if (const std::optional<Address> literal = literalAddress(name, port)) {
    const bool wanted = bounds.family == AF_UNSPEC || literal->storage.ss_family == bounds.family;
    pending->answer(wanted ? Answer{{*literal}, "", Outcome::kFound}
                           : Answer{{}, name + " is an address of the other family", Outcome::kNotFound});
    return lookup;
  }
  if (!isHostName(name)) {
    pending->answer({{}, "\"" + name + "\" is no host name", Outcome::kNotFound});
    return lookup;
  }
  state_->refreshChannel();
  State::Channel& channel = *state_->channel;
  if (!channel.ares.error().empty()) {
    pending->answer({{}, channel.ares.error(), Outcome::kFailed});
    return lookup;
  }
  pending->timer = state_->host.after(
      bounds.deadline, [waiting = pending.get()] { waiting->answer(State::failure(ARES_ETIMEOUT, waiting->name)); });
  ++*channel.open;
  auto request = std::make_unique<State::Request>(State::Request{pending, port, channel.open});
  channel.ares.lookUp(name, bounds.family, &State::answered, request.release());
  return lookup;
}

}  // namespace net
