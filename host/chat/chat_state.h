// SPDX-License-Identifier: MIT
// The state of the service "prism.chat/1". It exists only if the plugin has asked for the service.
#pragma once

#include "host/base/capability_check.h"
#include "host/chat/capabilities.h"
#include "host/chat/chat_memory.h"
#include "host/chat/plain_stanza.h"
#include "host/chat/route.h"
#include "host/chat/user_memory.h"
#include "host/loop/timer_source.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace prism::host {

class ChatState {
 public:
  // `total` and `timers` must outlive this. Every `sweep`, messages that are too old are forgotten.
  ChatState(ChatMode its_mode, CapabilityTotal& total, TimerSource& timers, const ChatMemory::Limits& limits = {},
            std::chrono::milliseconds sweep = std::chrono::minutes(10))
      : mode(its_mode),
        capability_total(total),
        reaction_choices(total),
        capabilities(total),
        memory(limits),
        timers_(timers),
        timer_(timers.add(sweep, sweep, &expire, this)) {}
  ~ChatState() { timers_.remove(timer_); }
  ChatState(const ChatState&) = delete;
  ChatState& operator=(const ChatState&) = delete;

  const ChatMode mode;
  CapabilityTotal& capability_total;
  ReactionChoices reaction_choices;  // before the capabilities, which refer to it
  Capabilities capabilities;         // of all users
  CapabilityCheck check;
  ChatMemory memory;

 private:
  static void expire(void* self, TimerQueue::Id) {
    static_cast<ChatState*>(self)->memory.expire(ChatMemory::Clock::now());
  }

  TimerSource& timers_;
  const TimerQueue::Id timer_;
};

// The part of one user, from the first use until the session ends.
struct SessionChat {
  explicit SessionChat(ChatState& all) : capabilities(all.capability_total), memory(all.memory) {}

  Capabilities capabilities;  // they count before those of all users
  UserMemory memory;

  // The plain stanzas of the contact who has written last. They are right until capabilities change.
  struct Plain {
    std::string buddy;
    std::uint64_t changes;  // of the capabilities of all users and of this one
    PlainStanza stanza;
  };
  std::optional<Plain> plain;
};

}  // namespace prism::host
