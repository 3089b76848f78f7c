// SPDX-License-Identifier: MIT
// The channels of a LIST while it comes in: the fullest ones are kept.
#pragma once

#include "session/memory.h"
#include "session/observer.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace irc {

class ListedChannels {
 public:
  explicit ListedChannels(SessionMemory& memory) : charge_(memory) {}

  // One LIST more is on its way. Without one, what the server lists is nobody's.
  void expect() { ++expected_; }
  bool expected() const { return expected_ > 0; }

  void add(std::string_view name, std::uint32_t users, std::string_view topic);
  // The end of a LIST: what was kept, the fullest first.
  ChannelList finish();
  // Forgets all, and expects none.
  void stop();

 private:
  static bool isFuller(const ListedChannel& a, const ListedChannel& b);
  static std::size_t sizeOf(const ListedChannel& channel);

  Charge charge_;
  std::size_t expected_ = 0;
  ChannelList list_;  // a heap with the emptiest channel on top, once there are kMostListed
};

}  // namespace irc
