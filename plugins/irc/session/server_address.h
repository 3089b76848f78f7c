// SPDX-License-Identifier: MIT
// How a configuration or the name of a room says where a server is.
#pragma once

#include "net/stream.h"

#include <optional>
#include <string>
#include <string_view>

namespace irc {

struct ServerAddress {
  net::Endpoint endpoint;
  bool tls = false;
};

// Reads host, host:port, host/port, [IPv6]:port; a '+' before the port, or port 6697, means TLS. Without a port it is
// 6667 or, if `tls` is the rule, 6697. Nothing if it is none of these.
std::optional<ServerAddress> parseServerAddress(std::string_view text, bool tls);

}  // namespace irc
