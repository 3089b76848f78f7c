// SPDX-License-Identifier: MIT
// The member functions of Guard for rooms.
#include "host/guard/guard_event.h"
#include "host/stanza/invitation.h"
#include "host/stanza/room_listing.h"

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

constexpr std::uint32_t kParticipantFlags = PRISM_PARTICIPANT_MODERATOR | PRISM_PARTICIPANT_CONFLICT |
                                            PRISM_PARTICIPANT_BANNED | PRISM_PARTICIPANT_NOT_AUTHORIZED |
                                            PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED |
                                            PRISM_PARTICIPANT_ROOM_NOT_FOUND;

// The flags that refuse a join, if they are on the user's own nickname.
constexpr std::uint32_t kRefusals =
    PRISM_PARTICIPANT_CONFLICT | PRISM_PARTICIPANT_NOT_AUTHORIZED | PRISM_PARTICIPANT_ROOM_NOT_FOUND;

constexpr std::uint64_t kMaxRooms = 100000;

bool isDeparture(const pbnetwork::Participant& participant) {
  return participant.status() == pbnetwork::STATUS_NONE && !participant.has_newname();
}

// Returns true if the event is about the user: by the nickname, or by PRISM_PARTICIPANT_ME where a departure or a
// rename spells it otherwise.
bool isOwn(const Room& room, const pbnetwork::Participant& participant) {
  const bool marked = (static_cast<std::uint32_t>(participant.flag()) & PRISM_PARTICIPANT_ME) != 0;
  return participant.nickname() == room.nickname || (marked && (isDeparture(participant) || participant.has_newname()));
}

}  // namespace

prism_result Guard::participantChanged(const prism_participant* participant) {
  Event event(*this, "participant_changed");
  participant_.Clear();
  Session* session =
      event.checkStruct(participant) ? event.user(participant->user, participant_.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  const bool refused = (participant->flags & kRefusals) != 0;
  event.node("room", participant->room, participant_.mutable_room());
  event.requiredResource("nickname", participant->nickname, participant_.mutable_nickname());
  event.flags(participant->flags, kParticipantFlags);
  event.status(participant->status);
  if (refused && participant->new_nickname.size > 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "new_nickname is set in a refusal");  // on the own nickname, it crashes Spectrum
  }
  event.text("status_text", participant->status_text, participant_.mutable_statusmessage());
  if (participant->new_nickname.size > 0) {
    event.resource("new_nickname", participant->new_nickname, participant_.mutable_newname());
  }
  event.iconHash(participant->icon_hash, participant_.mutable_iconhash());
  event.resource("alias", participant->alias, participant_.mutable_alias());
  if (!event.ok()) {
    resetIfLarge(event.size(), &participant_);
    return event.result();
  }
  if (refused) {
    // Spectrum compares the alias with the user's nickname to find out whose join is refused.
    participant_.mutable_alias()->clear();
  }
  if (!event.isSmall()) {
    cutToFit(event.textRoom({participant_.username(), participant_.room(), participant_.nickname(),
                             participant_.newname(), participant_.alias()}) /
                 2,  // the text appears twice in a refusal
             participant_.mutable_statusmessage());
  }
  participant_.set_flag(static_cast<std::int32_t>(participant->flags));
  participant_.set_status(static_cast<pbnetwork::StatusType>(participant->status));
  notifyName(participant_.username(), participant_.room());
  Room* const room = session->findRoom(participant_.room());
  const bool own = room && isOwn(*room, participant_);
  if (own) {
    // Spectrum compares both byte for byte, and a network may spell them otherwise.
    participant_.set_room(room->name);
    participant_.set_nickname(room->nickname);
    if (!refused && isDeparture(participant_)) {
      sendOwnNickname(room->nickname);
    }
  }
  out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant_);
  if (own) {
    followOwnChange(session, room, refused);
  }
  resetIfLarge(event.size(), &participant_);
  return PRISM_OK;
}

void Guard::followOwnChange(Session* session, Room* room, bool refused) {
  room->joining = false;
  if (participant_.has_newname()) {
    room->nickname = room->seen_nickname = participant_.newname();
    sendOwnRename();
  } else if (refused && !room->seen_nickname.empty() && room->seen_nickname != room->nickname) {
    // The user is still in the room under the first nickname, which the LEAVE_ROOM has to remove.
    room->nickname = room->seen_nickname;
  } else if (refused || isDeparture(participant_)) {
    session->leaveRoom(participant_.room());  // so that the LEAVE_ROOM that follows is not passed on to the network
    if (!refused) {
      sendOwnDeparture();
    }
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
void Guard::sendOwnDeparture() {
  const bool banned = (static_cast<std::uint32_t>(participant_.flag()) & PRISM_PARTICIPANT_BANNED) != 0;
  participant_.set_flag(banned ? PRISM_PARTICIPANT_NOT_AUTHORIZED : PRISM_PARTICIPANT_ROOM_NOT_FOUND);
  participant_.mutable_alias()->clear();
  out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant_);
}

prism_result Guard::ownNickname(prism_str user, prism_str room, prism_str nickname) {
  Event event(*this, "own_nickname");
  pbnetwork::Room sent;
  Session* session = event.user(user, sent.mutable_username());
  if (!session) {
    return event.result();
  }
  event.node("room", room, sent.mutable_room());
  event.requiredResource("nickname", nickname, sent.mutable_nickname());
  Room* joined = event.ok() ? session->findRoom(sent.room()) : nullptr;
  if (joined && !joined->joining) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} is in {} already: participant_changed() tells a new nickname",
                                              inQuotes(sent.username()), inQuotes(sent.room())));
  }
  if (event.ok()) {
    if (joined) {
      sent.set_room(joined->name);
      joined->nickname = sent.nickname();
    }
    out_.append(WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED, sent);
  }
  return event.result();
}

prism_result Guard::subjectChanged(const prism_subject* subject) {
  Event event(*this, "subject_changed");
  conversation_.Clear();
  if (!event.checkStruct(subject) || !event.user(subject->user, conversation_.mutable_username())) {
    return event.result();
  }
  event.node("room", subject->room, conversation_.mutable_buddyname());
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
    out_.append(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, conversation_);
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
  message.user = invitation.user;
  message.buddy = invitation.inviter.size > 0 ? invitation.inviter : invitation.room;
  message.text = borrowed(text);
  return sendMessage(&message, false);
}

prism_result Guard::roomList(prism_str user, const prism_room* rooms, std::uint64_t count) {
  Event event(*this, "room_list");
  pbnetwork::RoomList list;
  if (user.size == 0) {
    event.requireFirstFrame();
  } else if (!event.user(user, list.mutable_user())) {
    return event.result();
  }
  event.checkArray("rooms", rooms, count, kMaxRooms);
  // Half of the stanza only: Spectrum may send the list of one user together with the list for all users.
  RoomListing listing(jids_, event.textRoom({list.user()}) / 2, &list);
  for (std::uint64_t i = 0; event.ok() && i < count; ++i) {
    std::string mended_name, mended_title;
    const std::string_view name = event.borrowRequiredText("name", rooms[i].name, &mended_name);
    const std::string_view title = event.borrowText("title", rooms[i].title, &mended_title);
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
