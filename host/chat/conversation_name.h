// SPDX-License-Identifier: MIT
// The name of a conversation of one user.
#pragma once

#include <prism/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

enum class ConversationKind : std::uint32_t {
  kContact = PRISM_CONVERSATION_CONTACT,
  kRoom = PRISM_CONVERSATION_ROOM,
  kPrivate = PRISM_CONVERSATION_PRIVATE,
  kHost = PRISM_CONVERSATION_HOST,
};

// Borrows its strings.
struct ConversationName {
  ConversationKind kind = ConversationKind::kContact;
  std::string_view name;           // a buddy or a room
  std::string_view nickname = {};  // with kPrivate: the participant
};

// Writes a text into *key that is the same for two names if they mean one conversation. Spectrum folds the case of
// names, and keeps that of nicknames.
void writeConversationKey(const ConversationName& conversation, std::string* key);

}  // namespace prism::host
