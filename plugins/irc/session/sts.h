// SPDX-License-Identifier: MIT
// Strict transport security: servers that must be reached by TLS only. https://ircv3.net/specs/extensions/sts
#pragma once

#include "session/server_address.h"
#include <prism/host.hpp>
#include <prism/storage.hpp>

#include <chrono>
#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace irc {

// The value of the capability "sts": port=6697,duration=2592000
struct StsValue {
  std::uint16_t port = 0;                        // 0: not given; it counts on an insecure connection only
  std::optional<std::chrono::seconds> duration;  // it counts on a secure connection only
};
StsValue parseSts(std::string_view value);

// The policies of all servers. Must outlive the sessions.
class StsPolicies {
 public:
  // Reads the policies that are stored for the transport, and those in `old_file`, in which earlier versions have kept
  // them.
  StsPolicies(const prism::Host& host, std::string old_file = {});

  // Stores the policies of `old_file`, and removes it. To be called in start(), where values may be stored.
  void takeOldFileOver();

  // Returns the address to connect to: that of TLS if there is a policy for the host.
  ServerAddress addressFor(const ServerAddress& server) const;
  // An insecure connection has told a port of TLS: until the end of the process, or until a secure one tells the
  // duration, the server is reached there.
  void upgrade(const std::string& host, std::uint16_t port);
  // A secure connection to `port` has told the duration; 0 ends the policy.
  void keep(const std::string& host, std::uint16_t port, std::chrono::seconds duration);

 private:
  struct Policy {
    std::uint16_t port = 0;
    std::int64_t until = 0;  // seconds since 1970; 0: the end of the process
  };

  void set(const std::string& host, Policy policy);
  void read();
  void readLines(std::istream& lines);
  bool write();

  const prism::Storage storage_;
  const std::string old_file_;
  std::map<std::string, Policy, std::less<>> policies_;  // by host in lower case
};

}  // namespace irc
