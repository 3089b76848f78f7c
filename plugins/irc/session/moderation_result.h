// SPDX-License-Identifier: MIT
// The outcome of a request of Moderation.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace irc {

enum class ModerationOutcome : unsigned char { kDone, kFailed, kForbidden, kNotFound, kConflict };

struct ModerationResult {
  ModerationOutcome outcome = ModerationOutcome::kDone;
  std::string text = {};  // of the server, if it has refused

  struct Ban {
    std::string mask;
    std::string by;  // who has set it; may be empty
  };
  std::vector<Ban> bans = {};                            // of listBans()
  std::vector<std::pair<char, std::string>> modes = {};  // of readModes(), with their arguments
};

}  // namespace irc
