// SPDX-License-Identifier: MIT
// Joins channels, from JOIN to RPL_ENDOFNAMES. A join is requested by the user, repeated after a reconnect, or forced
// by the server.
#pragma once

#include "protocol/message.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/history.h"
#include "session/membership.h"
#include "session/outbox.h"
#include "session/pending_parts.h"

#include <string_view>

namespace irc {

// Returns the meaning of an error as the answer to JOIN.
JoinProblem joinProblemOf(int numeric);

class Joins {
 public:
  // All of them must outlive this object.
  Joins(SessionContext& context, Outbox& outbox, History& history, ChannelMap& channels, Membership& membership,
        const PendingParts& pending_parts)
      : context_(context),
        outbox_(outbox),
        history_(history),
        channels_(channels),
        membership_(membership),
        pending_parts_(pending_parts) {}

  // Enters a channel, which the user calls `room`. Observer::channelJoined() or joinFailed() follows. Without a
  // nickname, Spectrum has no room for it yet, and channelOffered() follows.
  void request(std::string_view name, std::string_view room, std::string_view nickname, std::string_view key);
  // Joins all channels, in as few lines as the server allows.
  void requestAll();

  // JOIN of the user.
  void onSelfJoin(std::string_view name);
  // RPL_NAMREPLY
  void onNames(const Message& message);
  // RPL_ENDOFNAMES
  void onEndOfNames(std::string_view name);

  // Removes a channel that the user could not enter, and shows it.
  void fail(ChannelMap::iterator place, JoinProblem problem, std::string_view text);
  // Gives up JOINs, and lists of names, that the server has not answered in time.
  void checkTimeouts();
  // Once all channels are joined again, the lines of the user go out.
  void releaseHeldLines();

 private:
  static OutgoingLine joinLine(const Channel& channel);
  Channel* addOffered(std::string_view name);

  SessionContext& context_;
  Outbox& outbox_;
  History& history_;
  ChannelMap& channels_;
  Membership& membership_;
  const PendingParts& pending_parts_;
};

}  // namespace irc
