// SPDX-License-Identifier: MIT
#include "session/pings.h"

#include "protocol/message.h"

namespace irc {

void Pings::start() {
  awaiting_pong_ = false;
  timer_ = context_.host.after(context_.settings.ping_interval, [this] { ping(); });
}

void Pings::ping() {
  if (!context_.isRegistered()) {
    listener_.onPingTimeout(
        {net::FailureKind::kTimedOut, context_.server_name + " has not finished the login in time"});
    return;
  }
  connection_.write(formatLine("PING", {"prism"}));
  awaiting_pong_ = true;
  timer_ = context_.host.after(context_.settings.ping_timeout, [this] { checkPong(); });
}

void Pings::checkPong() {
  if (awaiting_pong_ && !connection_.isPaused()) {  // during a pause the answer is not read
    listener_.onPingTimeout({net::FailureKind::kTimedOut, context_.server_name + " does not answer any more"});
    return;
  }
  start();
}

}  // namespace irc
