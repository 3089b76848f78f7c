// SPDX-License-Identifier: MIT
// The address of a server, in the configuration or in the name of a room.
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

// Parses host, host:port, host/port or [IPv6]:port. '+' before the port, or port 6697, means TLS. The default port is
// 6667; 6697 if `tls` is the default. Returns nothing if the text has another form.
std::optional<ServerAddress> parseServerAddress(std::string_view text, bool tls);

}  // namespace irc
