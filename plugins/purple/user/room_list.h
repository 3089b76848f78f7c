// SPDX-License-Identifier: MIT
// The list of the network's rooms.
#pragma once

#include "user/shared.h"
#include "user/spellings.h"

#include <memory>
#include <string>
#include <string_view>

namespace purple {

class RoomList {
 public:
  explicit RoomList(const Owner& owner) : owner_(owner) {}

  // Asks the network for its rooms, and tells Spectrum 2 of them. Rooms in the contact list come first.
  void ask();
  // True during ask(): libpurple may then request the server whose rooms to list.
  bool asking() const { return asking_; }
  // Returns the listed name of a room that Spectrum 2 calls `room`; `room` itself if it was not listed.
  std::string listedName(std::string_view room) const;
  // The connection is lost.
  void stop();
  void end();  // for good

  // Events of libpurple.
  // A room has come into the contact list.
  void onRoomAdded();
  void added(PurpleRoomlist* list);
  void destroyed();
  void changed(PurpleRoomlist* list, bool complete);

 private:
  struct Unref {
    void operator()(PurpleRoomlist* list) const { purple_roomlist_unref(list); }
  };

  bool expandCategories(PurpleRoomlist* list);
  void tell(PurpleRoomlist* list);

  const Owner& owner_;
  bool asking_ = false;
  std::size_t count_ = 0;     // of the rooms that were received so far
  Spellings names_;           // that were told, if the protocol compares bytes
  std::size_t expanded_ = 0;  // categories
  bool expanding_ = false;
  std::unique_ptr<PurpleRoomlist, Unref> growing_;  // while its categories are asked for
  prism::Timer ending_;
  prism::Timer next_;   // runs until categories are asked for
  prism::Timer known_;  // runs until new rooms in the contact list are told
  bool ended_ = false;
};

}  // namespace purple
