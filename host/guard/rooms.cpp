// SPDX-License-Identifier: MIT
// The member functions of Guard for rooms.
#include "host/chat/departure_stanza.h"
#include "host/guard/guard_event.h"
#include "host/stanza/invitation.h"
#include "host/stanza/room_listing.h"

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

constexpr std::uint32_t kParticipantFlags =
    PRISM_PARTICIPANT_MODERATOR | PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED | PRISM_PARTICIPANT_BANNED;

constexpr std::uint64_t kMaxRooms = 100000;

// The maximum size in bytes of an actor, which clients show in one line.
constexpr std::size_t kLongestActor = 1024;

bool isDeparture(const pbnetwork::Participant& participant) { return participant.status() == pbnetwork::STATUS_NONE; }

}  // namespace

// What Spectrum's participants have no place for.
struct Guard::ParticipantExtra {
  std::uint32_t affiliation = 0;
  std::string account;
  std::string actor;
};

// Refuses a participant who leaves and stays at once, and an actor who has done nothing.
void Guard::checkDeparture(Event* event, const prism_participant& participant) {
  const bool leaves = participant.status == PRISM_STATUS_OFFLINE;
  const bool removed = (participant.flags & (PRISM_PARTICIPANT_KICKED | PRISM_PARTICIPANT_BANNED)) != 0;
  if (removed && !leaves) {
    event->refuse(
        PRISM_ERR_ARGUMENT,
        fmt::format("flags have PRISM_PARTICIPANT_{}, but the status is {} and not "
                    "PRISM_STATUS_OFFLINE",
                    (participant.flags & PRISM_PARTICIPANT_KICKED) != 0 ? "KICKED" : "BANNED", participant.status));
  }
  if (leaves && participant.new_nickname.size > 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "new_nickname is set, but the status is PRISM_STATUS_OFFLINE");
  }
  if (!removed && participant.actor.size > 0) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  "actor is set, but flags have neither PRISM_PARTICIPANT_KICKED nor PRISM_PARTICIPANT_BANNED");
  }
}

Session* Guard::readParticipant(Event* event, const prism_participant* participant, bool nickname_is_required,
                                ParticipantExtra* extra) {
  participant_.Clear();
  Session* session =
      event->checkStruct(participant) ? event->user(participant->user, participant_.mutable_username()) : nullptr;
  if (!session) {
    return nullptr;
  }
  event->node("room", participant->room, participant_.mutable_room());
  if (nickname_is_required) {
    event->requiredResource("nickname", participant->nickname, participant_.mutable_nickname());
  } else {
    event->resource("nickname", participant->nickname, participant_.mutable_nickname());
  }
  event->flags(participant->flags, kParticipantFlags);
  participant_.set_status(event->status(participant->status));
  event->text("status_text", participant->status_text, participant_.mutable_statusmessage());
  if (participant->new_nickname.size > 0) {
    event->resource("new_nickname", participant->new_nickname, participant_.mutable_newname());
  }
  event->iconHash(participant->icon_hash, participant_.mutable_iconhash());
  event->shownResource("alias", participant->alias, participant_.mutable_alias());
  if (event->ok() && !event->isSmall()) {
    cutToFit(event->textRoom({participant_.username(), participant_.room(), participant_.nickname(),
                              participant_.newname(), participant_.alias()}),
             participant_.mutable_statusmessage());
  }
  std::uint32_t flags = participant->flags;
  if (participant->role > PRISM_ROLE_MODERATOR) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("role {} does not exist", participant->role));
  } else if (participant->role == PRISM_ROLE_MODERATOR) {
    flags |= PRISM_PARTICIPANT_MODERATOR;
  } else if (participant->role != 0 && (flags & PRISM_PARTICIPANT_MODERATOR) != 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "flags say that it is a moderator, and role says that it is none");
  }
  if (participant->affiliation > PRISM_AFFILIATION_OWNER) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("affiliation {} does not exist", participant->affiliation));
  }
  extra->affiliation = participant->affiliation;
  event->text("account", participant->account, &extra->account);
  event->text("actor", participant->actor, &extra->actor);
  cutToFit(kLongestActor, &extra->actor);
  checkDeparture(event, *participant);
  participant_.set_flag(participantFlagsToSpectrum(flags));
  return event->ok() ? session : nullptr;
}

Room* Guard::findJoinedRoom(Event* event, Session* session) {
  Room* room = session->findRoom(participant_.room());
  if (!room) {
    event->refuse(PRISM_ERR_STATE, fmt::format("user {} has not joined {}", inQuotes(participant_.username()),
                                               inQuotes(participant_.room())));
  }
  return room;
}

