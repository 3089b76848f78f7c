// SPDX-License-Identifier: MIT
// Timestamps of server-time and chathistory: 2011-10-19T16:40:51.620Z
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace irc {

// The times are in milliseconds since 1970-01-01 00:00 UTC. parseServerTime() returns nothing if the text is invalid.
std::optional<std::int64_t> parseServerTime(std::string_view text);
std::string formatServerTime(std::int64_t time);

}  // namespace irc
