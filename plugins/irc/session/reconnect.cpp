// SPDX-License-Identifier: MIT
#include "session/reconnect.h"

#include "net/backoff.h"
#include "session/clock.h"

#include <utility>

namespace irc {

namespace {

// After a connection of this length the backoff begins anew.
constexpr std::chrono::seconds kSettled{60};

std::minstd_rand& randomness() {
  static std::minstd_rand random(std::random_device{}());
  return random;
}

}  // namespace

Reconnect::Reconnect(StsPolicies& policies, std::vector<ServerAddress> servers, std::size_t first)
    : policies_(policies), servers_(std::move(servers)), current_(first % servers_.size()) {}

const ServerAddress& Reconnect::chooseAddress() {
  address_ = policies_.addressFor(server());
  return address_;
}

void Reconnect::upgrade(const StsValue& sts) { policies_.upgrade(address_.endpoint.host, sts.port); }

void Reconnect::keepPolicy(const StsValue& sts) {
  if (sts.duration && address_.tls) {
    policies_.keep(address_.endpoint.host, address_.endpoint.port, *sts.duration);
  }
}

void Reconnect::onRegistered() {
  was_registered_ = true;
  registered_at_ = monotonicNow();
}

bool Reconnect::nextServer(bool was_registered) {
  current_ = (current_ + 1) % servers_.size();
  if (!was_registered && ++tried_ < servers_.size()) {
    return true;
  }
  tried_ = 0;
  return false;
}

std::optional<std::chrono::milliseconds> Reconnect::nextDelay(bool was_registered, const Settings& settings) {
  if (was_registered && monotonicNow() - registered_at_ >= kSettled) {
    attempts_ = 0;
  }
  if (attempts_ >= settings.reconnect_attempts) {
    return std::nullopt;
  }
  return net::reconnectDelay(attempts_++, settings.reconnect_delay, settings.reconnect_max_delay, randomness());
}

}  // namespace irc
