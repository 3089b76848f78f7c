// SPDX-License-Identifier: MIT
// Sends a session's lines: in order, as fast as flood control allows.
#pragma once

#include "protocol/outgoing_line.h"
#include "session/connection.h"
#include "session/context.h"
#include "session/send_queue.h"
#include <prism/host.hpp>
#include <prism/token_bucket.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace irc {

class Outbox {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    // `line` has been written to the connection.
    virtual void onSent(const OutgoingLine& line) = 0;
    // Returns true while messages to a conversation must wait: it is a channel that is not entered yet.
    virtual bool isBlocked(const std::string& folded_name) = 0;
  };

  // All of them must outlive the outbox.
  Outbox(SessionContext& context, Connection& connection, Listener& listener);

  // Queues a line of the user: a message, JOIN or PART behind those of its conversation, any other line before all
  // messages. It waits for the next connection if there is none. Returns false if the queue is full.
  bool add(OutgoingLine line);
  // Queues a line that the session depends on: it goes before those of the user.
  void addUrgent(OutgoingLine line);
  // Queues an urgent JOIN. Those of one turn of the event loop become one line, as far as the server allows.
  void addJoin(std::string_view channel, std::string_view key);
  // Queues a query or an automatic reply: it goes after those of the user.
  void addIdle(OutgoingLine line);
  // Sends a line past the queue. Does not call the listener.
  void sendNow(const OutgoingLine& line);
  // Sends what flood control allows now. Does nothing before the session is registered.
  void pump();

  // While held, commands and idle lines wait: the channels that they may concern are not joined again yet.
  void hold(bool held) { held_ = held; }
  bool isHeld() const { return held_; }

  bool hasRoomFor(std::size_t lines) const { return queue_.size() + lines <= context_.settings.queue_limit; }
  // The number of queries and replies that wait.
  std::size_t idleSize() const { return queue_.idleSize(); }

  // The number of messages to `target` that wait, and the time until the last of them is sent.
  std::size_t waitingFor(std::string_view target) const { return queue_.waitingIn(conversationOf(target)); }
  std::chrono::milliseconds delayFor(std::string_view target) const;
  // True if nothing waits, and a message could be sent at once after one more line.
  bool isIdle() const;
  // Drops the messages to `target` that wait; all messages if it is empty. Returns their number.
  std::size_t dropMessages(std::string_view target);

  // The case mapping has changed: conversations have other keys.
  void rekey();
  // A new connection begins: only the user's lines stay, without JOIN and PART.
  void startConnection();
  void stop() { send_timer_.end(); }
  // Drops all lines.
  void clear() { queue_ = SendQueue(0); }

 private:
  void send(const OutgoingLine& line);
  std::string conversationOf(std::string_view target) const;
  bool needsLabel(const OutgoingLine& line) const;
  void sendSeparately(const OutgoingLine& line, const std::string& tags);
  void write(std::string line);

  SessionContext& context_;
  Connection& connection_;
  Listener& listener_;
  SendQueue queue_;
  prism::TokenBucket bucket_;
  prism::Timer send_timer_;
  std::uint32_t next_batch_ = 0;
  bool held_ = false;
};

}  // namespace irc
