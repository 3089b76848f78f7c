// SPDX-License-Identifier: MIT
// Counts events by the function of the plugin, or of the host's table, in which they happen. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

// The name for faults that no function is known for, such as a changed signal handler.
inline constexpr std::string_view kNoFunction = "none";

class FunctionCounts {
 public:
  // Names are the host's literals, of which there are some 70. Further ones would be counted as `other`, so that the
  // metrics stay bounded.
  static constexpr std::size_t kMaxNames = 128;
  using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

  // Takes a lock, and allocates for a new name. For faults, not for messages.
  void add(std::string_view function);

  // Returns the sum for all functions.
  std::uint64_t total() const;

  // Returns a copy, in the order of the first events.
  Counts all() const;

 private:
  mutable std::mutex mutex_;
  Counts counts_;  // guarded by mutex_
};

}  // namespace prism::host
