// SPDX-License-Identifier: MIT
#include "session/typing.h"

#include "protocol/tags.h"
#include "session/chat_act.h"
#include "session/clock.h"
#include "session/limits.h"
#include "session/message_tags.h"

#include <algorithm>

namespace irc {

namespace {

// The times of the specification: the shortest between two lines, and how long others believe them.
constexpr std::chrono::seconds kShortest{3};
constexpr std::chrono::seconds kActiveHolds{6};
constexpr std::chrono::seconds kPausedHolds{30};
// Others must be told again before they stop believing it.
constexpr std::chrono::seconds kRepeat{5};
// A client that says nothing for this time is not typing any more.
constexpr std::chrono::seconds kLongest{60};
// The conversations in which the user types at a time.
constexpr std::size_t kMostOwn = 20;

const char* nameOf(TypingPhase phase) {
  return phase == TypingPhase::kActive ? "active" : phase == TypingPhase::kPaused ? "paused" : "done";
}

std::optional<TypingPhase> phaseOf(std::string_view name) {
  for (const TypingPhase phase : {TypingPhase::kActive, TypingPhase::kPaused, TypingPhase::kDone}) {
    if (name == nameOf(phase)) {
      return phase;
    }
  }
  return std::nullopt;
}

}  // namespace

// ------------------------------------------------------------------------------------------------ the user

// A nickname that is not there causes an error, which only a label distinguishes from that of a message.
bool Typing::canSend(std::string_view target) const {
  std::string_view channel;
  const Capabilities& capabilities = context_.capabilities;
  return context_.isRegistered() && isWord(target) && target.find(',') == std::string_view::npos &&
         capabilities.on("message-tags") && context_.isupport.relaysTag("typing") &&
         (capabilities.on("labeled-response") || context_.isupport.isChannelOrStatus(target, channel));
}

void Typing::set(std::string_view target, TypingPhase phase) {
  if (!canSend(target)) {
    return;
  }
  const auto place = own_.find(target);
  if (place == own_.end() && (phase != TypingPhase::kActive || own_.size() >= kMostOwn)) {
    return;  // nobody has been told that the user is typing
  }
  Own& own = place == own_.end() ? own_[std::string(target)] : place->second;
  const Time now = monotonicNow();
  const bool is_repeated = own.phase == TypingPhase::kActive && phase == TypingPhase::kActive;
  own.phase = phase;
  own.until = now + kLongest;
  if (!is_repeated) {
    own.due = own.sent == Time(0) ? now : std::max(now, own.sent + kShortest);
  }
  tick();
}

void Typing::onSent(const OutgoingLine& line) {
  if (!line.isMessage()) {
    return;
  }
  if (const auto place = own_.find(line.target); place != own_.end()) {
    place->second.phase.reset();
  }
}

void Typing::send(const std::string& target, TypingPhase phase) {
  std::string tags;
  if (!canSend(target) || !outbox_.isIdle() || !appendTag("+typing", nameOf(phase), &tags)) {
    return;
  }
  OutgoingLine line = OutgoingLine::onlyTags(target, std::move(tags));
  line.quiet = true;
  outbox_.addIdle(std::move(line));
}

void Typing::sendDue(Time now) {
  for (auto place = own_.begin(); place != own_.end();) {
    Own& own = place->second;
    if (own.due > now) {
      ++place;
      continue;
    }
    if (!own.phase) {
      place = own_.erase(place);
      continue;
    }
    send(place->first, *own.phase);
    own.sent = now;
    const bool goes_on = own.phase == TypingPhase::kActive && now < own.until;
    own.due = now + (goes_on ? kRepeat : kShortest);
    if (!goes_on) {
      own.phase.reset();
    }
    ++place;
  }
}

// -------------------------------------------------------------------------------------------------- others

void Typing::onTagMessage(const Message& message) {
  const auto value = clientTagOf(message, "+draft/typing", "+typing");
  const auto phase = value ? phaseOf(*value) : std::nullopt;
  ChatAct act;
  if (!phase || !context_.isRegistered() || !resolveAct(context_, channels_, message, &act) || act.own ||
      act.nick.size() > kMostName) {
    return;
  }
  Key key{conversationOf(context_, act), context_.isupport.fold(act.nick)};
  auto place = others_.find(key);
  if (*phase == TypingPhase::kDone) {
    if (place != others_.end()) {
      const Other other = std::move(place->second);
      others_.erase(place);
      show(key, other, TypingPhase::kDone);
    }
    return;
  }
  const bool is_new = place == others_.end();
  if (is_new && others_.size() >= kMostTyping) {
    return;
  }
  const Time now = monotonicNow();
  Other& other = others_[key];
  const bool is_change = is_new || other.phase != *phase;
  other = {std::string(act.nick), *phase, now + (*phase == TypingPhase::kActive ? kActiveHolds : kPausedHolds)};
  if (is_change) {
    show(key, other, *phase);
  }
  schedule(now);
}

void Typing::onMessage(const Message& message) {
  if (others_.empty()) {
    return;
  }
  ChatAct act;
  if (resolveAct(context_, channels_, message, &act)) {
    others_.erase({conversationOf(context_, act), context_.isupport.fold(act.nick)});
  }
}

void Typing::expire(Time now) {
  for (auto place = others_.begin(); place != others_.end();) {
    if (place->second.expires > now) {
      ++place;
      continue;
    }
    const auto expired = others_.extract(place++);
    show(expired.key(), expired.mapped(), TypingPhase::kDone);
  }
}

void Typing::show(const Key& key, const Other& other, TypingPhase phase) {
  ChatAct act;
  act.nick = other.nick;
  if (context_.isupport.isChannel(key.first)) {
    act.channel = channels_.find(key.first);
    if (!act.channel || !act.channel->shown || !act.channel->members.has(key.second)) {
      return;
    }
  } else {
    act.other = other.nick;
  }
  context_.observer->typed(act, phase);
}

// ------------------------------------------------------------------------------------------------ the clock

void Typing::tick() {
  const Time now = monotonicNow();
  sendDue(now);
  expire(now);
  schedule(now);
}

void Typing::schedule(Time now) {
  std::optional<Time> next;
  const auto consider = [&](Time time) { next = next ? std::min(*next, time) : time; };
  for (const auto& [target, own] : own_) {
    consider(own.due);
  }
  for (const auto& [key, other] : others_) {
    consider(other.expires);
  }
  if (!next) {
    timer_.end();
    return;
  }
  timer_ = context_.host.after(std::max(*next - now, Time(1)), [this] { tick(); });
}

void Typing::stop() {
  timer_.end();
  own_.clear();
  others_.clear();
}

}  // namespace irc
