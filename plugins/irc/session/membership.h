// SPDX-License-Identifier: MIT
// The members of the channels: joins, departures, nicknames, ranks and away states.
#pragma once

#include "protocol/message.h"
#include "protocol/modes.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/outbox.h"

#include <chrono>
#include <string>
#include <string_view>

namespace irc {

class Membership {
 public:
  // All of them must outlive this object.
  Membership(SessionContext& context, Outbox& outbox, ChannelMap& channels)
      : context_(context), outbox_(outbox), channels_(channels) {}

  // Adds a member. Returns nullptr, and reports the limit, if there is no memory left for it.
  Member* add(Channel& channel, std::string_view nick, Ranks ranks);
  // Removes a member, and shows it. Returns false if the channel has no such member.
  bool remove(Channel& channel, const std::string& folded_nick, Departure how, std::string_view text,
              std::string_view by = {});

  // JOIN of another person.
  void onJoin(Channel& channel, std::string_view nick);
  // The list of RPL_NAMREPLY.
  void addNames(Channel& channel, std::string_view names);
  // MODE of a channel: ranks of members, and its key.
  void onMode(Channel& channel, const Message& message);
  // NICK, of the user too.
  void rename(const std::string& old_nick, const std::string& new_nick);
  // The new connection has given the user another nickname than the previous one.
  void renameBefore(const std::string& old_nick, const std::string& new_nick);
  // Sets the away state of a person in all channels.
  void setAway(std::string_view nick, bool away, std::string_view text);
  // Shows how the members differ from those before the reconnect.
  void showChanges(Channel& channel);

  // Asks which members are away, by WHO; not in channels so large that the reply would be a flood.
  void requestAway(const Channel& channel);
  // Does so for all channels at the interval of service.irc_away_timeout, if the server has no away-notify.
  void pollAway();

 private:
  struct Renaming;
  void rename(const Channel& channel, Members& members, const Renaming& renaming);

  SessionContext& context_;
  Outbox& outbox_;
  ChannelMap& channels_;
  std::chrono::milliseconds away_polled_at_{0};
};

}  // namespace irc
