// SPDX-License-Identifier: MIT
#include "session/channels.h"

#include "protocol/numerics.h"
#include "protocol/text/words.h"

#include <cstddef>
#include <utility>

namespace irc {

Channels::Channels(SessionContext& context, Outbox& outbox, History& history)
    : context_(context),
      pending_parts_(context.settings.join_timeout),
      membership_(context, outbox, channels_),
      joins_(context, outbox, history, channels_, membership_, pending_parts_),
      departures_(context, outbox, channels_, membership_, joins_, pending_parts_) {}

Channel* Channels::find(std::string_view name) { return findChannel(channels_, context_.isupport.fold(name)); }

void Channels::rekeyForCasemapping() {
  ChannelMap rekeyed;
  for (auto& [folded, channel] : channels_) {
    std::string key = context_.isupport.fold(channel.name);
    rekeyed.insert_or_assign(std::move(key), std::move(channel));
  }
  channels_ = std::move(rekeyed);
  for (auto& [folded, channel] : channels_) {
    channel.members.refold(context_.isupport);
    channel.before.refold(context_.isupport);
  }
  joins_.onRekeyed();
}

void Channels::clear() {
  departures_.clear();
  channels_.clear();
}

void Channels::onConnectionLost() {
  for (auto& [folded, channel] : channels_) {
    if (channel.phase == Channel::Phase::kJoined) {
      channel.before.takeFrom(channel.members);
    }
    channel.members.clear();
    channel.phase = Channel::Phase::kJoining;
    channel.waiting_since = std::chrono::milliseconds(0);
  }
}

bool Channels::onError(int numeric, const Message& message) {
  if ((numeric == kErrNotOnChannel || numeric == kErrNoSuchChannel) &&
      pending_parts_.answer(context_.isupport.fold(message[1]))) {
    return true;
  }
  if (sameWord(message[1], "JOIN") && joins_.onCommandRefused(message.last())) {
    return true;
  }
  // Bouncers have numerics of their own, and may leave out the nickname, or name the command first.
  auto place = channels_.end();
  for (std::size_t i = 0; i + 1 < message.count && place == channels_.end(); ++i) {
    place = channels_.find(context_.isupport.fold(message[i]));
  }
  if (place == channels_.end()) {
    return false;
  }
  const std::string& name = place->second.name;
  if (place->second.phase == Channel::Phase::kJoining && answersJoin(numeric)) {
    if (!isParting(name)) {  // else it answers a JOIN that the user has given up
      // me channel other-channel :Forwarding to another channel
      const std::string other = numeric == kErrLinkChannel ? ": " + std::string(message[2]) : "";
      joins_.onRefused(place, numeric, std::string(message.last()) + other);
    }
    return true;
  }
  if (numeric == kErrNotOnChannel) {
    departures_.removeSelf(place->second, Departure::kPart, message.last());
    return true;
  }
  return false;
}

bool Channels::onJoinFailed(std::string_view name, std::string_view code, std::string_view text) {
  const auto place = channels_.find(context_.isupport.fold(name));
  if (place == channels_.end() || place->second.phase != Channel::Phase::kJoining) {
    return false;
  }
  if (!isParting(name)) {
    const bool may_pass = code == "ACCOUNT_REQUIRED" || code == "INVITE_ONLY" || code == "NEED_REGISTRATION";
    joins_.onRefused(place, JoinProblem::kNotAuthorized, may_pass, text);
  }
  return true;
}

void Channels::onTopic(const Message& message) {
  if (Channel* const channel = find(message[0])) {
    channel->setTopic(message[1], message.from().name);
    channel->topic_time = 0;
    if (channel->shown) {
      context_.observer->topicChanged(*channel);
    }
  }
}

void Channels::onInvite(const Message& message) {
  const std::string_view by = message.from().name;
  if (context_.isSelf(message[0])) {
    context_.observer->invited(by, message[1]);
  } else if (const Channel* channel = find(message[1]); channel && channel->shown) {
    context_.observer->noteInChannel(*channel, std::string(by) + " has invited " + std::string(message[0]));
  }
}

}  // namespace irc
