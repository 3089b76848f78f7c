// SPDX-License-Identifier: MIT
// CTCP, messages within messages: https://modern.ircdocs.horse/ctcp
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace irc {

struct Ctcp {
  std::string_view command;    // as received; compare it without case
  std::string_view arguments;  // may be empty
};

// Parses the text of a PRIVMSG or NOTICE. Returns nothing if it is not CTCP. The closing \x01 may be missing.
std::optional<Ctcp> parseCtcp(std::string_view text);

// Returns \x01COMMAND arguments\x01.
std::string formatCtcp(std::string_view command, std::string_view arguments);

}  // namespace irc
