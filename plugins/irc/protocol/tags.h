// SPDX-License-Identifier: MIT
// The tags of lines to send: https://ircv3.net/specs/extensions/message-tags
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// Bytes of the tags that a client may send, without '@' and the space behind them.
inline constexpr std::size_t kMostClientTags = 4094;

// Appends a tag to a list such as "+typing=active;label=5". The value is escaped; without a value there is no '='.
// Returns false, and changes nothing, if the list would be too long, or if the name is not a valid key.
bool appendTag(std::string_view name, std::string_view value, std::string* tags);

// Returns the line with these tags in front; the line itself if there are none.
std::string withTags(std::string_view tags, std::string line);

}  // namespace irc
