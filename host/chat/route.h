// SPDX-License-Identifier: MIT
// Decides whether a message goes to the user as a typed message, which has no id in XMPP, or as a raw stanza with one.
//
// Spectrum translates the `from` of a raw stanza into a JID of the transport. It must be the same JID that typed
// messages come from. That is so only for names that are JIDs themselves, and that come back unchanged.
#pragma once

#include "host/chat/conversation_name.h"
#include "host/stanza/jid.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// [prism] chat. Raw mode (rawxml) translates in other ways, and is not decided here.
enum class ChatMode { kAuto, kTyped };

enum class Route {
  kRaw,
  // Typed, because
  kMode,      // the administrator wants it so
  kNoUse,     // the conversation has no capabilities: an id would only make clients offer what cannot be done
  kNoId,      // the network has no id for this message
  kCarbon,    // Spectrum makes carbons of typed messages only
  kHeadline,  // a notice is not referred to
  kName,      // Spectrum would translate the name of the conversation differently
  kNickname,  // the participant's nickname cannot be a resource
};

struct RouteQuestion {
  ChatMode mode = ChatMode::kAuto;
  std::uint32_t capabilities = 0;  // PRISM_CHAT_CAN_... of the conversation
  ConversationName conversation;
  std::string_view nickname = {};  // in a room: the author; empty: the room itself
  bool has_id = false;
  bool carbon = false;
  bool headline = false;
};

Route routeOf(const RouteQuestion& question, const JidStyle& style);

// Returns true if raw stanzas for this conversation come from the JID that its typed messages come from.
bool hasSameRawName(const ConversationName& conversation, const JidStyle& style);

// Returns the `from` of a raw stanza. `nickname` is the author in a room; empty: the room itself. Typed messages of a
// contact come from the resource 'bot'.
std::string rawSender(const ConversationName& conversation, std::string_view nickname = {});

// Returns the same JID as clients know it, for addresses inside of stanzas, which Spectrum does not translate. The name
// must be one for which hasSameRawName() is true.
std::string clientSender(const ConversationName& conversation, const JidStyle& style, std::string_view nickname = {});

}  // namespace prism::host
