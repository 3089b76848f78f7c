// SPDX-License-Identifier: MIT
// Gathers the QUITs of a netsplit, and shows one line for all of them in each channel.
#pragma once

#include "session/channel.h"
#include "session/context.h"
#include <prism/host.hpp>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace irc {

class Netsplits {
 public:
  // Both must outlive this object.
  Netsplits(SessionContext& context, const ChannelMap& channels) : context_(context), channels_(channels) {}

  // Begins the QUIT of one person. Announces the gathered netsplit now if it has another reason.
  void startQuit(std::string_view reason);
  // The person has left a channel.
  void addChannel(std::string_view reason, const std::string& folded_channel);
  // Ends the QUIT. The netsplit is announced when none follows for two seconds.
  void endQuit();
  void clear();

 private:
  struct Split {
    std::string reason;
    std::size_t people = 0;
    std::set<std::string> channels;  // folded
  };

  void announce();

  SessionContext& context_;
  const ChannelMap& channels_;
  std::unique_ptr<Split> split_;
  prism::Timer timer_;
};

}  // namespace irc
