// SPDX-License-Identifier: MIT
#include "session/joins.h"

#include "protocol/numerics.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace irc {

namespace {

constexpr std::size_t kMaxJoinLine = 400;        // bytes of names
constexpr std::uint32_t kMaxJoinTargets = 1000;  // where the server has no limit

}  // namespace

JoinProblem joinProblemOf(int numeric) {
  switch (numeric) {
    case kErrNicknameInUse:
    case kErrNickCollision:
    case kErrUnavailResource:
      return JoinProblem::kConflict;
    case kErrNoSuchChannel:
    case kErrBadChanMask:
    case kErrBadChanName:
      return JoinProblem::kNotFound;
    default:
      return JoinProblem::kNotAuthorized;
  }
}

void Joins::request(std::string_view name, std::string_view room, std::string_view nickname, std::string_view key) {
  const auto [place, is_new] = channels_.try_emplace(context_.isupport.fold(name), context_.memory);
  Channel& channel = place->second;
  if (is_new) {
    channel.name = std::string(name);
    channel.room = channel.name;
  }
  if (!key.empty()) {
    channel.key = std::string(key);
  }
  if (!nickname.empty()) {
    channel.room = std::string(room);
    channel.nickname = std::string(nickname);
  }
  if (channel.phase == Channel::Phase::kJoined) {
    if (!nickname.empty()) {
      channel.shown = true;
      context_.observer->channelJoined(channel);
    } else if (!channel.shown) {
      context_.observer->channelOffered(channel);
    }
    return;
  }
  if (!is_new && channel.phase == Channel::Phase::kListing) {
    return;
  }
  const bool parting = pending_parts_.contains(context_.isupport.fold(name));
  if (!is_new && key.empty() && context_.isRegistered() && !parting) {
    return;  // the first JOIN is not answered yet: a second one would get a second answer
  }
  channel.waiting_since = monotonicNow();
  if (is_new && (channels_.size() > kMostChannels || !channel.charged())) {
    fail(place, JoinProblem::kNotAuthorized, "You are in too many channels already: leave one of them first");
    return;
  }
  const std::uint32_t longest = context_.isupport.channel_length;
  if (name.size() > kMostName || !isWord(name) || name.find_first_of(",\x07") != std::string_view::npos ||
      (longest != 0 && name.size() > longest)) {
    fail(place, JoinProblem::kNotFound, "No network has a channel of this name");
    return;
  }
  if (!context_.isRegistered()) {
    return;
  }
  // PART may wait for flood control, behind messages of the user. JOIN has to wait behind it.
  if (outbox_.isHeld() || !parting || !outbox_.add(joinLine(channel))) {
    outbox_.addUrgent(joinLine(channel));
  }
}

OutgoingLine Joins::joinLine(const Channel& channel) {
  const bool keyed = isWord(channel.key) && channel.key.find(',') == std::string::npos;
  return OutgoingLine::join(channel.name, keyed ? channel.key : std::string());
}

void Joins::requestAll() {
  const std::uint32_t limit = context_.isupport.targets("JOIN");
  const std::uint32_t most = limit == 0 ? kMaxJoinTargets : limit;
  std::string names;
  std::uint32_t count = 0;
  const auto send = [&] {
    if (count > 0) {
      outbox_.addUrgent(OutgoingLine::join(names));
      names.clear();
      count = 0;
    }
  };
  for (auto& [folded, channel] : channels_) {
    channel.waiting_since = monotonicNow();
    if (!channel.key.empty()) {
      outbox_.addUrgent(joinLine(channel));
      continue;
    }
    if (count == most || names.size() + channel.name.size() > kMaxJoinLine) {
      send();
    }
    names += (names.empty() ? "" : ",") + channel.name;
    ++count;
  }
  send();
  releaseHeldLines();
}

