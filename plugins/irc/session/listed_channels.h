// SPDX-License-Identifier: MIT
// The channels of a LIST until its end. Those with the most members are kept.
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

  // One more LIST has been sent. Lists that were not requested are ignored.
  void expect() { ++expected_; }
  bool expected() const { return expected_ > 0; }

  void add(std::string_view name, std::uint32_t users, std::string_view topic);
  // RPL_LISTEND: returns the kept channels, the fullest first.
  ChannelList finish();
  // Drops all, and expects no LIST.
  void clear();

 private:
  static bool isFuller(const ListedChannel& a, const ListedChannel& b);
  static std::size_t sizeOf(const ListedChannel& channel);

  Charge charge_;
  std::size_t expected_ = 0;
  ChannelList list_;  // a heap with the emptiest channel on top, once there are kMostListed
};

}  // namespace irc
