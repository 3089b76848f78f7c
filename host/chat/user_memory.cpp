// SPDX-License-Identifier: MIT
#include "host/chat/user_memory.h"

#include "host/chat/message_id.h"
#include <prism/text.hpp>

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

std::string_view either(std::string_view preferred, std::string_view other) {
  return preferred.empty() ? other : preferred;
}

// Returns true if a client that quotes this message writes `quoted`.
bool isQuotedBy(const RememberedMessage& message, std::string_view quoted) {
  const MessageFacts facts = message.facts();
  if (trim(facts.text).empty()) {
    return false;
  }
  return facts.is_cut ? quoted.starts_with(facts.text) : trim(quoted) == trim(facts.text);
}

}  // namespace

UserMemory::~UserMemory() {
  forgetAll();
  all_.users_.erase(this);
}

void UserMemory::remember(const ConversationName& conversation, const MessageFacts& facts, Clock::time_point now) {
  if (facts.network_id.empty() && facts.client_id.empty() && facts.request == 0) {
    return;
  }
  if (facts.own && !facts.network_id.empty()) {
    const auto isSame = [&](const RememberedMessage& m) { return m.networkId() == facts.network_id; };
    if (RememberedMessage* old = search(find(conversation), isSame)) {
      MessageFacts merged = old->facts();
      merged.request = facts.request == 0 ? merged.request : facts.request;
      merged.client_id = either(facts.client_id, merged.client_id);
      merged.author = either(facts.author, merged.author);
      if (!facts.text.empty() && !old->isRetracted()) {
        merged.text = facts.text;
        merged.is_cut = facts.is_cut;
      }
      merged.more_stanzas = std::max(merged.more_stanzas, facts.more_stanzas);
      replace(old, merged, now);
      return limit();
    }
  }
  ConversationMemory& its_conversation = findOrOpen(conversation);
  if (its_conversation.count_ >= all_.limits_.conversation_messages) {
    RememberedMessage* oldest = its_conversation.messages_.oldest();
    if (has_changes_) {
      forgetChanges(*oldest);
    }
    const std::size_t reactions = oldest->reactions_.bytes();
    if (oldest->replaceBy(facts, now)) {
      if (reactions != 0) {
        discount(reactions);
      }
      its_conversation.messages_.moveToEnd(oldest);
      return moveToEnd(oldest);
    }
    take(oldest);
  }
  add(&its_conversation, RememberedMessage::make(facts, now), nullptr);
  limit();
}

bool UserMemory::accept(const ConversationName& conversation, std::uint64_t request, std::string_view network_id,
                        Clock::time_point now) {
  const ConversationMemory* its_conversation = find(conversation);
  RememberedMessage* sent =
      search(its_conversation, [&](const RememberedMessage& m) { return request != 0 && m.request() == request; });
  if (!sent || network_id.empty() || !sent->networkId().empty()) {
    return false;
  }
  MessageFacts facts = sent->facts();
  facts.network_id = network_id;
  const auto isEcho = [&](const RememberedMessage& m) { return m.own() && m.networkId() == network_id; };
  if (RememberedMessage* echo = search(its_conversation, isEcho)) {
    const MessageFacts echoed = echo->facts();
    facts.author = either(echoed.author, facts.author);
    // The user may have changed either of the two. The echo is the later one.
    const bool has_echoed_text = !echoed.text.empty() && sent->hasFirstText();
    if (has_echoed_text || !echo->hasFirstText()) {
      facts.text = echoed.text;
      facts.is_cut = echoed.is_cut;
    }
    changeRequested([&] { changes_.addRequest(*its_conversation->key_, *echo, request); });
    RememberedMessage* merged = replace(echo, facts, now);
    merged->state_.edited = merged->state_.edited || sent->state_.edited;
    merged->state_.retracted = merged->state_.retracted || sent->state_.retracted;
    take(sent);  // its changes are those of the other one from now on
  } else {
    replace(sent, facts, now);
  }
  limit();
  return true;
}

void UserMemory::edit(const RememberedMessage* message, std::string_view text, Clock::time_point now,
                      std::uint64_t request) {
  noteChange(*message, RequestedChange::kText, request, now);
  MessageFacts facts = message->facts();
  facts.text = text;
  facts.is_cut = false;
  replace(const_cast<RememberedMessage*>(message), facts, now)->state_.edited = true;
  limit();
}

void UserMemory::retract(const RememberedMessage* message, Clock::time_point now, std::uint64_t request) {
  noteChange(*message, RequestedChange::kAll, request, now);
  MessageFacts facts = message->facts();
  facts.text = {};
  facts.is_cut = false;
  RememberedMessage* kept = replace(const_cast<RememberedMessage*>(message), facts, now);
  discount(kept->reactions_.bytes());
  kept->reactions_ = {};
  kept->state_.retracted = true;
  limit();
}

