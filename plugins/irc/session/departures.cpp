// SPDX-License-Identifier: MIT
#include "session/departures.h"

#include "protocol/netsplit.h"
#include "session/cut.h"

#include <string>

namespace irc {

bool Departures::part(std::string_view name, std::string_view reason) {
  const auto place = channels_.find(context_.isupport.fold(name));
  if (place == channels_.end()) {
    return false;
  }
  const bool entered = place->second.phase != Channel::Phase::kJoining;
  const bool on_server = entered || (context_.isRegistered() && !place->second.refused);
  const std::string real_name = place->second.name;
  channels_.erase(place);
  if (!entered) {
    outbox_.dropMessages(real_name);
  }
  joins_.releaseHeldLines();
  if (!on_server) {
    return true;
  }
  pending_parts_.add(context_.isupport.fold(real_name));
  const OutgoingLine line = OutgoingLine::part(real_name, reason);
  if (!outbox_.add(line)) {
    outbox_.addUrgent(line);
  }
  return true;
}

void Departures::removeSelf(Channel& channel, Departure how, std::string_view text, std::string_view by) {
  if (channel.phase == Channel::Phase::kJoining) {
    return;  // the user is about to enter it again
  }
  const std::string& own = context_.nickname.current();
  const Member* const found = channel.members.find(context_.isupport.fold(own));
  const Member self = found ? *found : Member{own, {}, false};
  if (channel.shown) {
    std::string why = cutVisibly(text, kMostText);
    if (const std::size_t dropped = outbox_.dropMessages(channel.name); dropped > 0) {
      why += droppedText(dropped);
    }
    context_.observer->memberLeft(channel, self, how, why, by);
  }
  const auto place = channels_.find(context_.isupport.fold(channel.name));
  if (place == channels_.end()) {
    return;
  }
  if (!channel.shown) {
    joins_.fail(place, JoinProblem::kNotAuthorized, text);
    return;
  }
  channels_.erase(place);
  joins_.releaseHeldLines();
}

void Departures::onPart(const Message& message) {
  const std::string_view nick = message.from().name;
  const bool is_self = context_.isSelf(nick);
  const bool is_answer = is_self && pending_parts_.answer(context_.isupport.fold(message[0]));
  Channel* const channel = findChannel(channels_, context_.isupport.fold(message[0]));
  if (!channel) {
    return;
  }
  if (is_answer) {
    joins_.awaitAnother(*channel);  // the user has requested it again since
    return;
  }
  if (is_self) {
    removeSelf(*channel, Departure::kPart,
               message[1].empty() ? "The server has taken you out of the channel" : message[1]);
  } else {
    membership_.remove(*channel, context_.isupport.fold(nick), Departure::kPart, message[1]);
  }
}

void Departures::onKick(const Message& message) {
  Channel* const channel = findChannel(channels_, context_.isupport.fold(message[0]));
  if (!channel) {
    return;
  }
  const Isupport& isupport = context_.isupport;
  const std::string_view nick = message[1];
  const std::string_view source = message.from().name;
  const std::string_view by = source.empty() ? std::string_view(context_.server_name) : source;
  std::string text(by);
  if (!message[2].empty() && message[2] != by && !isupport.same(message[2], nick)) {
    text += ": " + std::string(message[2]);
  }
  const std::string_view actor =
      message.from().user.empty() ? std::string_view() : source;  // servers have no user name
  if (context_.isSelf(nick)) {
    removeSelf(*channel, Departure::kKick, text, actor);
  } else {
    membership_.remove(*channel, isupport.fold(nick), Departure::kKick, text, actor);
  }
}

void Departures::onQuit(std::string_view nick, std::string_view reason) {
  const bool netsplit = isNetsplit(reason);
  const std::string text = cutVisibly(reason, kMostText);
  const std::string folded_nick = context_.isupport.fold(nick);
  for (auto& [folded, channel] : channels_) {
    if (membership_.remove(channel, folded_nick, netsplit ? Departure::kNetsplit : Departure::kQuit, text) &&
        netsplit) {
      netsplits_.onLeft(text, folded_nick, folded);
    }
  }
}

}  // namespace irc
