// SPDX-License-Identifier: MIT
#include "net/ares_channel.h"

#include <chrono>

namespace net {
namespace {

// Timeout of the first try. c-ares doubles it for each further round, and still accepts answers to earlier tries.
constexpr int kTimeoutMs = 1500;
constexpr int kTries = 3;

prism::Ready readyOf(bool readable, bool writable) {
  return static_cast<prism::Ready>((readable ? PRISM_WATCH_READABLE : 0U) | (writable ? PRISM_WATCH_WRITABLE : 0U));
}

}  // namespace

AresChannel::AresChannel(prism::Host host, const std::string& servers) : host_(host) {
  ares_options options{};
  options.timeout = kTimeoutMs;
  options.tries = kTries;
  options.sock_state_cb = &AresChannel::onSocketState;
  options.sock_state_cb_data = this;
  int result = ares_init_options(&channel_, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
  if (result == ARES_SUCCESS && !servers.empty()) {
    result = ares_set_servers_ports_csv(channel_, servers.c_str());
  }
  if (result != ARES_SUCCESS) {
    error_ = std::string("names cannot be resolved: ") + ares_strerror(result);
  }
}

AresChannel::~AresChannel() {
  if (channel_) {
    ares_destroy(channel_);
  }
}

void AresChannel::lookUp(const std::string& name, int family, ares_addrinfo_callback answered, void* data) {
  ares_addrinfo_hints hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  ares_getaddrinfo(channel_, name.c_str(), nullptr, &hints, answered, data);
  armTimer();
}

void AresChannel::onSocketState(void* data, ares_socket_t socket, int readable, int writable) {
  auto* self = static_cast<AresChannel*>(data);
  if (readable == 0 && writable == 0) {
    self->watches_.erase(socket);
    return;
  }
  const prism::Ready events = readyOf(readable != 0, writable != 0);
  prism::Watch& watch = self->watches_[socket];
  if (watch) {
    watch.waitFor(events);
    return;
  }
  // If the socket cannot be watched, the timer ends the lookup.
  watch = self->host_.watch(socket, events, [self, socket](prism::Ready ready) {
    self->process(prism::readable(ready) ? socket : ARES_SOCKET_BAD, prism::writable(ready) ? socket : ARES_SOCKET_BAD);
  });
}

void AresChannel::process(ares_socket_t readable, ares_socket_t writable) {
  ares_process_fd(channel_, readable, writable);
  armTimer();
}

void AresChannel::armTimer() {
  timeval left{};
  if (!ares_timeout(channel_, nullptr, &left)) {
    timer_.end();
    return;
  }
  const auto time = std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
  timer_ = host_.after(std::chrono::ceil<std::chrono::milliseconds>(time),
                       [this] { process(ARES_SOCKET_BAD, ARES_SOCKET_BAD); });
}

}  // namespace net
