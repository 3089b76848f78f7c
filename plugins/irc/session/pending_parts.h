// SPDX-License-Identifier: MIT
// The PARTs of the user that the server has not answered yet. A bouncer whose network is away may never answer one.
#pragma once

#include "session/clock.h"
#include "session/limits.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace irc {

class PendingParts {
 public:
  // Answers are expected for `patience`.
  explicit PendingParts(std::chrono::milliseconds patience) : patience_(patience) {}

  void add(const std::string& folded_channel) {
    if (parts_.size() >= kMostPendingParts && parts_.count(folded_channel) == 0) {
      parts_.erase(parts_.begin());
    }
    Part& part = parts_[folded_channel];
    ++part.count;
    part.since = monotonicNow();
  }
  bool contains(std::string_view folded_channel) const {
    const auto place = parts_.find(folded_channel);
    return place != parts_.end() && monotonicNow() - place->second.since < patience_;
  }
  // The server has answered one. Returns false if none is pending.
  bool answer(std::string_view folded_channel) {
    const auto place = parts_.find(folded_channel);
    if (place == parts_.end()) {
      return false;
    }
    if (--place->second.count == 0) {
      parts_.erase(place);
    }
    return true;
  }
  void clear() { parts_.clear(); }

 private:
  struct Part {
    std::uint32_t count = 0;
    std::chrono::milliseconds since{0};  // the last one
  };

  std::chrono::milliseconds patience_;
  std::map<std::string, Part, std::less<>> parts_;
};

}  // namespace irc
