// SPDX-License-Identifier: MIT
// Commands that the user types. The host reads them (prism/commands.hpp), and answers help and mistakes.
#pragma once

#include <prism/commands.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class Bridge;

// The conversation of a command. The answer goes to it.
struct Place {
  enum class Kind : unsigned char { kServer, kRoom, kChat, kPrivate };
  Kind kind = Kind::kServer;
  std::string room;  // the channel, with kRoom and kPrivate
  std::string nick;  // with kChat and kPrivate
};

// Returns the mask of a ban: `nick_or_mask` itself if it is one.
std::string maskOf(std::string_view nick_or_mask);

// Returns the definitions of all commands, with `run` as the handler of each.
std::vector<prism::Command> defineCommands(const prism::Command::Handler& run);

// Runs a command. An answer goes to `place`.
void runCommand(Bridge& bridge, const Place& place, const prism::Invocation& invocation);

// Returns the text of an action, "/me text"; nothing if the message is none. The host has no command of this name.
std::optional<std::string_view> parseAction(std::string_view text);

}  // namespace irc
