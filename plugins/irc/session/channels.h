// SPDX-License-Identifier: MIT
// The channels that the user is in, or is about to enter. Joins and Departures add and remove
// channels. Membership keeps the members.
#pragma once

#include "protocol/message.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/departures.h"
#include "session/history.h"
#include "session/joins.h"
#include "session/membership.h"
#include "session/outbox.h"
#include "session/pending_parts.h"

#include <string_view>

namespace irc {

class Channels {
 public:
  // All of them must outlive this object.
  Channels(SessionContext& context, Outbox& outbox, History& history);
  Channels(const Channels&) = delete;
  Channels& operator=(const Channels&) = delete;

  const ChannelMap& all() const { return channels_; }
  // nullptr if the user is not in the channel, nor about to enter it.
  Channel* find(std::string_view name);
  Joins& joins() { return joins_; }
  Departures& departures() { return departures_; }
  Membership& membership() { return membership_; }

  void startConnection() { pending_parts_.clear(); }
  // All channels are to be joined again. Their members are kept, so that only the changes are shown then.
  void onConnectionLost();
  // Computes all keys again, after the server has named another case mapping than the assumed one.
  void rekeyForCasemapping();
  void clear();

  void onTopic(const Message& message);
  void onInvite(const Message& message);
  // A numeric of an error. Returns true if it is the answer to a JOIN or PART.
  bool onError(int numeric, const Message& message);
  // FAIL JOIN with a code. Returns false if the channel is not about to be entered.
  bool onJoinFailed(std::string_view name, std::string_view code, std::string_view text);
  // True if the user has left the channel, and the server has not answered yet.
  bool isParting(std::string_view name) const { return pending_parts_.contains(context_.isupport.fold(name)); }
  // True if messages to the channel have to wait, since it is not entered yet. The name is folded.
  bool isJoining(const std::string& folded) const {
    const auto place = channels_.find(folded);
    return place != channels_.end() && place->second.phase == Channel::Phase::kJoining &&
           !pending_parts_.contains(folded);  // else the messages are those before PART
  }

 private:
  SessionContext& context_;
  ChannelMap channels_;
  PendingParts pending_parts_;
  Membership membership_;
  Joins joins_;
  Departures departures_;
};

}  // namespace irc