void UserMemory::react(const RememberedMessage* message, std::string_view sender, const ReactionSet& set,
                       Clock::time_point now, std::uint64_t request) {
  if (request != 0) {
    noteChange(*message, RequestedChange::kOwnReactions, request, now);
  } else {
    settleReactions(message, sender);
  }
  auto* changed = const_cast<RememberedMessage*>(message);
  const std::size_t before = changed->reactions_.bytes();
  changed->reactions_.replace(sender, set);
  discount(before);
  count(changed->reactions_.bytes());
  use(changed, now);
  limit();
}

void UserMemory::settleReactions(const RememberedMessage* message, std::string_view sender) {
  if (!has_changes_) {
    return;
  }
  const std::string& key = *message->conversation_->key_;
  changeRequested([&] {
    if (sender.empty()) {
      changes_.settle(RequestedChange::kOwnReactions, key, *message);
    } else {
      changes_.settleReactions(sender, key, *message);
    }
  });
}

void UserMemory::noteChange(const RememberedMessage& message, std::uint8_t parts, std::uint64_t request,
                            Clock::time_point now) {
  const std::string& key = *message.conversation_->key_;
  if (request != 0) {
    changeRequested([&] { changes_.add(request, parts, key, message, now); });
  } else if (has_changes_) {
    changeRequested([&] { changes_.settle(parts, key, message); });
  }
}

void UserMemory::settleChange(std::uint64_t request) {
  changeRequested([&] { changes_.settle(request); });
}

void UserMemory::forgetChanges(const RememberedMessage& message) {
  changeRequested([&] { changes_.forget(*message.conversation_->key_, message); });
}

void UserMemory::expireChanges(Clock::time_point now) {
  const Clock::time_point until = now - all_.limits_.change_age;
  if (has_changes_ && changes_.oldest() <= until) {
    changeRequested([&] { changes_.expire(until); });
  }
}

void UserMemory::takeBack(const ConversationName& conversation, std::uint64_t request, Clock::time_point now) {
  SecretVector<RequestedChange> refused;
  changeRequested([&] { refused = changes_.take(request); });
  if (refused.empty()) {
    auto* sent = const_cast<RememberedMessage*>(findByRequest(conversation, request));
    if (sent && sent->networkId().empty()) {
      drop(sent);
    }
    return;
  }
  const RequestedChange& before = refused.front();
  RememberedMessage* message =
      search(find(conversation), [&](const RememberedMessage& m) { return before.isOf(before.conversation, m); });
  if (!message || before.parts == 0) {
    return;
  }
  if (before.has(RequestedChange::kText)) {
    MessageFacts facts = message->facts();
    facts.text = before.text;
    facts.is_cut = before.is_cut;
    message = replace(message, facts, now);
  }
  if (before.has(RequestedChange::kRetracted)) {
    message->state_.retracted = before.retracted;
  }
  const std::size_t bytes = message->reactions_.bytes();
  if (before.has(RequestedChange::kOtherReactions)) {
    message->reactions_.addAbsent(before.reactions);
  }
  if (before.has(RequestedChange::kOwnReactions)) {
    message->reactions_.replace({}, before.reactions.of({}));
  }
  discount(bytes);
  count(message->reactions_.bytes());
  limit();
}

const RememberedMessage* UserMemory::takeUnread(const ConversationName& conversation) {
  const ConversationMemory* its_conversation = find(conversation);
  RememberedMessage* last =
      search(its_conversation, [](const RememberedMessage& m) { return !m.own() || m.state_.marked; });
  if (!last || last->state_.marked) {
    return nullptr;
  }
  for (RememberedMessage* message = last; message && !message->state_.marked;
       message = its_conversation->messages_.before(message)) {
    message->state_.marked = true;
  }
  return last;
}

void UserMemory::noteRead(const RememberedMessage* message) {
  for (auto* read = const_cast<RememberedMessage*>(message); read && !read->state_.marked;
       read = message->conversation_->messages_.before(read)) {
    read->state_.marked = true;
  }
}

const RememberedMessage* UserMemory::findByNetworkId(const ConversationName& conversation,
                                                     std::string_view network_id) const {
  return search(find(conversation),
                [&](const RememberedMessage& m) { return !network_id.empty() && m.networkId() == network_id; });
}

const RememberedMessage* UserMemory::findByRequest(const ConversationName& conversation, std::uint64_t request) const {
  return search(find(conversation), [&](const RememberedMessage& m) { return request != 0 && m.request() == request; });
}

