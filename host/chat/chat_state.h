// SPDX-License-Identifier: MIT
// The state of the service "prism.chat/1". It exists only if the plugin has asked for the service.
#pragma once

#include "host/base/capability_check.h"
#include "host/chat/capabilities.h"
#include "host/chat/chat_memory.h"
#include "host/chat/plain_stanza.h"
#include "host/chat/route.h"
#include "host/chat/user_memory.h"

#include <cstdint>
#include <optional>
#include <string>

namespace prism::host {

struct ChatState {
  explicit ChatState(ChatMode its_mode) : mode(its_mode) {}

  const ChatMode mode;
  Capabilities capabilities;  // of all users
  CapabilityCheck check;
  ChatMemory memory{ChatMemory::Limits{}};
};

// The part of one user, from the first use until the session ends.
struct SessionChat {
  explicit SessionChat(ChatState& all) : memory(all.memory) {}

  Capabilities capabilities;  // they count before those of all users
  UserMemory memory;

  // The plain stanzas of the contact who has written last. They are right for these capabilities only.
  struct Plain {
    std::string buddy;
    std::uint32_t capabilities;
    PlainStanza stanza;
  };
  std::optional<Plain> plain;
};

}  // namespace prism::host
