// SPDX-License-Identifier: MIT
#include "session/channels.h"

#include "protocol/numerics.h"

#include <utility>

namespace irc {

Channels::Channels(SessionContext& context, Outbox& outbox, History& history)
    : context_(context),
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
  }
}

bool Channels::onError(int numeric, const Message& message) {
  if ((numeric == kErrNotOnChannel || numeric == kErrNoSuchChannel) &&
      pending_parts_.answer(context_.isupport.fold(message[1]))) {
    return true;
  }
  const auto place = channels_.find(context_.isupport.fold(message[1]));
  if (place == channels_.end()) {
    return false;
  }
  if (place->second.phase == Channel::Phase::kJoining) {
    if (!isParting(message[1])) {  // else it answers a JOIN that the user has given up
      joins_.fail(place, joinProblemOf(numeric), message.last());
    }
    return true;
  }
  if (numeric == kErrNotOnChannel) {
    departures_.removeSelf(place->second, Departure::kPart, message.last());
    return true;
  }
  return false;
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
