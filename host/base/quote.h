// SPDX-License-Identifier: MIT
// Text from outside, made fit for a line of the log.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

// Text that came from outside, for a log line: control characters made visible, broken UTF-8 replaced. So it can neither
// begin a line of its own nor reach the terminal behind the log. Not for secrets.
std::string oneLine(std::string_view text);

// The same in quotes, and cut to a readable length.
std::string inQuotes(std::string_view value);

}  // namespace prism::host
