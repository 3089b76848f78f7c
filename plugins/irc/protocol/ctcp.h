// SPDX-License-Identifier: MIT
// Messages in messages: https://modern.ircdocs.horse/ctcp
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace irc {

struct Ctcp {
  std::string_view command;    // in the case it came in; compare without case
  std::string_view arguments;  // may be empty
};

// Nothing if the text of a PRIVMSG or NOTICE is no CTCP. The closing \x01 may be missing.
std::optional<Ctcp> parseCtcp(std::string_view text);

// \x01COMMAND arguments\x01
std::string formatCtcp(std::string_view command, std::string_view arguments);

}  // namespace irc
