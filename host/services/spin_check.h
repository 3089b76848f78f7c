// SPDX-License-Identifier: MIT
// Recognizes a watch that spins: its descriptor stays ready, and the plugin is called again and again without reading
// or writing anything. Only what the kernel proves counts, so a plugin that makes progress is never accused:
//
//   TCP             the numbers of bytes received, unread, acknowledged and unsent have not changed
//   other streams,  the other side has gone or has ended its output, and nothing is left to read
//   pipes
//
// A spin on any other descriptor is not recognized.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace prism::host {

// The state of a descriptor. While it is the same, nothing has been read from it and nothing written to it.
struct DescriptorState {
  std::uint64_t received = 0;  // TCP: bytes
  std::uint64_t acknowledged = 0;
  int unread = 0;
  int unsent = 0;
  bool ended = false;  // not TCP: the other side has gone, and nothing is left to read

  bool operator==(const DescriptorState&) const = default;

  // `events` is what the plugin waits for, as PRISM_WATCH_... Returns nullopt if the kernel does not prove anything.
  static std::optional<DescriptorState> read(int fd, std::uint32_t events);
};

class SpinCheck {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // A watch is checked after so many calls, so that a call usually costs an increment.
  static constexpr std::uint32_t kCalls = 4096;

  // A watch spins if the state of its descriptor is the same in two checks, and the time between them is in these
  // limits. If it is longer, the calls are too rare.
  static constexpr std::chrono::milliseconds kShortest{200};
  static constexpr std::chrono::seconds kLongest{10};

  // After a spin was reported, the same watch is not reported again for so long.
  static constexpr std::chrono::minutes kQuiet{1};

  struct Spin {
    std::uint64_t calls;
    std::chrono::milliseconds time;
  };

  // Called after each kCalls calls of the watch in `slot`. Returns how long it has spun, if it is to be reported.
  std::optional<Spin> check(std::size_t slot, int fd, std::uint32_t events, Time now);

  // The watch in `slot` has been removed.
  void forget(std::size_t slot) { watches_.erase(slot); }

 private:
  struct Watch {
    std::optional<DescriptorState> state;
    Time since;
    std::uint64_t calls = 0;
    std::optional<Time> reported;
  };

  std::unordered_map<std::size_t, Watch> watches_;  // those that were called often
};

}  // namespace prism::host
