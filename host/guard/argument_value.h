// SPDX-License-Identifier: MIT
// Converts what a user has typed for an argument of a command into its value (prism/commands.h).
#pragma once

#include "host/guard/command_set.h"
#include "proto/secret_memory.h"

#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// Writes the value into *value and returns nullopt. If `typed`, which is not empty, is not valid, returns a phrase that
// says what the argument must be, such as "a whole number". It repeats nothing of what was typed.
std::optional<std::string> readArgumentValue(const CommandArgument& argument, std::string_view typed,
                                             SecretString* value);

// Returns true if the plugin's `value` is valid for the argument.
bool isArgumentValue(const CommandArgument& argument, std::string_view value);

// Returns the choice whose value or, if there is none, whose label is equal to `typed` without regard to ASCII case;
// nullptr if there is none.
const ValueChoice* findChoice(const CommandArgument& argument, std::string_view typed);

}  // namespace prism::host
