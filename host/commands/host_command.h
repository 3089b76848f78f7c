// SPDX-License-Identifier: MIT
// The definitions of commands of the host itself.
#pragma once

#include "host/guard/command_set.h"

#include <cstdint>
#include <string>
#include <utility>

namespace prism::host {

inline CommandDefinition hostCommand(std::uint32_t where, std::string name, std::string title) {
  CommandDefinition command;
  command.where = where;
  command.name = std::move(name);
  command.title = std::move(title);
  return command;
}

inline CommandArgument hostArgument(std::uint32_t kind, std::string name, std::string label, bool optional = false) {
  CommandArgument argument;
  argument.kind = kind;
  argument.optional = optional;
  argument.name = std::move(name);
  argument.label = std::move(label);
  return argument;
}

}  // namespace prism::host
