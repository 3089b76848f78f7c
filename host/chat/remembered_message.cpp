// SPDX-License-Identifier: MIT
#include "host/chat/remembered_message.h"

#include <prism/text.hpp>

#include <algorithm>
#include <cstring>
#include <new>

namespace prism::host {

namespace {

std::string_view keptText(const MessageFacts& facts) { return utf8Prefix(facts.text, RememberedMessage::kMostText); }

std::size_t sizeOf(const MessageFacts& facts, std::string_view text) {
  return facts.network_id.size() + facts.client_id.size() + facts.author.size() + text.size();
}

}  // namespace

RememberedMessage::Owner RememberedMessage::make(const MessageFacts& facts, Clock::time_point sent) {
  const std::size_t size = sizeOf(facts, keptText(facts));
  Owner message(new (allocateSecret(blockSize(size))) RememberedMessage(size));
  message->replaceBy(facts, sent);
  return message;
}

bool RememberedMessage::replaceBy(const MessageFacts& facts, Clock::time_point sent) {
  const std::string_view text = keptText(facts);
  const std::size_t size = sizeOf(facts, text), old_size = strings_size_;
  if (blockSize(size) != blockSize(old_size)) {
    return false;
  }
  sent_ = used_ = sent;
  reactions_ = {};
  request_ = facts.request;
  network_id_size_ = static_cast<std::uint32_t>(facts.network_id.size());
  client_id_size_ = static_cast<std::uint32_t>(facts.client_id.size());
  author_size_ = static_cast<std::uint32_t>(facts.author.size());
  strings_size_ = static_cast<std::uint32_t>(size);
  own_ = facts.own;
  is_cut_ = facts.is_cut || text.size() < facts.text.size();
  state_ = {};
  more_stanzas_ = facts.more_stanzas;
  char* place = std::copy(facts.network_id.begin(), facts.network_id.end(), bytes());
  place = std::copy(facts.client_id.begin(), facts.client_id.end(), place);
  place = std::copy(facts.author.begin(), facts.author.end(), place);
  place = std::copy(text.begin(), text.end(), place);
  if (size < old_size) {
    std::memset(place, 0, old_size - size);
  }
  return true;
}

void RememberedMessage::Release::operator()(RememberedMessage* message) const {
  const std::size_t size = message->blockSize();
  message->~RememberedMessage();
  releaseSecret(message, size);
}

MessageFacts RememberedMessage::facts() const {
  const char* author = bytes() + network_id_size_ + client_id_size_;
  const char* text = author + author_size_;
  const auto text_size = static_cast<std::size_t>(bytes() + strings_size_ - text);
  return {networkId(), request_, clientId(), {author, author_size_}, {text, text_size}, own_, is_cut_, more_stanzas_};
}

}  // namespace prism::host
