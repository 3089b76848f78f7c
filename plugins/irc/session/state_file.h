// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace irc {

// Replaces a file as a whole: readers, and a crash, meet the old text or the new one. Others cannot read it. Returns
// false with errno; the old file stays then.
bool replaceFile(const std::string& file, const std::string& text);

}  // namespace irc
