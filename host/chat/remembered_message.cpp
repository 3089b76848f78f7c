// SPDX-License-Identifier: MIT
#include "host/chat/remembered_message.h"

#include <prism/text.hpp>

#include <cstring>
#include <new>

namespace prism::host {

RememberedMessage::Owner RememberedMessage::make(const MessageFacts& facts, Clock::time_point sent, Owner old) {
  MessageFacts kept = facts;
  kept.text = utf8Prefix(facts.text, kMostText);
  kept.is_cut = facts.is_cut || kept.text.size() < facts.text.size();
  const std::size_t size = sizeof(RememberedMessage) + kept.network_id.size() + kept.client_id.size() +
                           kept.author.size() + kept.text.size();
  if (old && old->blockSize() == size) {
    RememberedMessage* place = old.release();
    place->~RememberedMessage();
    return Owner(new (place) RememberedMessage(kept, sent));
  }
  old.reset();
  return Owner(new (allocateSecret(size)) RememberedMessage(kept, sent));
}

RememberedMessage::RememberedMessage(const MessageFacts& facts, Clock::time_point sent)
    : sent_(sent),
      used_(sent),
      request_(facts.request),
      network_id_size_(static_cast<std::uint32_t>(facts.network_id.size())),
      client_id_size_(static_cast<std::uint32_t>(facts.client_id.size())),
      author_size_(static_cast<std::uint32_t>(facts.author.size())),
      text_size_(static_cast<std::uint32_t>(facts.text.size())),
      own_(facts.own),
      is_cut_(facts.is_cut) {
  char* place = reinterpret_cast<char*>(this + 1);
  for (const std::string_view part : {facts.network_id, facts.client_id, facts.author, facts.text}) {
    if (!part.empty()) {
      std::memcpy(place, part.data(), part.size());
      place += part.size();
    }
  }
}

void RememberedMessage::Release::operator()(RememberedMessage* message) const {
  const std::size_t size = message->blockSize();
  message->~RememberedMessage();
  releaseSecret(message, size);
}

MessageFacts RememberedMessage::facts() const {
  const char* author = bytes() + network_id_size_ + client_id_size_;
  return {networkId(), request_, clientId(), {author, author_size_}, {author + author_size_, text_size_},
          own_,        is_cut_};
}

}  // namespace prism::host
