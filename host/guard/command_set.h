// SPDX-License-Identifier: MIT
// The commands of a plugin (prism/commands.h), checked and copied.
#pragma once

#include "host/base/value_choice.h"
#include <prism/commands.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Masks of PRISM_CONVERSATION_BIT().
// In rooms, and in private conversations there.
inline constexpr std::uint32_t kInRooms =
    PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM) | PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_PRIVATE);
// In all conversations of the network.
inline constexpr std::uint32_t kOnNetwork = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_CONTACT) | kInRooms;

struct CommandArgument {
  std::uint32_t kind = PRISM_VALUE_TEXT;  // PRISM_VALUE_...
  bool optional = false;
  std::string name;
  std::string label;  // never empty
  std::string description;
  std::string initial;
  std::string first_characters;
  std::vector<ValueChoice> choices;
  ValueRange range;  // of an integer
};

struct CommandDefinition {
  std::uint32_t where = 0;  // a mask of PRISM_CONVERSATION_BIT(); never 0
  bool hidden = false;
  bool admin = false;
  bool of_host = false;                  // a command of the host itself
  std::chrono::milliseconds timeout{0};  // 0: the host's default
  std::string name;
  std::vector<std::string> aliases;
  std::string title;
  std::string description;
  std::vector<CommandArgument> arguments;
};

// The commands that users can type now.
struct CommandSet {
  std::vector<CommandDefinition> commands;                  // in the plugin's order
  std::map<std::string, std::size_t, std::less<>> by_name;  // names and aliases, with the index of the command
  bool dots = false;
  bool pass_unknown = false;
  prism_command_fn run = nullptr;
  void* data = nullptr;

  // Returns the command with this name or alias in lower case; nullptr if there is none.
  const CommandDefinition* find(std::string_view name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : &commands[found->second];
  }
};

}  // namespace prism::host
