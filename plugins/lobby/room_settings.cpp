// SPDX-License-Identifier: MIT
#include "room_settings.h"

#include "event.h"

namespace lobby {
namespace {

constexpr std::int64_t kMostOccupants = 10'000;
constexpr std::size_t kLongestTitle = 200;  // bytes

constexpr std::string_view textOf(bool on) { return on ? "1" : "0"; }

prism::RoomsSetting settingOf(std::string_view name, std::string_view label, bool on) {
  prism::RoomsSetting setting{name, {label, prism::ValueKind::Boolean}};
  setting.field.initial = textOf(on);
  return setting;
}

}  // namespace

std::string RoomSettings::encoded() const {
  const std::string most = std::to_string(most_occupants);
  return joined({title, textOf(members_only), textOf(moderated), textOf(anybody_sets_subject), most});
}

RoomSettings RoomSettings::decoded(std::string_view data) {
  const std::vector<std::string_view> parts = split(data);
  if (parts.size() < 5) {
    return {};
  }
  return {std::string(parts[0]), parts[1] == "1", parts[2] == "1", parts[3] == "1", numberOf(parts[4])};
}

bool RoomSettings::change(const std::vector<std::pair<std::string_view, std::string_view>>& values) {
  RoomSettings changed = *this;
  for (const auto& [name, value] : values) {
    const std::int64_t number = numberOf(value);
    if (name == "roomname" && value.size() <= kLongestTitle) {
      changed.title = value;
    } else if (name == "membersonly") {
      changed.members_only = value == "1";
    } else if (name == "moderatedroom") {
      changed.moderated = value == "1";
    } else if (name == "changesubject") {
      changed.anybody_sets_subject = value == "1";
    } else if (name == "maxusers" && (value.empty() || (number > 0 && number <= kMostOccupants))) {
      changed.most_occupants = number;
    } else {
      return false;
    }
  }
  *this = changed;
  return true;
}

std::vector<prism::RoomsSetting> RoomSettings::form(std::string* number) const {
  *number = most_occupants == 0 ? "" : std::to_string(most_occupants);
  prism::RoomsSetting name{"roomname", {"The title in the list of rooms", prism::ValueKind::Text}};
  name.field.initial = title;
  name.field.required = false;
  prism::RoomsSetting most{"maxusers", {"The most people in the room", prism::ValueKind::Integer}};
  most.field.initial = *number;
  most.field.required = false;
  most.field.least = 1;
  most.field.most = kMostOccupants;
  return {name, settingOf("membersonly", "Only members may enter", members_only),
          settingOf("moderatedroom", "Only members and people with a voice may write", moderated),
          settingOf("changesubject", "Everybody may set the subject", anybody_sets_subject), most};
}

}  // namespace lobby