prism_result Guard::participantChanged(const prism_participant* participant) {
  Event event(*this, "participant_changed");
  const bool me = participant && (participant->flags & PRISM_PARTICIPANT_ME) != 0;
  ParticipantExtra extra;
  Session* session = readParticipant(&event, participant, !me, &extra);
  if (session) {
    notifyName(participant_.username(), participant_.room());
  }
  Room* const room = session ? findJoinedRoom(&event, session) : nullptr;
  if (!room) {
    resetIfLarge(event.size(), &participant_);
    return event.result();
  }
  const bool entering = room->joining && room->seen_nickname.empty();
  const bool has_own_name = participant_.nickname() == room->nickname;
  if (entering && me) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} is not in {} yet: joined() or join_failed() comes first",
                                              inQuotes(participant_.username()), inQuotes(room->name)));
  } else if (entering && has_own_name) {
    // Either the user, whom joined() reports, or somebody else, if the network gives the user another nickname.
    room->namesake = std::make_unique<pbnetwork::Participant>(participant_);
    noteAccount(room, participant_.nickname(), extra);
  } else if (me && !has_own_name && !participant_.nickname().empty() &&
             participant_.nickname() != room->seen_nickname) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is marked as the user, whose nickname is {}",
                                                 inQuotes(participant_.nickname()), inQuotes(room->nickname)));
  } else if ((me || has_own_name) && sendRawDeparture(*room, extra)) {
    participant_.set_room(room->name);
    participant_.set_nickname(room->nickname);
    sendOwnNickname(room->nickname);
    followOwnChange(session, room);
  } else {
    noteAccount(room, me ? room->nickname : participant_.nickname(), extra);
    sendParticipant(session, room, me || has_own_name);
  }
  resetIfLarge(event.size(), &participant_);
  return event.result();
}

void Guard::noteAccount(Room* room, const std::string& nickname, const ParticipantExtra& extra) const {
  if (!keeps_accounts_) {
    return;
  }
  if (!room->accounts && !extra.account.empty()) {
    room->accounts = std::make_unique<RoomAccounts>();
  }
  if (!room->accounts) {
    return;
  }
  if (isDeparture(participant_)) {
    room->accounts->remove(nickname);
    return;
  }
  room->accounts->set(nickname, extra.account);
  if (participant_.has_newname()) {
    room->accounts->rename(nickname, participant_.newname());
  }
}

// Spectrum knows neither an actor nor an affiliation, and writes the reason where clients do not look for it.
bool Guard::sendRawDeparture(const Room& room, const ParticipantExtra& extra) {
  const bool banned = (participant_.flag() & pbnetwork::PARTICIPANT_FLAG_BANNED) != 0;
  const bool kicked = (participant_.flag() & pbnetwork::PARTICIPANT_FLAG_KICKED) != 0;
  const ConversationName conversation{ConversationKind::kRoom, room.name};
  if (chat_mode_ == ChatMode::kTyped || !isDeparture(participant_) || (!banned && !kicked) ||
      !hasSameRawName(conversation, jids_) || !canBeResource(room.nickname)) {
    return false;
  }
  const std::string from = rawSender(conversation, room.nickname);
  std::string stanza;
  if (!appendDepartureStanza({.from = from,
                              .to = participant_.username(),
                              .banned = banned,
                              .affiliation = extra.affiliation,
                              .actor = extra.actor,
                              .reason = participant_.statusmessage()},
                             stanza_room_, &stanza)) {
    return false;
  }
  out_.append(WrapperMessage::TYPE_RAW_XML, stanza);
  return true;
}

prism_result Guard::joined(const prism_participant* self) {
  Event event(*this, "joined");
  ParticipantExtra extra;
  Session* session = readParticipant(&event, self, true, &extra);
  if (session && (participant_.has_newname() || isDeparture(participant_))) {
    event.refuse(PRISM_ERR_ARGUMENT, "the status is PRISM_STATUS_OFFLINE, or new_nickname is set");
  }
  Room* const room = event.ok() ? findJoinedRoom(&event, session) : nullptr;
  if (event.ok()) {
    notifyName(participant_.username(), room->name);
    noteAccount(room, participant_.nickname(), extra);
    enterAs(room);
    sendParticipant(session, room, true);
  }
  resetIfLarge(event.size(), &participant_);
  return event.result();
}

