// SPDX-License-Identifier: MIT
// Reads what a user has typed: whether it is a command, and the values of its arguments (prism/commands.h).
#pragma once

#include "host/guard/command_set.h"
#include "proto/secret_memory.h"

#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

struct TypedText {
  enum class Kind {
    kMessage,  // goes to the network as it is
    kAction,   // ".me text": goes to the network with a slash instead of the dot
    kEscaped,  // "//text": goes to the network without the first slash
    kCommand,
  };
  Kind kind = Kind::kMessage;
  std::string_view name = {};  // of a command: the word behind the slash or dot, as typed
  std::string_view rest = {};  // of a command: the text behind the name, without white space at its ends
};

TypedText readTyped(std::string_view text, const CommandSet& set);

// Returns the name with upper case letters of ASCII in lower case.
std::string foldedName(std::string_view name);

// Reads the arguments of a command out of `rest`, one value for each. If something is wrong, returns a sentence about
// it, which repeats nothing of `rest`.
std::optional<std::string> readArguments(const CommandDefinition& command, std::string_view rest,
                                         SecretVector<SecretString>* values);

}  // namespace prism::host