void Joins::onSelfJoin(std::string_view name) {
  if (pending_parts_.contains(context_.isupport.fold(name))) {
    return;  // the user has left it in the meantime
  }
  Channel* const known = findChannel(channels_, context_.isupport.fold(name));
  Channel* const channel = known ? known : addOffered(name);
  if (!channel) {
    return;
  }
  channel->name = std::string(name);
  if (channel->room.empty()) {
    channel->room = channel->name;
  }
  channel->phase = Channel::Phase::kListing;
  channel->waiting_since = monotonicNow();
  channel->members.clear();
  channel->topic.clear();
  channel->topic_author.clear();
  channel->topic_time = 0;
}

// Adds a channel that the user has not asked for: bouncers and some networks join their users to channels. Returns
// nullptr if there are too many: the user may be in it then, but nothing of it is kept or shown.
Channel* Joins::addOffered(std::string_view name) {
  const auto offered = std::count_if(channels_.begin(), channels_.end(),
                                     [](const auto& entry) { return entry.second.nickname.empty(); });
  if (name.size() <= kMostName && static_cast<std::size_t>(offered) < kMostOfferedChannels) {
    const auto place = channels_.try_emplace(context_.isupport.fold(name), context_.memory).first;
    place->second.name = std::string(name);
    if (place->second.charged()) {
      return &place->second;
    }
    channels_.erase(place);
  }
  context_.reportLimit("The server has put you into more channels than are kept: what happens in the rest is left out");
  return nullptr;
}

void Joins::onNames(const Message& message) {
  Channel* const channel = findChannel(channels_, context_.isupport.fold(message[2]));
  if (channel && channel->phase == Channel::Phase::kListing) {
    membership_.addNames(*channel, message.last());
  }
}

void Joins::onEndOfNames(std::string_view name) {
  Channel* const channel = findChannel(channels_, context_.isupport.fold(name));
  if (!channel || channel->phase != Channel::Phase::kListing) {
    return;
  }
  channel->phase = Channel::Phase::kJoined;
  const std::string& own = context_.nickname.current();
  if (!channel->members.has(context_.isupport.fold(own))) {
    membership_.add(*channel, own, {});  // the list may have been cut
  }
  if (!channel->before.empty() && channel->shown) {
    membership_.showChanges(*channel);
  } else if (!channel->nickname.empty()) {
    channel->shown = true;
    context_.observer->channelJoined(*channel);
  } else {
    context_.observer->channelOffered(*channel);
  }
  channel->before.clear();
  if (context_.capabilities.on("away-notify") || context_.settings.away_interval.count() > 0) {
    membership_.requestAway(*channel);
  }
  history_.request(*channel);
  releaseHeldLines();
}

void Joins::fail(ChannelMap::iterator place, JoinProblem problem, std::string_view text) {
  const Channel channel = std::move(place->second);
  channels_.erase(place);
  if (!channel.nickname.empty()) {
    context_.observer->joinFailed(channel, problem, text);
  } else {
    context_.observer->answer(channel.name + ": " + std::string(text));
  }
  releaseHeldLines();
}

void Joins::checkTimeouts() {
  for (auto place = channels_.begin(); place != channels_.end();) {
    const auto current = place++;
    const Channel& channel = current->second;
    if (channel.phase == Channel::Phase::kJoined ||
        monotonicNow() - channel.waiting_since < context_.settings.join_timeout) {
      continue;
    }
    if (channel.phase == Channel::Phase::kJoining) {
      fail(current, JoinProblem::kNotFound, context_.server_name + " does not answer the attempt to join");
    } else {
      onEndOfNames(std::string(channel.name));
    }
  }
}

void Joins::releaseHeldLines() {
  if (outbox_.isHeld() && std::all_of(channels_.begin(), channels_.end(), [](const auto& entry) {
        return entry.second.phase == Channel::Phase::kJoined;
      })) {
    outbox_.hold(false);
    outbox_.pump();
  }
}

}  // namespace irc
