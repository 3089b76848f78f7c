// SPDX-License-Identifier: MIT
#include "console/view.h"

#include "console/stanza.h"
#include "console/wording.h"

#include <fmt/format.h>

#include <optional>

namespace prism::console {
namespace {

using pbnetwork::WrapperMessage;
using testing::Frame;

using Lines = std::vector<Line>;

Line event(const std::string& text) { return {Line::Kind::kEvent, "* " + text}; }

Line errorLine(const std::string& text) { return {Line::Kind::kError, "! " + text}; }

Line message(const pbnetwork::ConversationMessage& message) {
  return {message.carbon() ? Line::Kind::kOutgoing : Line::Kind::kIncoming, describe(message)};
}

// Returns the user to whom a frame belongs; nullopt if it belongs to none.
std::optional<std::string> userOf(const Frame& frame) {
  switch (frame.type) {
    case WrapperMessage::TYPE_CONNECTED:
      return frame.as<pbnetwork::Connected>().user();
    case WrapperMessage::TYPE_DISCONNECTED:
      return frame.as<pbnetwork::Disconnected>().user();
    case WrapperMessage::TYPE_BUDDY_CHANGED:
    case WrapperMessage::TYPE_BUDDY_REMOVED:
    case WrapperMessage::TYPE_BUDDY_TYPING:
    case WrapperMessage::TYPE_BUDDY_STOPPED_TYPING:
    case WrapperMessage::TYPE_BUDDY_TYPED:
    case WrapperMessage::TYPE_AUTH_REQUEST:
      return frame.as<pbnetwork::Buddy>().username();
    case WrapperMessage::TYPE_CONV_MESSAGE:
    case WrapperMessage::TYPE_CONV_MESSAGE_ACK:
    case WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED:
    case WrapperMessage::TYPE_ATTENTION:
      return frame.as<pbnetwork::ConversationMessage>().username();
    case WrapperMessage::TYPE_PARTICIPANT_CHANGED:
      return frame.as<pbnetwork::Participant>().username();
    case WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED:
      return frame.as<pbnetwork::Room>().username();
    case WrapperMessage::TYPE_VCARD:
      return frame.as<pbnetwork::VCard>().username();
    default:
      return std::nullopt;
  }
}

}  // namespace

Lines View::show(const Frame& frame) {
  try {
    if (const auto user = userOf(frame); user && *user != user_) {
      return {errorLine(fmt::format("for {}, who is not logged in here: {}", printableText(*user),
                                    printableText(testing::describe(frame))))};
    }
    switch (frame.type) {
      case WrapperMessage::TYPE_PONG:
      case WrapperMessage::TYPE_STATS:
      case WrapperMessage::TYPE_BACKEND_CONFIG:
        return {};
      case WrapperMessage::TYPE_CONNECTED:
        return {event(printableText(user_) + " is logged in")};
      case WrapperMessage::TYPE_DISCONNECTED: {
        const auto end = frame.as<pbnetwork::Disconnected>();
        contacts_->clear();
        std::string text = printableText(user_) + " is not logged in";
        if (!end.message().empty()) {
          text += ": " + printableText(end.message());
        }
        return {errorLine(fmt::format("{} ({})", text, describeReason(end.error())))};
      }
      case WrapperMessage::TYPE_QUERY:
        return {event("command to Spectrum 2: " + printableLines(frame.as<pbnetwork::BackendConfig>().config()))};
      case WrapperMessage::TYPE_RAW_XML:
        if (const auto line = describeStanza(frame.payload)) {
          return {*line};
        }
        return {event("raw: " + printableText(frame.payload))};
      default:
        break;
    }
    for (const auto part : {&View::showConversation, &View::showRoster, &View::showRoom}) {
      if (Lines lines = (this->*part)(frame); !lines.empty()) {
        return lines;
      }
    }
    return {errorLine("the host should not send this: " + printableText(testing::describe(frame)))};
  } catch (const testing::Failure& failure) {
    return {errorLine(printableText(failure.what()))};
  }
}

Lines View::showConversation(const Frame& frame) {
  switch (frame.type) {
    case WrapperMessage::TYPE_CONV_MESSAGE:
      return {message(frame.as<pbnetwork::ConversationMessage>())};
    case WrapperMessage::TYPE_CONV_MESSAGE_ACK:
      return {receipt(frame.as<pbnetwork::ConversationMessage>())};
    case WrapperMessage::TYPE_ATTENTION: {
      const auto call = frame.as<pbnetwork::ConversationMessage>();
      return {event(
          fmt::format("{} wants your attention: {}", printableText(call.buddyname()), printableLines(call.message())))};
    }
    case WrapperMessage::TYPE_BUDDY_TYPING:
      return {event(printableText(frame.as<pbnetwork::Buddy>().buddyname()) + " is typing")};
    case WrapperMessage::TYPE_BUDDY_TYPED:
      return {event(printableText(frame.as<pbnetwork::Buddy>().buddyname()) + " pauses typing")};
    case WrapperMessage::TYPE_BUDDY_STOPPED_TYPING:
      return {event(printableText(frame.as<pbnetwork::Buddy>().buddyname()) + " has stopped typing")};
    default:
      return {};
  }
}

Lines View::showRoster(const Frame& frame) {
  switch (frame.type) {
    case WrapperMessage::TYPE_BUDDY_CHANGED: {
      const auto buddy = frame.as<pbnetwork::Buddy>();
      contacts_->change(buddy);
      return {event("contact " + describe(buddy.buddyname(), contacts_->all().at(buddy.buddyname())))};
    }
    case WrapperMessage::TYPE_BUDDY_REMOVED: {
      const auto buddy = frame.as<pbnetwork::Buddy>();
      contacts_->remove(buddy.buddyname());
      return {event(fmt::format("contact {} is removed", printableText(buddy.buddyname())))};
    }
    case WrapperMessage::TYPE_AUTH_REQUEST:
      return {event(printableText(frame.as<pbnetwork::Buddy>().buddyname()) + " asks to see your presence")};
    case WrapperMessage::TYPE_VCARD:
      return {event(describe(frame.as<pbnetwork::VCard>()))};
    default:
      return {};
  }
}

Lines View::showRoom(const Frame& frame) {
  switch (frame.type) {
    case WrapperMessage::TYPE_PARTICIPANT_CHANGED:
      return {event(describe(frame.as<pbnetwork::Participant>()))};
    case WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED: {
      const auto subject = frame.as<pbnetwork::ConversationMessage>();
      return {event(fmt::format("the subject of {} is: {}", printableText(subject.buddyname()),
                                printableLines(subject.message())))};
    }
    case WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED: {
      const auto room = frame.as<pbnetwork::Room>();
      return {event(fmt::format("you are {} in {}", printableText(room.nickname()), printableText(room.room())))};
    }
    case WrapperMessage::TYPE_ROOM_LIST:
      return {event(describe(frame.as<pbnetwork::RoomList>()))};
    default:
      return {};
  }
}

Line View::sent(const std::string& buddy, const std::string& text, const std::string& id) {
  if (!id.empty()) {
    awaiting_receipt_[id] = {buddy, text};
  }
  return {Line::Kind::kOutgoing, fmt::format("you → {}: {}", printableText(buddy), printableLines(text))};
}

Line View::receipt(const pbnetwork::ConversationMessage& ack) {
  const auto sent = awaiting_receipt_.find(ack.id());
  if (sent == awaiting_receipt_.end() || sent->second.buddy != ack.buddyname()) {
    return errorLine(fmt::format("{} has a message that nobody wanted a receipt for, with the id \"{}\"",
                                 printableText(ack.buddyname()), printableText(ack.id())));
  }
  Line line{Line::Kind::kReceipt,
            fmt::format("✓ {} has \"{}\"", printableText(ack.buddyname()), printableText(sent->second.text))};
  awaiting_receipt_.erase(sent);
  return line;
}

}  // namespace prism::console
