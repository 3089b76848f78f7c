// SPDX-License-Identifier: MIT
// The levels of log4j, by which administrators know them, as POCO's priorities.
#pragma once

#include <optional>
#include <string_view>

namespace prism::host {

// TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF, ALL, in any case: the lowest priority that is still written (0: none).
std::optional<int> parseLogLevel(std::string_view name);

// What %p prints.
std::string_view logLevelName(int priority);

}  // namespace prism::host