const RememberedMessage* UserMemory::findByStanzaId(const ConversationName& conversation,
                                                    std::string_view stanza_id) const {
  return search(find(conversation), [&](const RememberedMessage& m) {
    return !stanza_id.empty() && (m.clientId() == stanza_id || isStanzaIdOf(stanza_id, m.networkId()));
  });
}

const RememberedMessage* UserMemory::findLast(const ConversationName& conversation, bool own) const {
  return search(find(conversation), [&](const RememberedMessage& m) { return m.own() == own && !m.isRetracted(); });
}

const RememberedMessage* UserMemory::findQuoted(const ConversationName& conversation, std::string_view quoted) const {
  return search(find(conversation),
                [&](const RememberedMessage& m) { return !m.isRetracted() && isQuotedBy(m, quoted); });
}

void UserMemory::forget(const ConversationName& conversation) {
  if (const ConversationMemory* its_conversation = find(conversation)) {
    changeRequested([&] { changes_.forget(*its_conversation->key_); });
    for (std::size_t left = its_conversation->count_; left > 0; --left) {
      drop(its_conversation->messages_.oldest());  // the last one takes the conversation with it
    }
  }
}

void UserMemory::forgetAll() {
  changeRequested([&] { changes_.forgetAll(); });
  while (RememberedMessage* message = messages_.oldest()) {
    drop(message);
  }
}

const ConversationMemory* UserMemory::find(const ConversationName& conversation) const {
  if (isLast(conversation)) {
    return last_;
  }
  writeConversationKey(conversation, &key_);
  const auto found = conversations_.find(key_);
  return found == conversations_.end() ? nullptr : &found->second;
}

ConversationMemory& UserMemory::open(const ConversationName& conversation) {
  writeConversationKey(conversation, &key_);
  const auto [place, is_new] = conversations_.try_emplace(key_);
  if (is_new) {
    place->second.user_ = this;
    place->second.key_ = &place->first;
    count(sizeOf(place->first));
  }
  if (conversation.kind != ConversationKind::kPrivate) {
    last_ = &place->second;
    last_kind_ = conversation.kind;
    last_name_ = conversation.name;
  }
  return place->second;
}

template <typename Fits>
RememberedMessage* UserMemory::search(const ConversationMemory* conversation, const Fits& fits) {
  RememberedMessage* message = conversation ? conversation->messages_.newest() : nullptr;
  while (message && !fits(*message)) {
    message = conversation->messages_.before(message);
  }
  return message;
}

RememberedMessage* UserMemory::add(ConversationMemory* conversation, RememberedMessage::Owner message,
                                   RememberedMessage* next) {
  RememberedMessage* added = message.release();  // the lists have it from now on
  added->conversation_ = conversation;
  conversation->messages_.insertBefore(next, added);
  ++conversation->count_;
  messages_.append(added);
  all_.all_.append(added);
  count(added->size());
  return added;
}

RememberedMessage* UserMemory::replace(RememberedMessage* old, const MessageFacts& facts, Clock::time_point now) {
  auto message = RememberedMessage::make(facts, old->sent_);
  message->used_ = now;
  message->state_ = old->state_;
  ConversationMemory* conversation = old->conversation_;
  RememberedMessage* next = old->in_conversation_.next;
  const auto taken = take(old);
  message->reactions_ = std::move(taken->reactions_);
  return add(conversation, std::move(message), next);
}

RememberedMessage::Owner UserMemory::take(RememberedMessage* message) {
  discount(message->size());
  message->conversation_->messages_.remove(message);
  --message->conversation_->count_;
  messages_.remove(message);
  all_.all_.remove(message);
  return RememberedMessage::Owner(message);
}

void UserMemory::drop(RememberedMessage* message) {
  const ConversationMemory* conversation = message->conversation_;
  if (has_changes_) {
    forgetChanges(*message);
  }
  take(message);
  if (conversation->count_ == 0) {
    discount(sizeOf(*conversation->key_));
    last_ = last_ == conversation ? nullptr : last_;
    conversations_.erase(conversations_.find(*conversation->key_));
  }
}

void UserMemory::use(RememberedMessage* message, Clock::time_point now) {
  message->used_ = now;
  moveToEnd(message);
}

void UserMemory::limit() {
  while (bytes_ > all_.limits_.user_bytes && messages_.oldest() != messages_.newest()) {
    drop(messages_.oldest());
  }
  while (all_.bytes_ > all_.limits_.bytes && all_.all_.oldest() != all_.all_.newest()) {
    RememberedMessage* oldest = all_.all_.oldest();
    oldest->conversation_->user_->drop(oldest);
  }
}

}  // namespace prism::host
