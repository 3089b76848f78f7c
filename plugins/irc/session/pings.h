// SPDX-License-Identifier: MIT
// Sends PING at intervals, and detects a server that does not answer any more.
#pragma once

#include "session/connection.h"
#include "session/context.h"
#include <prism/host.hpp>

namespace irc {

class Pings {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    // The server has not answered, or not finished the login, in time. May delete this object.
    virtual void onPingTimeout(const net::Failure& failure) = 0;
  };

  // All of them must outlive this object.
  Pings(SessionContext& context, Connection& connection, Listener& listener)
      : context_(context), connection_(connection), listener_(listener) {}

  void start();
  void stop() { timer_.end(); }
  // The server has sent something, which counts as an answer.
  void onRead() { awaiting_pong_ = false; }

 private:
  void ping();
  void checkPong();

  SessionContext& context_;
  Connection& connection_;
  Listener& listener_;
  prism::Timer timer_;
  bool awaiting_pong_ = false;
};

}  // namespace irc
