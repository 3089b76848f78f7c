// SPDX-License-Identifier: MIT
// The member functions of Guard that check capabilities and answers of the service "prism.rooms/1".
#include "host/guard/guard_event.h"
#include "host/guard/rooms_answer.h"
#include "host/session/room_capabilities.h"

#include <set>

namespace prism::host {
namespace {

constexpr std::uint32_t kCapabilities = PRISM_ROOMS_CAN_KICK | PRISM_ROOMS_CAN_BAN | PRISM_ROOMS_CAN_SET_ROLE |
                                        PRISM_ROOMS_CAN_SET_AFFILIATION | PRISM_ROOMS_CAN_LIST |
                                        PRISM_ROOMS_CAN_INVITE | PRISM_ROOMS_CAN_CONFIGURE | PRISM_ROOMS_CAN_DESTROY;
constexpr std::uint32_t kRoles = PRISM_ROOMS_BIT(PRISM_ROLE_VISITOR) | PRISM_ROOMS_BIT(PRISM_ROLE_PARTICIPANT) |
                                 PRISM_ROOMS_BIT(PRISM_ROLE_MODERATOR);
constexpr std::uint32_t kAffiliations =
    PRISM_ROOMS_BIT(PRISM_AFFILIATION_NONE) | PRISM_ROOMS_BIT(PRISM_AFFILIATION_OUTCAST) |
    PRISM_ROOMS_BIT(PRISM_AFFILIATION_MEMBER) | PRISM_ROOMS_BIT(PRISM_AFFILIATION_ADMIN) |
    PRISM_ROOMS_BIT(PRISM_AFFILIATION_OWNER);

constexpr std::uint64_t kMostMembers = 10'000;
constexpr std::uint64_t kMostSettings = 100;
constexpr std::size_t kLongestName = 64;  // bytes, of a setting

// The maximum size in bytes of all strings of an answer.
constexpr std::size_t kMostBytes = 256 * 1024;

bool isSettingName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

RoomsOutcome outcomeOf(std::uint32_t outcome) {
  switch (outcome) {
    case PRISM_ROOMS_DONE:
      return RoomsOutcome::kDone;
    case PRISM_ROOMS_FORBIDDEN:
      return RoomsOutcome::kForbidden;
    case PRISM_ROOMS_NOT_FOUND:
      return RoomsOutcome::kNotFound;
    case PRISM_ROOMS_CONFLICT:
      return RoomsOutcome::kConflict;
    case PRISM_ROOMS_UNSUPPORTED:
      return RoomsOutcome::kUnsupported;
    default:
      return RoomsOutcome::kFailed;
  }
}

}  // namespace

prism_result Guard::readRoomCapabilities(const prism_rooms_capabilities* capabilities, RoomCapabilities* read,
                                         Room** room) {
  Event event(*this, "rooms.set_capabilities");
  if (!event.checkStruct(capabilities)) {
    return event.result();
  }
  const bool inherits = capabilities->flags == PRISM_CAPABILITIES_INHERIT;
  event.capabilityFlags(capabilities->flags, kCapabilities);
  if (!inherits && (capabilities->roles & ~kRoles) != 0) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("roles have the unknown bits {:#x}", capabilities->roles & ~kRoles));
  }
  if (!inherits && (capabilities->affiliations & ~kAffiliations) != 0) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("affiliations have the unknown bits {:#x}", capabilities->affiliations & ~kAffiliations));
  }
  if ((capabilities->user.size == 0) != (capabilities->room.size == 0)) {
    event.refuse(PRISM_ERR_ARGUMENT, "one of user and room is given, and the other one is empty");
  }
  if (event.ok() && capabilities->user.size > 0) {
    if (Session* session = event.user(capabilities->user)) {
      const std::string_view name = event.borrowNode("room", capabilities->room);
      *room = event.ok() ? session->findRoom(name) : nullptr;
      if (event.ok() && !*room) {
        event.refuse(PRISM_ERR_STATE,
                     fmt::format("user {} has not joined {}", inQuotes(view(capabilities->user)), inQuotes(name)));
      }
    }
  }
  *read = {capabilities->flags, capabilities->roles, capabilities->affiliations};
  return event.result();
}

prism_result Guard::checkRoomsAnswer(const prism_rooms_answer* answer) {
  Event event(*this, "rooms.answer");
  event.checkStruct(answer);
  return event.result();
}

prism_result Guard::readRoomsAnswer(const prism_rooms_answer* answer, std::string_view user, RoomsAnswerContent content,
                                    RoomsAnswer* read) {
  Event event(*this, "rooms.answer");
  event.concern(user);
  if (answer->outcome == 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "outcome is 0");
  }
  read->outcome = outcomeOf(answer->outcome);
  event.text("text", answer->text, &read->text);
  const bool done = read->outcome == RoomsOutcome::kDone;
  if (answer->members_count > 0 && (!done || content != RoomsAnswerContent::kMembers)) {
    event.refuse(PRISM_ERR_ARGUMENT, "members are given, which belong to the success of list()");
  }
  if (answer->settings_count > 0 && (!done || content != RoomsAnswerContent::kSettings)) {
    event.refuse(PRISM_ERR_ARGUMENT, "settings are given, which belong to the success of get_settings()");
  }
  event.checkArray("members", static_cast<const void*>(answer->members), answer->members_count, kMostMembers);
  for (std::uint64_t i = 0; event.ok() && i < answer->members_count; ++i) {
    const prism_rooms_member* member = answer->members[i];
    RoomMember& copy = read->members.emplace_back();
    if (event.checkStruct(member)) {
      if (member->role > PRISM_ROLE_MODERATOR) {
        event.refuse(PRISM_ERR_ARGUMENT, fmt::format("role {} does not exist", member->role));
      }
      copy.role = member->role;
      event.requiredText("account", member->account, &copy.account);
      event.text("nickname", member->nickname, &copy.nickname);
      event.text("reason", member->reason, &copy.reason);
    }
  }
  event.checkArray("settings", static_cast<const void*>(answer->settings), answer->settings_count, kMostSettings);
  std::set<std::string> names;
  for (std::uint64_t i = 0; event.ok() && i < answer->settings_count; ++i) {
    if (event.checkStruct(answer->settings[i])) {
      readRoomSetting(&event, *answer->settings[i], &read->settings.emplace_back());
    }
    if (event.ok() && !names.insert(read->settings.back().name).second) {
      event.refuse(PRISM_ERR_ARGUMENT, fmt::format("two settings are called {}", read->settings.back().name));
    }
  }
  if (event.size() > kMostBytes) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("together, the strings have {} bytes; {} are allowed", event.size(), kMostBytes));
  }
  return event.result();
}

void Guard::readRoomSetting(Event* event, const prism_rooms_setting& setting, RoomSetting* read) {
  event->text("name", setting.name, &read->name);
  if (event->ok() && !isSettingName(read->name)) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is no name of a setting: 1 to {} of a-z, 0-9, '-' and '_'",
                                                  inQuotes(read->name), kLongestName));
  }
  if (event->ok() && !setting.field) {
    event->refuse(PRISM_ERR_ARGUMENT, "field is NULL");
  }
  if (event->ok()) {
    readField(event, setting.field, fmt::format("setting {}: ", read->name), &read->field);
  }
  if (event->ok() && read->field.kind == PRISM_VALUE_NOTE) {
    event->refuse(PRISM_ERR_ARGUMENT, "a setting cannot be a note");
  }
}

}  // namespace prism::host
