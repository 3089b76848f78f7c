// SPDX-License-Identifier: MIT
// The requests for pictures that a server has refused a short time ago: the same answer would come again. They end by
// themselves, since a server may let a file in later. Bounded, because the network chooses the URLs.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <set>
#include <string>

namespace prism::host {

class PictureRefusals {
 public:
  static constexpr std::chrono::minutes kTime{10};
  static constexpr std::size_t kMost = 10'000;

  // `time`: how long a refusal is remembered.
  explicit PictureRefusals(std::chrono::milliseconds time) : time_(time) {}

  // Remembers a refusal. At the limit, the oldest one is forgotten.
  void add(const std::string& source) {
    if (has(source)) {
      return;
    }
    if (in_order_.size() >= kMost) {
      removeOldest();
    }
    in_order_.push_back({source, Clock::now() + time_});
    sources_.insert(source);
  }

  bool has(const std::string& source) {
    while (!in_order_.empty() && in_order_.front().until <= Clock::now()) {
      removeOldest();
    }
    return sources_.contains(source);
  }

  std::size_t size() const { return in_order_.size(); }

 private:
  using Clock = std::chrono::steady_clock;

  struct Refusal {
    std::string source;
    Clock::time_point until;
  };

  void removeOldest() {
    sources_.erase(in_order_.front().source);
    in_order_.pop_front();
  }

  const std::chrono::milliseconds time_;
  std::deque<Refusal> in_order_;  // all last equally long
  std::set<std::string> sources_;
};

}  // namespace prism::host
