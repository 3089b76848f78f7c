// SPDX-License-Identifier: MIT
// The PARTs of the user that the server has not answered yet. Until then, lines about these channels are outdated.
#pragma once

#include "session/limits.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace irc {

class PendingParts {
 public:
  void add(const std::string& folded_channel) {
    ++counts_[folded_channel];
    if (counts_.size() > kMostPendingParts) {
      counts_.erase(counts_.begin());
    }
  }
  bool contains(std::string_view folded_channel) const { return counts_.find(folded_channel) != counts_.end(); }
  // The server has answered one. Returns false if none is pending.
  bool answer(std::string_view folded_channel) {
    const auto place = counts_.find(folded_channel);
    if (place == counts_.end()) {
      return false;
    }
    if (--place->second == 0) {
      counts_.erase(place);
    }
    return true;
  }
  void clear() { counts_.clear(); }

 private:
  std::map<std::string, std::uint32_t, std::less<>> counts_;
};

}  // namespace irc
