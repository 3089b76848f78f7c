// SPDX-License-Identifier: MIT
// The levels of log4j, which administrators know, as POCO's priorities.
#pragma once

#include <optional>
#include <string_view>

namespace prism::host {

// Accepts TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF and ALL in any case. Returns the least severe priority that is
// still written (0: none), or nullopt for another name.
std::optional<int> parseLogLevel(std::string_view name);

// Returns the name that %p prints.
std::string_view logLevelName(int priority);

}  // namespace prism::host
