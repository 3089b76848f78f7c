// SPDX-License-Identifier: MIT
// The host's texts about commands (prism/commands.h).
#pragma once

#include "host/guard/command_set.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// The commands that a user can type in a conversation: those of a set for this kind of conversation.
struct UsableCommands {
  const CommandSet& set;
  std::uint32_t kind;  // of the conversation: PRISM_CONVERSATION_...
  bool admin;          // the user is an administrator

  bool has(const CommandDefinition& command) const {
    return (command.where & PRISM_CONVERSATION_BIT(kind)) != 0 && (admin || !command.admin);
  }
};

// How a command is typed: "/kick [#CHANNEL] NICK [REASON]".
std::string usageOf(const CommandDefinition& command);

// The answer to /help.
std::string listCommands(const UsableCommands& usable);

// The answer to /help NAME.
std::string describeCommand(const CommandDefinition& command);

// The answer to a command that does not exist. `typed` is its name as typed, with anything in it.
std::string sayNoCommand(const UsableCommands& usable, std::string_view typed);

// The answer to a command that does not work in this kind of conversation.
std::string sayNotHere(const CommandDefinition& command);

}  // namespace prism::host
