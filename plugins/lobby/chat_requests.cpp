// SPDX-License-Identifier: MIT
// Conversations: messages, and what their authors and readers do with them later.
#include "lobby.h"

#include <algorithm>
#include <utility>

namespace lobby {
namespace {

std::string joinedAttachments(const std::vector<prism::Attachment>& attachments) {
  std::string data;
  for (const prism::Attachment& file : attachments) {
    data += joined({file.url, file.mime_type, file.description, file.name, std::to_string(file.size)});
  }
  return data;
}

}  // namespace

void Lobby::message(const prism::Message& message) {
  const Request request{message.user, message.buddy, message.nickname, message.request, message.kind};
  auto event = eventIn(Kind::kMessage, request);
  if (!event) {
    return;
  }
  event->text = message.text;
  event->xhtml = message.xhtml;
  event->thread = message.thread;
  event->data = joinedAttachments(message.attachments);
  const std::string number = std::to_string(message.request);
  event->request = joined({number, message.buddy, message.nickname, message.receipt_wanted ? "receipt" : ""});
  if (message.reply_to) {
    findTarget(*message.reply_to, &*event);
  }
  recordFor(request, *event);
}

void Lobby::editMessage(const prism::ChatEdit& edit) {
  const prism::Message& message = edit.message;
  const Request request{message.user, message.buddy, message.nickname, message.request, message.kind};
  if (auto event = eventAbout(Kind::kEdited, request, edit.target, true)) {
    event->text = message.text;
    event->xhtml = message.xhtml;
    recordFor(request, *event);
  }
}

void Lobby::retractMessage(const prism::ChatRetraction& retraction) {
  const Request request{retraction.user, retraction.buddy, retraction.nickname, retraction.request, retraction.kind};
  if (auto event = eventAbout(Kind::kRetracted, request, retraction.target, true)) {
    event->text = retraction.reason;
    recordFor(request, *event);
  }
}

void Lobby::reactTo(const prism::ChatReactions& reactions) {
  const Request request{reactions.user, reactions.buddy, reactions.nickname, reactions.request, reactions.kind};
  if (auto event = eventAbout(Kind::kReacted, request, reactions.target, false)) {
    event->data = joined(reactions.reactions);
    recordFor(request, *event);
  }
}

void Lobby::markRead(const prism::ChatMarker& marker) {
  if (settings_.get(marker.user, kTellsRead) == "0") {
    return;
  }
  const Request request{marker.user, marker.buddy, marker.nickname, {}, marker.kind};
  if (const auto event = eventAbout(Kind::kRead, request, marker.target, false)) {
    recordFor(request, *event);
  }
}

// Spectrum cannot tell who types in a room.
void Lobby::typing(const prism::Typing& typing) {
  const Request request{typing.user, typing.buddy, typing.nickname, {}, typing.kind};
  auto event = typing.kind == prism::Conversation::Room ? std::nullopt : eventIn(Kind::kTyping, request);
  if (event && network_.find(event->recipient)) {
    event->about = static_cast<std::int64_t>(typing.state);
    recordFor(request, *event);
  }
}

void Lobby::attention(const prism::Attention& attention) {
  const Request request{attention.user, attention.buddy, attention.nickname, attention.request, attention.kind};
  if (auto event = eventIn(Kind::kAttention, request)) {
    event->text = attention.text;
    recordFor(request, *event);
  }
}

std::optional<Event> Lobby::eventIn(Kind kind, const Request& request) {
  readLog();
  const Person* author = network_.findUser(request.user);
  if (!author) {
    return std::nullopt;
  }
  Event event = eventOf(kind, *author);
  event.number = static_cast<std::int64_t>(request.kind);
  if (request.kind == prism::Conversation::Contact) {
    const auto recipient = log_.state(keyOf("person", request.buddy));
    if (!recipient) {
      refuse(request, "Nobody of this name is known here.");
      return std::nullopt;
    }
    event.recipient = recipient->author;
    event.place = placeOf(author->name, recipient->author);
    return unlessBlocked(std::move(event), request);
  }
  const Room* room = network_.room(request.buddy);
  const Occupant* self = room ? room->find(*author) : nullptr;
  if (!self) {
    refuse(request, "You are not in this room.");
    return std::nullopt;
  }
  const bool writes = kind == Kind::kMessage || kind == Kind::kEdited;
  if (request.kind == prism::Conversation::Room && writes && room->settings.moderated &&
      network_.role(*room, *self) == prism::Role::Visitor) {
    refuse(request, "This room is moderated, and you have no voice in it.");
    return std::nullopt;
  }
  event.nickname = self->nickname;
  event.place = room->name;
  if (request.kind == prism::Conversation::Private) {
    const Occupant* other = room->find(request.nickname);
    if (!other) {
      refuse(request, "Nobody of this nickname is in the room.");
      return std::nullopt;
    }
    event.recipient = other->person->name;
    event.place = placeOf(author->name, event.recipient, room->name);
  }
  return unlessBlocked(std::move(event), request);
}

std::optional<Event> Lobby::unlessBlocked(Event event, const Request& request) const {
  if (network_.sight(event.recipient, event.author) != Sight::kBlocked) {
    return event;
  }
  refuse(request, event.recipient + " takes no messages from you.");
  return std::nullopt;
}

std::optional<Event> Lobby::eventAbout(Kind kind, const Request& request, const prism::Reference& target, bool own) {
  auto event = eventIn(kind, request);
  if (!event) {
    return std::nullopt;
  }
  const auto message = findTarget(target, &*event);
  if (!message || (own && folded(message->author) != folded(event->author))) {
    refuse(request, "This message does not exist any more.");
    return std::nullopt;
  }
  return event;
}

// A message that has no receipt yet is not delivered, and is known by the id of its request only.
std::optional<Event> Lobby::findTarget(const prism::Reference& target, Event* event) {
  std::optional<Event> found = log_.message(numberOf(target.id));
  std::vector<Event> waiting;
  const std::string number = std::to_string(target.request);
  if (target.id.empty() && log_.undelivered(event->recipient, &waiting) == Outcome::kDone) {
    const auto message = std::find_if(waiting.begin(), waiting.end(), [&](const Event& one) {
      const std::vector<std::string_view> request = split(one.request);
      return one.backend == backends_.own() && one.author == event->author && !request.empty() && request[0] == number;
    });
    found = message == waiting.end() ? std::nullopt : std::optional(*message);
  }
  if (!found || found->place != event->place) {
    return std::nullopt;
  }
  event->about = found->id;
  return found;
}

void Lobby::recordFor(const Request& request, const Event& event) {
  if (const Outcome outcome = record(event); outcome != Outcome::kDone) {
    refuse(request, sentenceOf(outcome));
  }
}

// A request without an id needs no answer.
void Lobby::refuse(const Request& request, std::string_view why) const {
  if (request.request != 0) {
    prism::Receipt receipt{request.user, request.buddy, request.nickname, request.request, prism::ReceiptState::Failed,
                           why};
    receipt.kind = request.kind;
    host().receipt(receipt);
  }
}

}  // namespace lobby
