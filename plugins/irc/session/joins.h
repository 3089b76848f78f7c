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
#include <prism/host.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// The end of a text about a channel that the user is not in: lines that waited are not sent.
inline std::string droppedText(std::size_t lines) {
  return " (" + std::to_string(lines) + (lines == 1 ? " line of yours is not sent)" : " lines of yours are not sent)");
}

// Returns false if an error with the name of a channel cannot be the answer to JOIN, but that to a message or a mode.
bool answersJoin(int numeric);
// Returns the meaning of an error as the answer to JOIN.
JoinProblem joinProblemOf(int numeric);

class Joins {
 public:
  // All of them must outlive this object.
  Joins(SessionContext& context, Outbox& outbox, History& history, ChannelMap& channels, Membership& membership,
        PendingParts& pending_parts)
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

  // A line has been written to the connection.
  void onSent(const OutgoingLine& line);
  // The server refuses JOIN. If the services may still identify the user, the channel waits for it; else it fails.
  void onRefused(ChannelMap::iterator place, int numeric, std::string_view text);
  void onRefused(ChannelMap::iterator place, JoinProblem problem, bool may_pass, std::string_view text);
  // The server refuses a JOIN without the name of the channel. Returns false if none is unanswered.
  bool onCommandRefused(std::string_view text);
  // The services have identified the user.
  void onIdentified();
  // The case mapping has changed.
  void onRekeyed();
  void stop() { check_timer_.end(); }
  // True if a channel waits for the services to identify the user.
  bool hasRefused() const;

  // The server has answered a PART from before the last JOIN, whose answer follows.
  void awaitAnother(Channel& channel);
  // JOIN of the user.
  void onSelfJoin(std::string_view name);
  // RPL_NAMREPLY
  void onNames(const Message& message);
  // RPL_ENDOFNAMES
  void onEndOfNames(std::string_view name);

  // Removes a channel that the user could not enter, and shows it.
  void fail(ChannelMap::iterator place, JoinProblem problem, std::string_view text);
  // Once all channels are joined again, the lines of the user go out.
  void releaseHeldLines();

 private:
  static std::string_view usableKey(const Channel& channel);  // empty if there is none
  static void prepareJoin(Channel& channel);
  static bool isAskedAgain(const Channel& channel) { return channel.shown || channel.throttled; }
  bool isOverdue(const Channel& channel) const;
  // Once a second while a channel is being entered.
  void startChecks();
  void check();
  void failOverdue();
  void askForRestOfCutLine();
  // Gives up JOINs, and lists of names, that the server has not answered in time.
  void checkTimeouts();
  void show(Channel& channel);
  Channel* addOffered(std::string_view name);

  SessionContext& context_;
  Outbox& outbox_;
  History& history_;
  ChannelMap& channels_;
  Membership& membership_;
  PendingParts& pending_parts_;
  std::chrono::milliseconds cut_line_{0};  // when the JOIN line was sent that had one channel too many; 0: none was
  prism::Timer check_timer_;               // runs while a channel is being entered
};

}  // namespace irc
