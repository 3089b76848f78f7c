// SPDX-License-Identifier: MIT
// Chooses the server for the next attempt to connect, its address, and the delay before the attempt.
#pragma once

#include "session/server_address.h"
#include "session/settings.h"
#include "session/sts.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace irc {

class Reconnect {
 public:
  // Begins with servers[first]. `policies` must outlive this object.
  Reconnect(StsPolicies& policies, std::vector<ServerAddress> servers, std::size_t first);

  const ServerAddress& server() const { return servers_[current_]; }

  // Chooses the address for an attempt: that of the server, with TLS if a policy demands it. Valid until the next call.
  const ServerAddress& chooseAddress();
  const ServerAddress& address() const { return address_; }
  // The server has demanded TLS on an insecure connection.
  void upgrade(const StsValue& sts);
  // The server has told the duration of its policy on a secure connection, if it has one.
  void keepPolicy(const StsValue& sts);

  // True once a login has succeeded: then a lost connection is made again.
  bool wasRegistered() const { return was_registered_; }

  void startRound() { tried_ = 0; }
  void onRegistered();
  // A connection, or an attempt, has failed: the next server is the current one. Returns false if it is not to be tried
  // at once, since the connection was registered, or each server was tried in this round.
  bool nextServer(bool was_registered);
  // The delay before the next round; nothing if there were too many attempts in a row.
  std::optional<std::chrono::milliseconds> nextDelay(bool was_registered, const Settings& settings);

 private:
  StsPolicies& policies_;
  const std::vector<ServerAddress> servers_;
  std::size_t current_;
  ServerAddress address_;
  std::size_t tried_ = 0;       // servers in this round
  std::uint32_t attempts_ = 0;  // rounds in a row
  bool was_registered_ = false;
  std::chrono::milliseconds registered_at_{0};
};

}  // namespace irc
