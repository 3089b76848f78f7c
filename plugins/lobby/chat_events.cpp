// SPDX-License-Identifier: MIT
// Conversations: messages, and what becomes of them.
#include "audience.h"

#include <utility>

namespace lobby {

// Visits the users of this backend who see an event of a conversation: the recipient or, in a room, all occupants.
void Audience::forEachReader(const Event& event, const std::function<void(const Sighting&)>& visit) {
  const auto kind = static_cast<prism::Conversation>(event.number);
  const Person* recipient = network_.find(event.recipient);
  if (kind == prism::Conversation::Contact) {
    if (recipient && recipient->isHere()) {
      visit({recipient->user, event.author, {}, kind, recipient->name});
    }
    return;
  }
  const Room* room = network_.room(kind == prism::Conversation::Room ? event.place : split(event.place).at(0));
  if (!room) {
    return;
  }
  for (const auto& [nickname, reader] : room->occupants) {
    if (reader.person->isHere() && (kind == prism::Conversation::Room || reader.person == recipient)) {
      visit({reader.person->user, reader.room, event.nickname, kind, reader.person->name});
    }
  }
}

void Audience::message(const Event& event, prism::Time time) {
  accepted(event);
  const StoredMessage message(event, log_);
  bool has_reader = false;
  forEachReader(event, [&](const Sighting& reader) {
    host_.message(message.to(reader, time));
    has_reader = true;
  });
  if (has_reader && static_cast<prism::Conversation>(event.number) == prism::Conversation::Contact) {
    Event received;
    received.kind = Kind::kReceived;
    received.about = event.id;
    received.author = event.recipient;
    received.recipient = event.author;
    received.request = event.request;
    received.number = event.backend;
    received_.push_back(std::move(received));
  }
}

void Audience::deliverLate(const Event& message) {
  if (const Person* reader = network_.find(message.recipient); reader && !network_.find(message.author)) {
    host_.buddyChanged({reader->user, message.author, prism::Status::Offline, {}, {}, {"Lobby"}});
  }
  this->message(message, message.time);
}

std::vector<Event> Audience::takeReceived() { return std::exchange(received_, {}); }

// The message stays the answer that it was, and in its thread.
void Audience::edited(const Event& event) {
  const std::string about = std::to_string(event.about);
  Event now = event;
  now.about = 0;
  if (const auto original = log_.message(event.about)) {
    now.about = original->about;
    now.thread = original->thread;
  }
  now.data.clear();
  const StoredMessage message(now, log_);
  forEachReader(event, [&](const Sighting& reader) {
    chat_.edited({message.to(reader), {about, reader.nickname, {}, reader.isBy(event.author)}});
  });
}

void Audience::retracted(const Event& event) {
  const std::string about = std::to_string(event.about);
  const std::string author_id = authorIdOf(event);
  forEachReader(event, [&](const Sighting& reader) {
    prism::ChatRetraction retraction{reader.kind, reader.user, reader.buddy, reader.nickname};
    retraction.target = {about, reader.nickname, {}, reader.isBy(event.author)};
    retraction.reason = event.text;
    if (reader.kind == prism::Conversation::Room) {
      retraction.author_id = author_id;
    }
    chat_.retracted(retraction);
  });
}

void Audience::reacted(const Event& event) {
  const std::string about = std::to_string(event.about);
  const auto target = log_.message(event.about);
  if (!target) {
    return;
  }
  forEachReader(event, [&](const Sighting& reader) {
    const prism::Reference reference{about, target->nickname, target->text, reader.isBy(target->author)};
    chat_.reacted({reader.kind, reader.user, reader.buddy, reader.nickname, reference, split(event.data)});
  });
}

void Audience::read(const Event& event) {
  const std::string about = std::to_string(event.about);
  const auto target = log_.message(event.about);
  if (!target) {
    return;
  }
  forEachReader(event, [&](const Sighting& reader) {
    if (!reader.isBy(event.author)) {
      const prism::Reference reference{about, target->nickname, target->text, reader.isBy(target->author)};
      chat_.marked({reader.kind, reader.user, reader.buddy, reader.nickname, reference});
    }
  });
}

// The author gets the id of a message at once, but the receipt that a client wants only when it is delivered.
void Audience::accepted(const Event& event) {
  const std::vector<std::string_view> request = split(event.request);
  const auto kind = static_cast<prism::Conversation>(event.number);
  const bool waits = kind == prism::Conversation::Contact && request.size() == 4 && !request[3].empty();
  if (event.backend == own_backend_ && !waits) {
    sendReceipt(event.author, request, kind, prism::ReceiptState::Accepted, event.id);
  }
}

void Audience::received(const Event& event) {
  if (event.number == own_backend_) {
    sendReceipt(event.recipient, split(event.request), prism::Conversation::Contact, prism::ReceiptState::Delivered,
                event.about);
  }
}

// `request` has the names that the author has used.
void Audience::sendReceipt(std::string_view author, const std::vector<std::string_view>& request,
                           prism::Conversation kind, prism::ReceiptState state, std::int64_t id) {
  const Person* person = network_.find(author);
  if (person && person->isHere() && request.size() == 4) {
    const std::string network_id = std::to_string(id);
    prism::Receipt receipt{person->user, request[1], request[2], static_cast<prism::RequestId>(numberOf(request[0])),
                           state};
    receipt.kind = kind;
    receipt.network_id = network_id;
    host_.receipt(receipt);
  }
}

void Audience::typing(const Event& event) {
  forEachReader(event, [&](const Sighting& reader) {
    host_.typing(
        {reader.user, reader.buddy, reader.nickname, static_cast<prism::TypingState>(event.about), reader.kind});
  });
}

void Audience::attention(const Event& event) {
  forEachReader(event, [&](const Sighting& reader) {
    host_.attention({reader.user, reader.buddy, reader.nickname, event.text, reader.kind});
  });
}

}  // namespace lobby
