// SPDX-License-Identifier: MIT
// Polls, at an interval, what the server does not report by itself: presence of contacts, away states in channels, and
// whether the services have released the wanted nickname.
#pragma once

#include "session/contacts.h"
#include "session/context.h"
#include "session/membership.h"
#include "session/outbox.h"
#include "session/services.h"
#include <prism/host.hpp>

#include <algorithm>

namespace irc {

class PresencePoll {
 public:
  // All of them must outlive this object.
  PresencePoll(SessionContext& context, Outbox& outbox, Contacts& contacts, Membership& membership, Services& services)
      : context_(context), outbox_(outbox), contacts_(contacts), membership_(membership), services_(services) {}

  void start() {
    const auto regain = context_.settings.regain_interval;
    const auto away = context_.settings.away_interval;
    timer_ = context_.host.every(away.count() > 0 ? std::min(away, regain) : regain, [this] {
      if (outbox_.idleSize() == 0) {  // else the previous round still waits for flood control
        contacts_.poll();
        services_.poll();
        membership_.pollAway();
      }
    });
  }
  void stop() { timer_.end(); }

 private:
  SessionContext& context_;
  Outbox& outbox_;
  Contacts& contacts_;
  Membership& membership_;
  Services& services_;
  prism::Timer timer_;
};

}  // namespace irc
