// SPDX-License-Identifier: MIT
// Starts the host, and waits for events. Frames are in spectrum_verbs.cpp, violations of the protocol in
// spectrum_misbehaviour.cpp.
#include "prism/testing/spectrum.h"

#include "prism/testing/poll.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <system_error>

namespace prism::testing {
namespace {

constexpr Milliseconds kEndAfterHangUp(1'000);

[[noreturn]] void throwErrno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

UniqueFd listenOn(const SpectrumOptions& options, int* port) {
  UniqueFd socket(::socket(options.ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) {
    throwErrno("socket");
  }
  // Must be set before listen(): the connection inherits the option, and TCP negotiates its window in the handshake.
  if (options.receive_buffer > 0 &&
      ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof options.receive_buffer) < 0) {
    throwErrno("SO_RCVBUF");
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_addr = in6addr_loopback;
  auto* address = options.ipv6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
  socklen_t size = options.ipv6 ? sizeof v6 : sizeof v4;
  if (::bind(socket.get(), address, size) < 0 || ::listen(socket.get(), 8) < 0 ||
      ::getsockname(socket.get(), address, &size) < 0) {
    throwErrno("listening on loopback");
  }
  *port = ntohs(options.ipv6 ? v6.sin6_port : v4.sin_port);
  return socket;
}

}  // namespace

Spectrum::Spectrum(SpectrumOptions options)
    : options_(std::move(options)),
      configuration_file_(options_.configuration_file.empty()
                              ? directory_.write("transport.cfg", options_.configuration)
                              : options_.configuration_file),
      address_(options_.ipv6 ? "::1" : "127.0.0.1"),
      listener_(listenOn(options_, &port_)) {}

void Spectrum::launch() { launch({"-n", configuration_file_}); }

void Spectrum::launch(const std::vector<std::string>& own_command_line) {
  start(own_command_line);
  accept();
}

void Spectrum::start(const std::vector<std::string>& own_command_line) {
  connection_.reset();
  host_.reset();
  backend_config_.reset();
  stalled_ = false;

  std::vector<std::string> command = options_.wrapper;
  command.push_back(options_.host_program);
  command.insert(command.end(), options_.arguments.begin(), options_.arguments.end());
  command.insert(command.end(), {"--host", address_, "--port", std::to_string(port_),
                                 fmt::format("--service.backend_id={}", options_.backend_id)});
  command.insert(command.end(), own_command_line.begin(), own_command_line.end());

  LaunchOptions launch;
  launch.environment = options_.environment;
  launch.working_dir = options_.working_dir.empty() ? directory_.path().string() : options_.working_dir;
  launch.umask = options_.umask;
  host_.emplace(command, launch);
}

void Spectrum::accept() {
  const auto accepted = [this] {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket) {
      connection_.emplace(std::move(socket));
    }
    return connection_ || host().ended();
  };
  waitUntil(accepted, Deadline(options_.deadline), Wanted::kAccepting);
  if (!connection_) {
    fail("the host's connection", options_.deadline, "it did not come");
  }
}

void Spectrum::refuse() { listener_.close(); }

HostProcess& Spectrum::host() {
  assert(host_ && "start() or launch() comes first");
  return *host_;
}

Connection& Spectrum::connection() {
  if (!connection_) {
    throw Failure("there is no connection to the host: it was not accepted, or we have closed it");
  }
  return *connection_;
}

bool Spectrum::isConnected() const { return connection_ && !connection_->isEnded(); }

void Spectrum::addDescriptors(std::vector<pollfd>* descriptors) const {
  if (host_) {
    host_->addDescriptors(descriptors);
  }
  if (isConnected() && !stalled_) {
    descriptors->push_back({connection_->fd(), POLLIN, 0});
  }
}

void Spectrum::pump() {
  if (host_) {
    host_->pump();
  }
  if (isConnected() && !stalled_) {
    connection_->receive();
  }
}

// Waits until reached() returns true. Returns false if the deadline passes, or if no descriptor is left to wait for.
bool Spectrum::waitUntil(const std::function<bool()>& reached, const Deadline& deadline, Wanted wanted) {
  std::vector<pollfd> descriptors;
  for (;;) {
    pump();
    if (reached()) {
      return true;
    }
    descriptors.clear();
    addDescriptors(&descriptors);
    if (wanted == Wanted::kAccepting && listener_) {
      descriptors.push_back({listener_.get(), POLLIN, 0});
    } else if (wanted == Wanted::kWriting) {
      descriptors.push_back({connection().fd(), POLLOUT, 0});
    }
    if (descriptors.empty() || deadline.hasPassed()) {
      return false;
    }
    pollDescriptors(&descriptors, deadline.left());
  }
}

void Spectrum::fail(const std::string& awaited, Milliseconds allowed, const std::string& instead) {
  if (host_ && connection_ && connection_->isEnded()) {
    // A host that has closed the connection is about to end. Its exit status belongs into the message.
    waitUntil([this] { return host_->ended().has_value(); }, Deadline(kEndAfterHangUp));
  }
  throw Failure(fmt::format("awaited {} (within {} ms), but {}{}\n{}", awaited, allowed.count(), instead,
                            stalled_ ? " (stalled: nothing is read)" : "",
                            host_ ? host_->describeState() : "no host was started"));
}

bool Spectrum::hasFrame() const { return connection_ && !connection_->frames().empty(); }

std::optional<Frame> Spectrum::take() { return connection_ ? connection_->take() : std::nullopt; }

std::string Spectrum::awaitLog(std::string_view text) {
  std::optional<std::string> line;
  const auto found = [&] {
    line = findLine(log(), text, host().ended().has_value());
    return line || host().ended();
  };
  waitUntil(found, Deadline(options_.deadline));
  if (!line) {
    fail(fmt::format("a line on stderr with \"{}\"", text), options_.deadline, "it did not come");
  }
  return *std::move(line);
}

const std::string& Spectrum::log() {
  host().pump();
  return host().standardError();
}

}  // namespace prism::testing
