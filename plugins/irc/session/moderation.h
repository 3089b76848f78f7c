// SPDX-License-Identifier: MIT
// The user's requests as an operator of a channel, and invitations: KICK, MODE and INVITE, with the server's answers.
//
// A KICK and an INVITE are answered by a line or an error. A MODE that changes nothing has no answer, so a PING follows
// it: once its answer is there, the MODE is done. A bouncer answers the PING itself, and may be too early.
#pragma once

#include "protocol/message.h"
#include "session/context.h"
#include "session/moderation_result.h"
#include "session/outbox.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>

namespace irc {

class Moderation {
 public:
  // Both must outlive this object.
  Moderation(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  // Each sends a request of the user, with a number of the caller. Observer::moderated() follows. Returns false if
  // nothing is sent: there is no connection, a name is invalid, or too much waits.
  bool kick(std::uint64_t number, std::string_view channel, std::string_view nick, std::string_view reason);
  // `modes` are of `argument`, such as "+b" of a mask, or "-o+v" of a nickname.
  bool changeModes(std::uint64_t number, std::string_view channel, std::string_view modes, std::string_view argument);
  // The same for modes of the channel with their own arguments, with spaces between them.
  bool setModes(std::uint64_t number, std::string_view channel, std::string_view modes, std::string_view arguments);
  bool readModes(std::uint64_t number, std::string_view channel);
  // The masks of the bans.
  bool listBans(std::uint64_t number, std::string_view channel);
  bool invite(std::uint64_t number, std::string_view channel, std::string_view nick);

  // Lines of the server.
  void onKick(const Message& message);
  void onMode(const Message& message);
  void onPong(std::string_view token);
  // Each returns true if the numeric answers a request.
  bool onInviting(std::string_view nick, std::string_view channel);
  bool onModesAre(const Message& message);
  bool onBan(std::string_view channel, std::string_view mask, std::string_view by);
  bool onEndOfBans(std::string_view channel);
  bool onError(int numeric, const Message& message);

  void onConnectionLost();

 private:
  enum class Kind : unsigned char { kKick, kModes, kBans, kInvite, kRead };
  struct Pending {
    Kind kind;
    std::uint64_t number;
    std::string channel;   // folded
    std::string argument;  // folded: the nickname or the mask
    std::string token;     // of the PING behind it, with kModes
    std::chrono::milliseconds sent;
    ModerationResult result = {};
  };
  using Place = std::list<Pending>::iterator;

  bool canSend(std::string_view channel);
  bool send(Kind kind, std::uint64_t number, std::string_view channel, std::string_view argument, OutgoingLine line,
            std::string token = {});
  Place find(Kind kind, std::string_view channel, std::string_view argument);
  void end(Place place, ModerationOutcome outcome, std::string_view text = {});

  SessionContext& context_;
  Outbox& outbox_;
  std::list<Pending> pending_;  // in the order of their lines
  std::uint64_t last_token_ = 0;
};

}  // namespace irc
