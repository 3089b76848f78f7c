// SPDX-License-Identifier: MIT
// The list of the network's rooms.
#pragma once

#include "user/shared.h"

namespace purple {

class RoomList {
 public:
  explicit RoomList(const Owner& owner) : owner_(owner) {}

  void ask();
  // True during ask(): libpurple may then request the server whose rooms to list.
  bool asking() const { return asking_; }

  // Events of libpurple.
  void added(PurpleRoomlist* list);
  void destroyed();
  void changed(PurpleRoomlist* list, bool complete);

 private:
  const Owner& owner_;
  bool asking_ = false;
  std::size_t count_ = 0;  // of the rooms that were received so far
  prism::Timer ending_;
};

}  // namespace purple
