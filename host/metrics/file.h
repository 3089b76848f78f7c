// SPDX-License-Identifier: MIT
// Replaces a file as a whole: a reader sees the old contents or the new ones.
#pragma once

#include "host/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// Writes `text` to a file beside `path`, with `.tmp` appended to its name, and renames that. The file can be read by
// everybody whatever the umask is. After an error, the old file is as before, and the other one is gone. The error's
// sentence is the reason alone. Not synced to the disk, since the values are stale after a crash of the machine.
std::optional<Error> replaceFile(const std::string& path, std::string_view text);

// Removes the file, and what a killed process may have left beside it.
void removeReplacedFile(const std::string& path);

}  // namespace prism::host
