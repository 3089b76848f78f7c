// SPDX-License-Identifier: MIT
// The rooms that a network has, for those who look for one.
#pragma once

#include "user/shared.h"

namespace purple {

class RoomList {
 public:
  explicit RoomList(const Owner& owner) : owner_(owner) {}

  void ask();
  // Whether libpurple is asking at this moment whose rooms are wanted.
  bool asking() const { return asking_; }

  // Events of libpurple.
  void added(PurpleRoomlist* list);
  void destroyed();
  void changed(PurpleRoomlist* list, bool complete);

 private:
  const Owner& owner_;
  bool asking_ = false;
  std::size_t count_ = 0;  // of the rooms of the list that is coming
  prism::Timer ending_;
};

}  // namespace purple
