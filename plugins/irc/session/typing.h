// SPDX-License-Identifier: MIT
// Who is typing, in both directions: https://ircv3.net/specs/client-tags/typing
#pragma once

#include "protocol/message.h"
#include "protocol/outgoing_line.h"
#include "session/channels.h"
#include "session/context.h"
#include "session/observer.h"
#include "session/outbox.h"
#include <prism/host.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

class Typing {
 public:
  // All of them must outlive this object.
  Typing(SessionContext& context, Outbox& outbox, Channels& channels)
      : context_(context), outbox_(outbox), channels_(channels) {}

  // A request of the user. The server is told at most once in three seconds, again and again while the user is typing,
  // and only while nothing else waits to be sent.
  void set(std::string_view target, TypingPhase phase);
  // A line has been written to the connection. A message ends the user's typing.
  void onSent(const OutgoingLine& line);

  // TAGMSG, and a message of somebody, which ends their typing.
  void onTagMessage(const Message& message);
  void onMessage(const Message& message);

  // The connection has ended, and with it all typing.
  void stop();

 private:
  using Time = std::chrono::milliseconds;  // on the monotonic clock

  struct Own {
    std::optional<TypingPhase> phase;  // to be sent; nothing: only the time of the last one is kept
    Time due{0};
    Time sent{0};
    Time until{0};  // the phase kActive is repeated until then
  };
  struct Other {
    std::string nick;
    TypingPhase phase = TypingPhase::kActive;
    Time expires{0};
  };
  using Key = std::pair<std::string, std::string>;  // folded: the conversation, and the nickname

  bool canSend(std::string_view target) const;
  void send(const std::string& target, TypingPhase phase);
  void tick();
  void sendDue(Time now);
  void expire(Time now);
  void schedule(Time now);
  void show(const Key& key, const Other& other, TypingPhase phase);

  SessionContext& context_;
  Outbox& outbox_;
  Channels& channels_;
  std::map<std::string, Own, std::less<>> own_;  // by target
  std::map<Key, Other> others_;
  prism::Timer timer_;
};

}  // namespace irc
