// SPDX-License-Identifier: MIT
// Sessions: the input is a sequence of well-formed requests and of events at any time, also within a request. Only
// valid events, of users who are logged in, may reach Spectrum.
#include "host/base/abi.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/serving.h"
#include "tests/support/guard_events.h"

#include <array>
#include <deque>
#include <string>
#include <vector>

namespace {

using namespace prism;
using pbnetwork::WrapperMessage;

constexpr std::array kNames = {"alice", "bob", "lobby", "Lobby", "lobby/me", "me", "carol", ""};
constexpr std::array kMarkup = {"", "<b>bold</b>", "<b>", "text", "</body>", "<!-- x -->", "&lt;", "<a/><b/>"};

class Play final : public fuzz::Serving {
 public:
  explicit Play(fuzz::Input input) : Serving({.server_mode = input.byte() % 4 == 3}), input_(input) {}

  void run() {
    setFeatures(input_.number(2));
    while (!input_.done()) {
      const std::uint8_t act = input_.byte();
      if (act % 4 == 0) {
        event();
      } else if (act == 1) {
        turn();
      } else {
        ask(act / 4);
      }
      turn();
    }
    logoutAll();
  }

 private:
  // The plugin sends a few events in each callback. Events never cause callbacks.
  void onCall(const fuzz::Call& call) override {
    if (std::string_view(call.function) == "login" && input_.byte() % 2 == 0) {
      tests::connected(guard_, call.user);
    }
    for (unsigned events = input_.byte() % 4; events > 0; --events) {
      event();
    }
    checkFrames();
  }

  // Usually one of a few names, so that names repeat.
  std::string name() {
    const std::uint8_t choice = input_.byte();
    return choice < 0xF0 ? kNames[choice % kNames.size()] : std::string(input_.text());
  }

  // A participant's nickname, or none.
  prism_str nickname() { return input_.byte() % 2 == 0 ? prism_str{} : lend(name()); }

  std::string text() { return std::string(input_.text()); }

  prism_str lend(std::string text) { return host::borrowed(lent_.emplace_back(std::move(text))); }

  template <typename Event>
  Event about(prism_str Event::*whom) {
    Event event{};
    event.struct_size = input_.byte() == 0xFF ? input_.byte() : std::uint32_t{sizeof event};
    event.user = lend(name());
    event.*whom = lend(name());
    return event;
  }

  void ask(unsigned what);
  void event();
  void sendMessage();
  void sendBuddy();
  void sendParticipant();
  void sendRooms();
  void sendSubject();
  void sendInvitation();