// The user is in the room as participant_, perhaps under another nickname than the requested one, or than before.
void Guard::enterAs(Room* room) {
  const std::unique_ptr<pbnetwork::Participant> namesake = std::move(room->namesake);
  if (!room->seen_nickname.empty() && room->seen_nickname != participant_.nickname()) {
    room->nickname = room->seen_nickname;
    participant_.set_newname(participant_.nickname());
  } else if (participant_.nickname() != room->nickname) {
    participant_.set_room(room->name);
    sendOwnNickname(participant_.nickname());
    room->nickname = participant_.nickname();
    if (namesake && !isDeparture(*namesake)) {
      if (pictures_) {
        pictures_->onParticipant(room, false, namesake.get());
      }
      out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, *namesake);
    }
  }
}

prism_result Guard::joinFailed(const prism_join_failed* failed) {
  Event event(*this, "join_failed");
  participant_.Clear();
  Session* session = event.checkStruct(failed) ? event.user(failed->user, participant_.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  event.node("room", failed->room, participant_.mutable_room());
  event.text("text", failed->text, participant_.mutable_statusmessage());
  Room* const room = event.ok() ? findJoinedRoom(&event, session) : nullptr;
  if (event.ok()) {
    const auto flag = joinErrorToSpectrum(failed->error);
    if (!flag) {
      event.complain(fmt::format("error {} does not exist, PRISM_JOIN_ERROR_OTHER is sent", failed->error));
    }
    if (!event.isSmall()) {
      cutToFit(event.textRoom({participant_.username(), participant_.room(), room->nickname}) / 2,
               participant_.mutable_statusmessage());  // the text appears twice in a refusal
    }
    participant_.set_room(room->name);
    participant_.set_nickname(room->nickname);
    participant_.set_flag(flag.value_or(pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND));
    participant_.set_status(pbnetwork::STATUS_NONE);
    out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant_);
    room->joining = false;
    if (!room->seen_nickname.empty() && room->seen_nickname != room->nickname) {
      // The user is still in the room under the first nickname, which the LEAVE_ROOM has to remove.
      room->nickname = room->seen_nickname;
    } else {
      session->leaveRoom(participant_.room());  // so that the LEAVE_ROOM that follows is not passed on to the network
    }
  }
  resetIfLarge(event.size(), &participant_);
  return event.result();
}

void Guard::sendParticipant(Session* session, Room* room, bool own) {
  if (own) {
    // Spectrum compares both byte for byte, and a network may spell them otherwise.
    participant_.set_room(room->name);
    participant_.set_nickname(room->nickname);
    if (isDeparture(participant_)) {
      sendOwnNickname(room->nickname);
    }
  }
  if (pictures_) {
    pictures_->onParticipant(room, own, &participant_);
  }
  out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant_);
  if (own) {
    followOwnChange(session, room);
  }
}

void Guard::followOwnChange(Session* session, Room* room) {
  room->joining = false;
  if (participant_.has_newname()) {
    room->nickname = room->seen_nickname = participant_.newname();
    sendOwnRename();
  } else if (isDeparture(participant_)) {
    const bool banned = (participant_.flag() & pbnetwork::PARTICIPANT_FLAG_BANNED) != 0;
    session->leaveRoom(participant_.room());
    sendOwnDeparture(banned);
  } else {
    room->seen_nickname = room->nickname;
  }
}

// Spectrum would take the new nickname for another participant's. So it gets the new nickname, and then the presence of
// the user under it, in which XMPP clients recognise themselves (status 110, XEP-0045 section 7.6).
void Guard::sendOwnRename() {
  sendOwnNickname(participant_.newname());
  participant_.set_nickname(participant_.newname());
  participant_.clear_newname();
  out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant_);
}

// Spectrum takes the nickname of the client that joined last for the user's own, but the room knows that of the first.
void Guard::sendOwnNickname(const std::string& nickname) {
  pbnetwork::Room own;
  own.set_username(participant_.username());
  own.set_room(participant_.room());
  own.set_nickname(nickname);
  out_.append(WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED, own);
}

// Spectrum does not notice that the user has left, and would pass no join on until the client itself leaves. A refusal
// on the user's own nickname makes it forget the room.
void Guard::sendOwnDeparture(bool banned) {
  participant_.set_flag(banned ? pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED
                               : pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND);
  participant_.mutable_alias()->clear();
  out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant_);
}

