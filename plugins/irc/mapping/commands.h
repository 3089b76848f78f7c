// SPDX-License-Identifier: MIT
// What the user types with a slash, or a dot, in front.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace irc {

class Bridge;

// Where something was typed, and its answer belongs.
struct Place {
  enum class Kind : unsigned char { Server, Room, Chat, Private };
  Kind kind = Kind::Server;
  std::string room;  // the channel, with Room and Private
  std::string nick;  // with Chat and Private
};

struct TypedCommand {
  std::string_view name;       // without the slash, as it was typed
  std::string_view arguments;  // without spaces around it
};

// Nothing if the text is to be said as it is. "/name", ".name" if there is a command of this name; "//text" is text.
std::optional<TypedCommand> parseCommand(std::string_view text);

// The text to say for one that is no command: "//text" loses a slash.
std::string_view sayable(std::string_view text);

// Does it, and answers where it was typed if there is something to say.
void runCommand(Bridge& bridge, const Place& place, const TypedCommand& command);

}  // namespace irc