  fuzz::Input input_;
  std::deque<std::string> lent_;  // owns the strings of events
};

void Play::ask(unsigned what) {
  switch (what % 14) {
    case 0: {
      pbnetwork::Login login;
      login.set_user(name());
      login.set_legacyname(text());
      login.set_password(text());
      (*login.mutable_settings()->mutable_value())[text()] = text();
      login.add_extrafields(text());
      return request(WrapperMessage::TYPE_LOGIN, login);
    }
    case 1: {
      pbnetwork::Logout logout;
      logout.set_user(name());
      logout.set_legacyname("");
      return request(WrapperMessage::TYPE_LOGOUT, logout);
    }
    case 2: {
      pbnetwork::Status status;
      status.set_username(name());
      status.set_status(static_cast<pbnetwork::StatusType>(input_.byte() % 7));
      status.set_statusmessage(text());
      return request(WrapperMessage::TYPE_STATUS_CHANGED, status);
    }
    case 3:
    case 4:
    case 5: {
      constexpr int kTypes[] = {WrapperMessage::TYPE_CONV_MESSAGE, WrapperMessage::TYPE_ATTENTION,
                                WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED};
      pbnetwork::ConversationMessage message;
      message.set_username(name());
      message.set_buddyname(name());
      message.set_message(text());
      message.set_id(text());
      return request(kTypes[what % 14 - 3], message);
    }
    case 6:
    case 7:
    case 8: {
      constexpr int kTypes[] = {WrapperMessage::TYPE_BUDDY_CHANGED, WrapperMessage::TYPE_BUDDY_REMOVED,
                                WrapperMessage::TYPE_BUDDY_TYPING};
      pbnetwork::Buddy buddy;
      buddy.set_username(name());
      buddy.set_buddyname(name());
      buddy.set_alias(name());
      buddy.add_group(name());
      if (const std::uint8_t blocked = input_.byte() % 8; blocked < 2) {
        buddy.set_blocked(blocked == 1);
      }
      return request(kTypes[what % 14 - 6], buddy);
    }
    case 9: {
      pbnetwork::Buddies buddies;
      for (unsigned count = input_.byte() % 4; count > 0; --count) {
        pbnetwork::Buddy* buddy = buddies.add_buddy();
        buddy->set_username(name());
        buddy->set_buddyname(name());
        buddy->set_alias(text());
      }
      return request(WrapperMessage::TYPE_BUDDIES, buddies);
    }
    case 10:
    case 11: {
      pbnetwork::Room room;
      room.set_username(name());
      room.set_room(name());
      room.set_nickname(name());
      return request(what % 14 == 10 ? WrapperMessage::TYPE_JOIN_ROOM : WrapperMessage::TYPE_LEAVE_ROOM, room);
    }
    case 12: {
      pbnetwork::VCard vcard;
      vcard.set_username(name());
      vcard.set_buddyname(name());
      vcard.set_id(static_cast<std::int32_t>(input_.number(1)));
      if (input_.byte() % 4 == 0) {
        vcard.set_photo(text());
      }
      return request(WrapperMessage::TYPE_VCARD, vcard);
    }
    default:
      return request(WrapperMessage::TYPE_RAW_XML,
                     std::string_view("<message from='" + name() + "' to='" + name() + "'>" + text() + "</message>"));
  }
}

void Play::sendMessage() {
  auto message = about(&prism_message::buddy);
  const std::uint8_t how = input_.byte();
  message.kind = how % 8;
  message.flags = how / 8;
  message.nickname = lend(name());
  message.text = lend(text());
  const std::uint8_t markup = input_.byte();
  message.xhtml = lend(markup < 0x80 ? kMarkup[markup % kMarkup.size()] : text());
  message.time = static_cast<prism_time>(input_.number(4)) * (input_.byte() == 1 ? 1'000'000 : -1);
  prism_attachment attachment{};
  attachment.struct_size = sizeof attachment;
  attachment.url = lend(text());
  attachment.description = lend(text());
  const prism_attachment* attachments[] = {&attachment};
  message.attachments = attachments;
  message.attachments_count = attachment.url.size > 0 ? 1 : 0;
  guard_.message(&message);
}

void Play::sendBuddy() {
  auto buddy = about(&prism_buddy::buddy);
  buddy.status = input_.byte() % 8;
  buddy.alias = lend(text());
  const prism_str group = lend(name());
  buddy.groups = &group;
  buddy.groups_count = input_.byte() % 2;
  buddy.blocked = input_.byte() % 3;
  guard_.buddyChanged(&buddy);
}

void Play::sendParticipant() {
  auto participant = about(&prism_participant::room);
  participant.nickname = lend(name());
  participant.new_nickname = lend(name());
  participant.flags = input_.byte();
  participant.status = input_.byte() % 9;
  participant.status_text = lend(text());
  guard_.participantChanged(&participant);
}

void Play::sendRooms() {
  std::vector<tests::RoomEntry> rooms;
  for (unsigned count = input_.byte() % 4; count > 0; --count) {
    const prism_str room = lend(name());
    rooms.push_back({room, lend(text())});
  }
  tests::roomList(guard_, lend(name()), rooms);
}

void Play::sendSubject() {
  auto subject = about(&prism_subject::room);
  subject.nickname = nickname();
  subject.subject = lend(text());
  guard_.subjectChanged(&subject);
}

void Play::sendInvitation() {
  auto invitation = about(&prism_invitation::room);
  invitation.inviter = nickname();
  invitation.reason = lend(text());
  invitation.password = lend(input_.byte() % 4 == 0 ? text() : std::string());
  guard_.roomInvited(&invitation);
}

// Reads arguments in separate statements: the order of evaluation within a call is unspecified.
void Play::event() {
  const std::uint8_t what = input_.byte() % 17;
  if (what >= 10) {
    switch (what) {
      case 10:
        return sendMessage();
      case 11:
        return sendBuddy();
      case 12:
        return sendParticipant();
      case 13:
        return sendRooms();
      case 14:
        return sendSubject();
      case 15:
        return sendInvitation();
      default: {
        auto vcard = about(&prism_vcard::buddy);
        vcard.nickname = nickname();
        vcard.full_name = lend(text());
        vcard.photo = {vcard.full_name.data, vcard.full_name.size};
        guard_.vcard(&vcard);
        return;
      }
    }
  }
  const prism_str user = lend(name());
  const prism_str buddy = lend(name());
  switch (what) {
    case 0:
      tests::connected(guard_, user);
      break;
    case 1: {
      const std::uint8_t error = input_.byte();
      tests::disconnected(guard_, user, error, lend(text()));
      break;
    }
    case 2:
      if (const prism_str participant = nickname(); input_.byte() % 4 == 0) {
        tests::receipt(guard_, user, buddy, participant, input_.byte());
      } else {
        const std::uint32_t state = input_.byte() % 5;
        tests::receipt(guard_, user, buddy, participant, input_.byte(), state,
                       state == PRISM_RECEIPT_FAILED ? lend(text()) : prism_str{});
      }
      break;
    case 3:
      tests::attention(guard_, user, buddy, nickname(), lend(text()));
      break;
    case 4:
      tests::typing(guard_, user, buddy, nickname(), input_.byte() % 5);
      break;
    case 5:
      tests::buddyRemoved(guard_, user, buddy);
      break;
    case 6:
      tests::authorizationRequested(guard_, user, buddy);
      break;
    case 7:
      if (input_.byte() % 2 == 0) {
        tests::joined(guard_, user, buddy, lend(name()), input_.byte());
      } else {
        tests::joinFailed(guard_, user, buddy, input_.byte() % 9, lend(text()));
      }
      break;
    case 8:
      guard_.rawXml(lend("<message from='" + std::string(host::view(buddy)) + "' to='" + std::string(host::view(user)) +
                         "'>" + text() + "</message>"));
      break;
    default:
      sendCommand(lend(text()));
  }
  checkFrames();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Play(fuzz::Input(data, size)).run();
  return 0;
}
