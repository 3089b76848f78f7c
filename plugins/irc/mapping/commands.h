// SPDX-License-Identifier: MIT
// Commands of the user: messages with a slash in front.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace irc {

class Bridge;

// The conversation of a command. The answer goes to it.
struct Place {
  enum class Kind : unsigned char { kServer, kRoom, kChat, kPrivate };
  Kind kind = Kind::kServer;
  std::string room;  // the channel, with kRoom and kPrivate
  std::string nick;  // with kChat and kPrivate
};

struct TypedCommand {
  std::string_view name;       // as typed, without the slash
  std::string_view arguments;  // without spaces around it
};

// Parses "/name"; with `dots`, ".name" too if there is a command of this name. Returns nothing if the text is a
// message; "//text" is one.
std::optional<TypedCommand> parseCommand(std::string_view text, bool dots);

// Removes the first slash of "//text".
std::string_view unescapeSlash(std::string_view text);

// Runs a command. An answer goes to `place`.
void runCommand(Bridge& bridge, const Place& place, const TypedCommand& command);

}  // namespace irc
