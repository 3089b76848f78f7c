// SPDX-License-Identifier: MIT
// Makes text from outside safe for a line of the log.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

// Escapes control characters and replaces invalid UTF-8. So the text can neither begin a new log line nor control the
// terminal that shows the log. Not for secrets.
std::string oneLine(std::string_view text);

// The same in single quotes, cut to 100 bytes.
std::string inQuotes(std::string_view value);

}  // namespace prism::host
