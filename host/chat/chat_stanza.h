// SPDX-License-Identifier: MIT
// Builds the messages of modern chat, in the shapes that clients know. Spectrum passes them on as they are (RAW_XML).
//
// All strings must be valid in XML (xml_text.h), ids of stanzas must be plain (message_id.h), and `from` and `to` must
// be JIDs. Each function appends a stanza to *out, of at most `max_size` bytes as Spectrum writes it. Returns false,
// with *out as it was, if the stanza would be larger.
#pragma once

#include "host/chat/conversation_name.h"
#include "host/chat/reactions.h"
#include <prism/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// What all of them have. Borrows its strings.
struct StanzaHead {
  ConversationKind kind = ConversationKind::kContact;
  std::string_view from;
  std::string_view to;       // the user's bare JID; of an error, the full one, since Spectrum drops others
  std::string_view id = {};  // of this stanza
  prism_time time = 0;       // when it was, if that is in the past (XEP-0203)

  // In a room: the room as clients know it, the network's id of this message as a stanza's, and the author's own id.
  std::string_view room_jid = {};
  std::string_view stanza_id = {};    // XEP-0359
  std::string_view occupant_id = {};  // XEP-0421
};

// A message, the edit of one, or a reply.
struct TextStanza {
  std::string_view text;           // without a quote
  std::string_view markup = {};    // XHTML-IM, from readXhtml(); left out if it does not fit, and beside a quote
  std::string_view replaces = {};  // an edit (XEP-0308): the id of the message, in a room the one that its client gave
  std::string_view reply_id = {};  // a reply (XEP-0461): the id of the message that it answers, in a room its stanza-id
  std::string_view reply_author = {};  // a JID as clients know it
  std::string_view quote = {};         // of that message, from quoteOf()
  std::string_view thread = {};
  bool markable = false;  // the network wants to know what the user has read (XEP-0333)
};

// The text of an edit is cut if it is too large.
bool appendTextStanza(const StanzaHead& head, const TextStanza& text, std::size_t max_size, std::string* out);

// A file at a web address: the address alone is the body (XEP-0066), and beside it there is a description (XEP-0447).
struct FileStanza {
  std::string_view url;
  std::string_view name = {};
  std::string_view mime_type = {};
  std::string_view description = {};
  std::uint64_t size = 0;  // bytes; 0: unknown
  std::string_view thread = {};
  bool markable = false;
};

bool appendFileStanza(const StanzaHead& head, const FileStanza& file, std::size_t max_size, std::string* out);

// A sender's whole set of reactions to a message (XEP-0444), in a room to a stanza-id.
bool appendReactionStanza(const StanzaHead& head, std::string_view target, const ReactionSet& reactions,
                          std::size_t max_size, std::string* out);

// A retraction by the author (XEP-0424). `has_fallback`: it has a text for clients that do not know retractions. Of
// several stanzas of one message, the first retraction is enough for those.
bool appendRetractionStanza(const StanzaHead& head, std::string_view target, bool has_fallback, std::size_t max_size,
                            std::string* out);

// The removal of a message by a room (XEP-0425), in the current form and in the one of versions up to 0.2, which is the
// one that Gajim 1.7 shows. `moderator`: a JID as clients know it, or empty. The reason is cut if it is too large.
struct ModerationStanza {
  std::string_view target;  // a stanza-id
  std::string_view moderator = {};
  std::string_view moderator_name = {};  // for clients that do not know moderation
  std::string_view moderator_id = {};    // XEP-0421
  std::string_view reason = {};
  bool has_fallback = true;  // as of a retraction
};
bool appendModerationStanza(const StanzaHead& head, const ModerationStanza& moderation, std::size_t max_size,
                            std::string* out);

// The buddy has read up to this message of the user (XEP-0333), or has received it (XEP-0184).
bool appendDisplayedStanza(const StanzaHead& head, std::string_view target, std::size_t max_size, std::string* out);
bool appendReceivedStanza(const StanzaHead& head, std::string_view target, std::size_t max_size, std::string* out);

enum class ErrorCondition {
  kUndefined,       // the network has refused it
  kNotImplemented,  // the network cannot do it
  kNotAllowed,      // not any more, or not to this user
  kItemNotFound,    // the message that it refers to is not known
};

// The message or request `head.id` of the user has failed. `head.from` is its recipient. The text, a sentence for the
// user, is cut if it is too large.
bool appendErrorStanza(const StanzaHead& head, ErrorCondition condition, std::string_view text, std::size_t max_size,
                       std::string* out);

}  // namespace prism::host
