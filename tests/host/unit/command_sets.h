// SPDX-License-Identifier: MIT
// Definitions of commands for tests, in the host's form and in the plugin's.
#pragma once

#include "host/guard/command_set.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace prism::tests {

inline host::CommandArgument argument(std::string label, std::uint32_t kind, bool optional = false,
                                      std::string initial = "") {
  host::CommandArgument argument;
  argument.kind = kind;
  argument.optional = optional;
  argument.label = std::move(label);
  argument.initial = std::move(initial);
  return argument;
}

inline host::CommandArgument beginningWith(std::string characters, host::CommandArgument argument) {
  argument.optional = true;
  argument.first_characters = std::move(characters);
  return argument;
}

inline host::CommandDefinition command(std::string name, std::vector<host::CommandArgument> arguments = {},
                                       std::string title = "does it") {
  host::CommandDefinition command;
  command.where = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_CONTACT) | PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM) |
                  PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_PRIVATE) | PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_HOST);
  command.name = std::move(name);
  command.title = std::move(title);
  command.arguments = std::move(arguments);
  return command;
}

inline host::CommandSet setOf(std::vector<host::CommandDefinition> commands) {
  host::CommandSet set;
  set.commands = std::move(commands);
  for (std::size_t i = 0; i < set.commands.size(); ++i) {
    set.by_name.emplace(set.commands[i].name, i);
    for (const std::string& alias : set.commands[i].aliases) {
      set.by_name.emplace(alias, i);
    }
  }
  return set;
}

}  // namespace prism::tests
