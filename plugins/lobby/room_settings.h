// SPDX-License-Identifier: MIT
// The settings of a room, which its owners change by /configure.
#pragma once

#include <prism/room_admin.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lobby {

struct RoomSettings {
  std::string title;                 // empty: the name of the room
  bool members_only = false;         // only those with an affiliation may enter
  bool moderated = false;            // visitors may not write, and whoever has no affiliation is one
  bool anybody_sets_subject = true;  // else moderators only
  std::int64_t most_occupants = 0;   // 0: any number

  // The form of the event kConfigured.
  std::string encoded() const;
  static RoomSettings decoded(std::string_view data);

  // Changes what is named. Returns false, with nothing changed, if there is no such setting, or for an invalid value.
  bool change(const std::vector<std::pair<std::string_view, std::string_view>>& values);

  // The settings as the host shows them. `number` keeps the text of one of them.
  std::vector<prism::RoomsSetting> form(std::string* number) const;
};

}  // namespace lobby
