// SPDX-License-Identifier: MIT
// Rate limit for the log lines of faults. Each function has its own limit for each user, so that the faults of one user
// do not hide those of another. The lines of all together are limited too, so that no plugin can fill the disk.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Not thread-safe: its owner locks it.
class FaultLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds kPeriod{10};
  static constexpr std::uint32_t kLines = 20;      // of one source in a period
  static constexpr std::uint32_t kAllLines = 100;  // of all sources in a period

  // A source that has written no line yet in this period may write one as long as kAllLines permits. Further lines of
  // any source leave this part of kAllLines free for such first lines.
  static constexpr std::uint32_t kFirstLines = 40;

  // The lines withheld of one source. The function is empty for all sources that are not named.
  struct Withheld {
    std::string function;
    std::string user;  // at most kLongestName bytes; empty: no user
    std::uint64_t lines;
  };
  using AllWithheld = std::vector<Withheld>;

  // The number of sources that takeWithheld() names.
  static constexpr std::size_t kMostNamed = 5;
  static constexpr std::size_t kLongestName = 128;

  struct Verdict {
    bool write;            // this line may be written
    AllWithheld withheld;  // lines withheld in the period before, to be logged now; usually empty
  };

  // A source is a function and a user. `user` is empty if the fault concerns no user.
  Verdict ask(std::string_view function, std::string_view user, Time now);

  // Returns the lines withheld in this period so far, those of the most withheld sources first. They are not counted
  // again.
  AllWithheld takeWithheld();

 private:
  // A source gets an entry with its first line, so there are at most kAllLines of them.
  struct Source {
    std::size_t hash;  // of the whole names
    std::string function;
    std::string user;
    std::uint32_t written = 0;
    std::uint64_t withheld = 0;
  };

  Source* find(std::size_t hash, std::string_view function, std::string_view user);

  bool started_ = false;
  Time period_start_;
  std::uint32_t written_ = 0;  // in this period
  std::vector<Source> sources_;
  std::uint64_t withheld_of_others_ = 0;  // of sources without an entry
};

}  // namespace prism::host
