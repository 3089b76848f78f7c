// SPDX-License-Identifier: MIT
// Safe names of files for names from outside, such as JIDs.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

// Returns the name with each byte but ASCII's letters, digits, '-', '_', '@' and '.' as %XX. A '.' at the beginning is
// escaped, too. Different names have different results.
std::string escapeForPath(std::string_view name);

// The same for a file of its own: never empty, and of at most 200 bytes. A longer name is cut, and ends in "%%" and its
// SHA-1. An empty name is "%". The file must contain the whole name, since somebody may find two names with one SHA-1.
std::string fileNameOf(std::string_view name);

}  // namespace prism::host
