// SPDX-License-Identifier: MIT
// The state that all parts of a session share. The session owns it, and alone changes the phase.
#pragma once

#include "protocol/capabilities.h"
#include "protocol/isupport.h"
#include "session/clock.h"
#include "session/environment.h"
#include "session/memory.h"
#include "session/observer.h"
#include "session/own_nickname.h"
#include "session/recent_messages.h"
#include "session/seen_times.h"
#include "session/sent_labels.h"
#include "session/server_cost.h"
#include <prism/host.hpp>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace irc {

enum class Phase : unsigned char {
  kIdle,
  kConnecting,
  kRegistering,  // until the end of the message of the day
  kRegistered,
  kWaiting,  // for the next attempt to connect
  kLeaving,  // quit() was called
  kOver,
};

// The identification of the user to the server's services, on this connection.
enum class Identification : unsigned char {
  kNone,     // the user has given nothing to be identified by
  kPending,  // the services have not answered yet
  kDone,
};

struct SessionContext {
  // `server` is the account in ProcessMemory.
  SessionContext(const Environment& environment, const std::string& server, const Identity& a_identity,
                 Observer& a_observer, SeenNames a_seen);

  bool isRegistered() const { return phase == Phase::kRegistered; }
  bool isSelf(std::string_view nick) const { return isupport.same(nick, nickname.current()); }

  // Resets the state of the previous connection. Case mapping and channel types stay until the server sends
  // RPL_ISUPPORT: the kept names were folded by them.
  void startConnection(const std::string& host);

  // What the server can carry, by the capabilities that it has acknowledged, and by RPL_ISUPPORT.
  ChatFeatures features() const;

  // Shows the user that a limit was met: once in a connection for each text, which must be a literal.
  void reportLimit(std::string_view text);

  SessionMemory memory;  // must outlive every charge of the parts
  const net::Network& network;
  const prism::Host& host;
  const Settings& settings;
  const Metrics& metrics;
  const Identity identity;
  Observer* observer;  // null once the session is leaving

  SeenNames seen;
  RecentMessages recent;
  SentLabels sent_labels;

  Phase phase = Phase::kIdle;
  Capabilities capabilities;
  Isupport isupport;
  OwnNickname nickname;
  Identification identification = Identification::kNone;
  std::chrono::milliseconds registered_at{0};
  bool motd_requested = false;      // by the user: servers and bouncers also send the message of the day by themselves
  std::string server_name;          // from RPL_MYINFO, before it the host name
  std::string error;                // text of the last ERROR
  std::uint32_t channel_count = 0;  // of the network, from RPL_LUSERCHANNELS
  ServerCost cost;                  // not paid for yet

 private:
  std::set<std::string_view> reported_limits_;  // on this connection
};

}  // namespace irc
