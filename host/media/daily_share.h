// SPDX-License-Identifier: MIT
// The bytes that have been published for each user today. A stranger who floods one user with files must not use up the
// space of all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace prism::host {

class DailyShare {
 public:
  // `limit`: bytes a day for each user. The last file of a day may exceed it.
  explicit DailyShare(std::uint64_t limit) : limit_(limit) {}

  // `day` is any number that rises by one each day.
  bool isUsedUp(std::string_view user, std::int64_t day) {
    if (day != day_) {
      day_ = day;
      used_.clear();
    }
    const auto found = used_.find(user);
    return found != used_.end() && found->second >= limit_;
  }

  void add(std::string_view user, std::uint64_t bytes) {
    const auto found = used_.find(user);
    if (found != used_.end()) {
      found->second += bytes;
    } else if (used_.size() < kMostUsers) {
      used_.emplace(user, bytes);
    }
  }

  // Takes back an add(). Does nothing on a later day.
  void remove(std::string_view user, std::uint64_t bytes) {
    if (const auto found = used_.find(user); found != used_.end()) {
      found->second -= std::min(found->second, bytes);
    }
  }

 private:
  static constexpr std::size_t kMostUsers = 100'000;  // further ones are not counted

  const std::uint64_t limit_;
  std::int64_t day_ = 0;
  std::map<std::string, std::uint64_t, std::less<>> used_;
};

}  // namespace prism::host
