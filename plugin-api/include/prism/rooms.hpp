// SPDX-License-Identifier: MIT
// Rooms and their participants in C++: see prism/rooms.h.
#ifndef PRISM_ROOMS_HPP
#define PRISM_ROOMS_HPP

#include <prism/rooms.h>
#include <prism/roster.hpp>
#include <prism/types.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace prism {

struct Join {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view nickname = {};
  std::string_view password = {};  // must not be logged
};

enum class JoinError : std::uint32_t {
  RoomNotFound = PRISM_JOIN_ERROR_ROOM_NOT_FOUND,
  NicknameInUse = PRISM_JOIN_ERROR_NICKNAME_IN_USE,
  NotAuthorized = PRISM_JOIN_ERROR_NOT_AUTHORIZED,  // for example because the room is for members
  Banned = PRISM_JOIN_ERROR_BANNED,
  Password = PRISM_JOIN_ERROR_PASSWORD,  // a password is wanted, or the given one is wrong
  RoomFull = PRISM_JOIN_ERROR_ROOM_FULL,
  Other = PRISM_JOIN_ERROR_OTHER,
};

struct JoinFailed {
  std::string_view user = {};
  std::string_view room = {};
  JoinError error = JoinError::Other;
  std::string_view text = {};  // a sentence for the user
};

struct Leave {
  std::string_view user = {};
  std::string_view room = {};
};

enum class Role : std::uint32_t {
  Unknown = 0,
  Visitor = PRISM_ROLE_VISITOR,
  Participant = PRISM_ROLE_PARTICIPANT,
  Moderator = PRISM_ROLE_MODERATOR,
};

enum class Affiliation : std::uint32_t {
  Unknown = 0,
  None = PRISM_AFFILIATION_NONE,
  Outcast = PRISM_AFFILIATION_OUTCAST,  // is banned
  Member = PRISM_AFFILIATION_MEMBER,
  Admin = PRISM_AFFILIATION_ADMIN,
  Owner = PRISM_AFFILIATION_OWNER,
};

struct Participant {
  std::string_view user = {};  // the user who is in the room
  std::string_view room = {};
  std::string_view nickname = {};
  Status status = Status::Online;  // Offline: has left
  std::string_view status_text = {};
  std::string_view new_nickname = {};
  std::string_view icon_hash = {};
  std::string_view alias = {};
  bool me = false;  // the user: `nickname` may be empty
  bool moderator = false;
  bool kicked = false;
  bool banned = false;
  Role role = Role::Unknown;
  Affiliation affiliation = Affiliation::Unknown;
  std::string_view account = {};  // who the participant is outside of the room
  std::string_view actor = {};    // the nickname of the one who has kicked or banned the participant
};

struct Subject {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view nickname = {};  // event: the author
  std::string_view subject = {};
  Time time = 0;  // event: when it was set, if that is in the past
};

struct Invitation {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view inviter = {};  // a contact; empty: the invitation comes from the room
  std::string_view reason = {};
  std::string_view password = {};  // must not be logged
};

struct RoomName {
  std::string_view name = {};   // the name for join()
  std::string_view title = {};  // to show
};

namespace detail {

inline Join fromC(const prism_join& join) {
  return {fromC(join.user), fromC(join.room), fromC(join.nickname), fromC(join.password)};
}

inline prism_join_failed toC(const JoinFailed& failed) noexcept {
  auto result = sized<prism_join_failed>();
  result.error = static_cast<std::uint32_t>(failed.error);
  result.user = toC(failed.user);
  result.room = toC(failed.room);
  result.text = toC(failed.text);
  return result;
}

inline Leave fromC(const prism_leave& leave) { return {fromC(leave.user), fromC(leave.room)}; }

inline prism_participant toC(const Participant& participant) noexcept {
  auto result = sized<prism_participant>();
  result.flags = flag(participant.me, PRISM_PARTICIPANT_ME) | flag(participant.moderator, PRISM_PARTICIPANT_MODERATOR) |
                 flag(participant.kicked, PRISM_PARTICIPANT_KICKED) |
                 flag(participant.banned, PRISM_PARTICIPANT_BANNED);
  result.status = static_cast<std::uint32_t>(participant.status);
  result.user = toC(participant.user);
  result.room = toC(participant.room);
  result.nickname = toC(participant.nickname);
  result.new_nickname = toC(participant.new_nickname);
  result.status_text = toC(participant.status_text);
  result.icon_hash = toC(participant.icon_hash);
  result.alias = toC(participant.alias);
  result.role = static_cast<std::uint32_t>(participant.role);
  result.affiliation = static_cast<std::uint32_t>(participant.affiliation);
  result.account = toC(participant.account);
  result.actor = toC(participant.actor);
  return result;
}

inline Subject fromC(const prism_subject& subject) {
  return {fromC(subject.user), fromC(subject.room), fromC(subject.nickname), fromC(subject.subject), subject.time};
}

inline prism_subject toC(const Subject& subject) noexcept {
  auto result = sized<prism_subject>();
  result.user = toC(subject.user);
  result.room = toC(subject.room);
  result.nickname = toC(subject.nickname);
  result.subject = toC(subject.subject);
  result.time = subject.time;
  return result;
}

inline prism_invitation toC(const Invitation& invitation) noexcept {
  auto result = sized<prism_invitation>();
  result.user = toC(invitation.user);
  result.room = toC(invitation.room);
  result.inviter = toC(invitation.inviter);
  result.reason = toC(invitation.reason);
  result.password = toC(invitation.password);
  return result;
}

// A list of rooms as the host takes it. Borrows from the one that it is made of.
class Rooms {
 public:
  explicit Rooms(const std::vector<RoomName>& rooms) {
    rooms_.reserve(rooms.size());
    pointers_.reserve(rooms.size());
    for (const RoomName& room : rooms) {
      auto& one = rooms_.emplace_back(sized<prism_room>());
      one.name = toC(room.name);
      one.title = toC(room.title);
      pointers_.push_back(&one);
    }
  }
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  const prism_room* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<prism_room> rooms_;
  std::vector<const prism_room*> pointers_;
};

}  // namespace detail

}  // namespace prism

#endif