prism_result Guard::subjectChanged(const prism_subject* subject) {
  Event event(*this, "subject_changed");
  conversation_.Clear();
  Session* session = event.checkStruct(subject) ? event.user(subject->user, conversation_.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  event.node("room", subject->room, conversation_.mutable_buddyname());
  Room* const room = event.ok() ? session->findRoom(conversation_.buddyname()) : nullptr;
  if (event.ok() && !room) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} has not joined {}", inQuotes(conversation_.username()),
                                              inQuotes(conversation_.buddyname())));
  }
  event.resource("nickname", subject->nickname, conversation_.mutable_nickname());
  event.text("subject", subject->subject, conversation_.mutable_message());
  if (subject->time != 0) {
    event.time(subject->time, conversation_.mutable_timestamp());
  }
  if (event.ok()) {
    if (!event.isSmall()) {
      cutToFit(event.textRoom({conversation_.username(), conversation_.buddyname(), conversation_.nickname()}),
               conversation_.mutable_message());
    }
    // An empty subject only removes one that clients show. They do not wait for it at the end of a join, as XEP-0045
    // section 7.2.15 has it, and Gajim shows an empty box.
    const bool is_empty = conversation_.message().empty();
    if (!is_empty || room->has_subject) {
      out_.append(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, conversation_);
    }
    room->has_subject = !is_empty;
  }
  resetIfLarge(event.size(), &conversation_);
  return event.result();
}

prism_result Guard::roomInvited(const prism_invitation* invitation) {
  Event event(*this, "room_invited");
  std::string user, room, inviter, reason, password;
  Session* session = event.checkStruct(invitation) ? event.user(invitation->user, &user) : nullptr;
  if (!session) {
    return event.result();
  }
  event.node("room", invitation->room, &room);
  if (invitation->inviter.size > 0) {
    event.node("inviter", invitation->inviter, &inviter);
  }
  event.text("reason", invitation->reason, &reason);
  event.text("password", invitation->password, &password);
  if (event.ok()) {
    const std::string jid = jidOf(room, jids_);
    const Invitation details{user, room, jid, inviter, reason, password};
    if (!invitationSender(details)) {
      if (!password.empty()) {
        event.complain(
            "the password is left out: an ordinary message, which this invitation becomes, has no place for it");
      }
      wipe(&password);
      return sendInvitationText(*invitation, invitationText(details));
    }
    if (std::string stanza = invitationStanza(details, stanza_room_); !stanza.empty()) {
      writerFor(session).append(WrapperMessage::TYPE_RAW_XML, stanza);
      wipe(&stanza);
    } else {
      event.refuse(PRISM_ERR_ARGUMENT,
                   fmt::format("the password has {} bytes, which fit into no stanza", invitation->password.size));
    }
  }
  wipe(&password);
  return event.result();
}

// For an ordinary message Spectrum makes the sender's JID from any name. In a stanza, the sender has to be a JID
// already.
prism_result Guard::sendInvitationText(const prism_invitation& invitation, const std::string& text) {
  prism_message message{};
  message.struct_size = sizeof message;
  message.kind = PRISM_CONVERSATION_CONTACT;
  message.user = invitation.user;
  message.buddy = invitation.inviter.size > 0 ? invitation.inviter : invitation.room;
  message.text = borrowed(text);
  return sendMessage(&message, false);
}

prism_result Guard::roomList(const prism_room_list* handed_in) {
  Event event(*this, "room_list");
  if (!event.checkStruct(handed_in)) {
    return event.result();
  }
  const prism_room* const* const rooms = handed_in->rooms;
  const std::uint64_t count = handed_in->rooms_count;
  pbnetwork::RoomList list;
  if (handed_in->user.size == 0) {
    event.requireFirstFrame();
  } else if (!event.user(handed_in->user, list.mutable_user())) {
    return event.result();
  }
  event.checkArray("rooms", rooms, count, kMaxRooms);
  // Half of the stanza only: Spectrum may send the list of one user together with the list for all users.
  RoomListing listing(jids_, event.textRoom({list.user()}) / 2, &list);
  for (std::uint64_t i = 0; event.ok() && i < count; ++i) {
    if (!event.checkStruct(rooms[i])) {
      break;
    }
    std::string mended_title;
    const std::string_view name = event.anyName("name", rooms[i]->name);
    const std::string_view title = event.borrowText("title", rooms[i]->title, &mended_title);
    if (event.ok() && !listing.add(name, title)) {
      break;
    }
  }
  if (event.ok()) {
    listing.close(count);
    if (listing.skipped() > 0) {
      event.complain(fmt::format("{} rooms are left out: their names cannot be part of a JID", listing.skipped()));
    }
    out_.append(WrapperMessage::TYPE_ROOM_LIST, list);
  }
  return event.result();
}

}  // namespace prism::host
