// SPDX-License-Identifier: MIT
// Leaves channels: PART of the user, and PART, KICK and QUIT from the server, of the user and of other members.
#pragma once

#include "protocol/message.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/joins.h"
#include "session/membership.h"
#include "session/netsplits.h"
#include "session/outbox.h"
#include "session/pending_parts.h"

#include <string_view>

namespace irc {

class Departures {
 public:
  // All of them must outlive this object.
  Departures(SessionContext& context, Outbox& outbox, ChannelMap& channels, Membership& membership, Joins& joins,
             PendingParts& pending_parts)
      : context_(context),
        outbox_(outbox),
        channels_(channels),
        membership_(membership),
        joins_(joins),
        pending_parts_(pending_parts),
        netsplits_(context, channels) {}

  // Returns false if the user is not in the channel.
  bool part(std::string_view name, std::string_view reason);

  void onPart(const Message& message);
  void onKick(const Message& message);
  void onQuit(std::string_view nick, std::string_view reason);
  // Takes the user out of a channel. This is shown even if the list of names has not come to the user's own yet.
  void removeSelf(Channel& channel, Departure how, std::string_view text, std::string_view by = {});

  // Another person joins a channel.
  void onJoin(std::string_view nick) { netsplits_.onJoin(context_.isupport.fold(nick)); }

  void clear() { netsplits_.clear(); }

 private:
  SessionContext& context_;
  Outbox& outbox_;
  ChannelMap& channels_;
  Membership& membership_;
  Joins& joins_;
  PendingParts& pending_parts_;
  Netsplits netsplits_;
};

}  // namespace irc
