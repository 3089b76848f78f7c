// SPDX-License-Identifier: MIT
// Times as server-time and chathistory write them: 2011-10-19T16:40:51.620Z
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace irc {

// Milliseconds since 1970-01-01 00:00 UTC.
std::optional<std::int64_t> parseServerTime(std::string_view text);
std::string formatServerTime(std::int64_t time);

}  // namespace irc
