// SPDX-License-Identifier: MIT
// Sends a session's lines: in order, as fast as flood control allows.
#pragma once

#include "protocol/outgoing_line.h"
#include "session/connection.h"
#include "session/context.h"
#include "session/send_queue.h"
#include <prism/host.hpp>
#include <prism/token_bucket.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace irc {

class Outbox {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    // `line` has been written to the connection.
    virtual void onSent(const OutgoingLine& line) = 0;
  };

  // All of them must outlive the outbox.
  Outbox(SessionContext& context, Connection& connection, Listener& listener);

  // Queues a line of the user. It waits for the next connection if there is none. Returns false if the queue is full.
  bool add(OutgoingLine line);
  // Queues a line that the session depends on: it goes before those of the user.
  void addUrgent(OutgoingLine line);
  // Queues a query or an automatic reply: it goes after those of the user.
  void addIdle(OutgoingLine line);
  // Sends a line past the queue. Does not call the listener.
  void sendNow(const OutgoingLine& line);
  // Sends what flood control allows now. Does nothing before the session is registered.
  void pump();

  // While held, only urgent lines are sent: those of the user wait until the channels are joined again.
  void hold(bool held) { held_ = held; }
  bool isHeld() const { return held_; }

  bool hasRoomFor(std::size_t lines) const { return queue_.size() + lines <= context_.settings.queue_limit; }
  // The number of queries and replies that wait.
  std::size_t idleSize() const { return queue_.idleSize(); }

  // A new connection begins: only the user's lines stay, without JOIN and PART.
  void startConnection();
  void stop() { send_timer_.end(); }
  // Drops all lines.
  void clear() { queue_ = SendQueue(0); }

 private:
  void send(const OutgoingLine& line);
  bool needsLabel(const OutgoingLine& line) const;

  SessionContext& context_;
  Connection& connection_;
  Listener& listener_;
  SendQueue queue_;
  prism::TokenBucket bucket_;
  prism::Timer send_timer_;
  std::uint32_t next_label_ = 0;
  bool held_ = false;
};

}  // namespace irc
