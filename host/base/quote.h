// SPDX-License-Identifier: MIT
// Makes text from outside safe for a line of the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

// Escapes control characters and replaces invalid UTF-8. So the text can neither begin a new log line nor control the
// terminal that shows the log. Not for secrets.
std::string oneLine(std::string_view text);

// The bound in bytes of texts that an administrator needs whole: reasons, which may end in the fingerprint of a
// certificate, and the JIDs of users.
inline constexpr std::size_t kWholeText = 1024;

// The same in single quotes, cut to `most` bytes.
std::string inQuotes(std::string_view value, std::size_t most = 100);

}  // namespace prism::host
