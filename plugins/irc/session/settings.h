// SPDX-License-Identifier: MIT
// The settings of the administrator for all users, and the identity of one user.
#pragma once

#include "net/stream.h"
#include "session/server_address.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// For all sessions; must outlive them.
struct Settings {
  std::vector<ServerAddress> servers;  // service.irc_server; empty: the network is in the names
  bool tls = false;                    // the default for addresses
  std::shared_ptr<net::TlsContext> tls_context;
  bool client_certificate = false;

  bool send_password = false;   // service.irc_send_pass: PASS has the user's password
  std::string server_password;  // PASS of all users
  std::string webirc_password;
  std::string webirc_gateway;

  std::chrono::seconds away_interval{0};  // service.irc_away_timeout
  std::chrono::seconds sasl_timeout{15};
  std::chrono::seconds identify_timeout{15};  // refused channels wait so long for the services to identify the user
  std::chrono::seconds idle_disconnect{300};  // after the last room; 0: never
  std::chrono::seconds ping_interval{60};
  std::chrono::seconds ping_timeout{60};
  std::chrono::seconds join_timeout{60};
  std::chrono::seconds regain_interval{60};
  std::chrono::milliseconds reconnect_delay{2000};
  std::chrono::milliseconds reconnect_max_delay{300000};
  std::uint32_t reconnect_attempts = 10;

  std::uint32_t flood_burst = 5;
  std::chrono::milliseconds flood_interval{2000};
  std::size_t queue_limit = 5000;  // lines
  std::uint32_t room_list = 0;     // networks with at most this many channels are listed after the login; 0: none
  bool motd = false;
  bool dot_commands = false;  // ".join" is a command as "/join" is; else a bot of the network may mean it
  bool raw_commands = true;   // /raw and /quote send any line
  enum class PrivateMessages : unsigned char { kAuto, kRoom, kContact };
  PrivateMessages private_messages = PrivateMessages::kAuto;
};

// The identity of a user on a network.
struct Identity {
  std::string nickname;
  std::string username;                      // of USER; empty: made from the nickname
  std::string realname;                      // likewise
  std::string password;                      // wiped at the end
  std::string account;                       // for SASL
  std::string identify;                      // such as "NickServ identify PASSWORD"; wiped at the end
  std::vector<std::string_view> mechanisms;  // of SASL, in order of preference; literals
  bool sasl_required = false;                // the configuration names mechanisms: the login fails without one of them
  std::string encoding;
  std::string encoding_out;
  std::string quit_message;
  std::uint32_t history = 20;

  Identity() = default;
  Identity(const Identity&) = default;
  Identity& operator=(const Identity&) = delete;
  ~Identity();
};

// Parses "auto", "off", or names of mechanisms in their order. Returns false if a name is unknown.
bool setMechanisms(Identity& identity, std::string_view text);

}  // namespace irc
