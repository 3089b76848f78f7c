// SPDX-License-Identifier: MIT
// Gathers the QUITs of each netsplit, and shows one line for all of them in each channel.
#pragma once

#include "session/channel.h"
#include "session/context.h"
#include <prism/host.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace irc {

class Netsplits {
 public:
  // Both must outlive this object.
  Netsplits(SessionContext& context, const ChannelMap& channels) : context_(context), channels_(channels) {}

  // A person has left a channel by a QUIT whose reason is a netsplit. Nickname and channel are folded. The netsplit is
  // announced when no QUIT follows for half a second.
  void onLeft(std::string_view reason, const std::string& folded_nick, const std::string& folded_channel);
  // A person has joined a channel. A netsplit that has taken this person away is announced first.
  void onJoin(const std::string& folded_nick);
  void clear();

 private:
  struct Split {
    std::set<std::string, std::less<>> people;  // folded nicknames, the first kMostNamed of them
    std::size_t more = 0;
    std::string last;                             // the folded nickname that was added last
    std::set<std::string, std::less<>> channels;  // folded
  };
  using Splits = std::map<std::string, Split, std::less<>>;  // by reason

  void announce(Splits::iterator place);
  void announceAll();

  SessionContext& context_;
  const ChannelMap& channels_;
  Splits splits_;
  prism::Timer timer_;
};

}  // namespace irc
