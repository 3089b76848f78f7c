// SPDX-License-Identifier: MIT
#include "host/chat/chat_stanza.h"

#include "host/chat/element_writer.h"
#include "host/chat/quote.h"
#include "host/stanza/stanza_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iterator>

namespace prism::host {
namespace {

constexpr std::string_view kActive = "http://jabber.org/protocol/chatstates";  // XEP-0085
constexpr std::string_view kDelay = "urn:xmpp:delay";                          // XEP-0203
constexpr std::string_view kErrors = "urn:ietf:params:xml:ns:xmpp-stanzas";    // RFC 6120 section 8.3
constexpr std::string_view kFallback = "urn:xmpp:fallback:0";                  // XEP-0428
constexpr std::string_view kHints = "urn:xmpp:hints";                          // XEP-0334
constexpr std::string_view kMarkers = "urn:xmpp:chat-markers:0";               // XEP-0333
constexpr std::string_view kOccupantId = "urn:xmpp:occupant-id:0";             // XEP-0421
constexpr std::string_view kOob = "jabber:x:oob";                              // XEP-0066
constexpr std::string_view kReply = "urn:xmpp:reply:0";                        // XEP-0461
constexpr std::string_view kRetract = "urn:xmpp:message-retract:1";            // XEP-0424
constexpr std::string_view kRoomUser = "http://jabber.org/protocol/muc#user";  // XEP-0045 section 7.5
constexpr std::string_view kStanzaId = "urn:xmpp:sid:0";                       // XEP-0359

bool isRoom(const StanzaHead& head) { return head.kind == ConversationKind::kRoom; }

// Returns a time as XEP-0082 writes it: 2002-09-10T23:08:25.000Z.
std::string stampOf(prism_time time) {
  const auto seconds = static_cast<std::time_t>(time / 1000);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec, time % 1000);
}

void open(const StanzaHead& head, std::string_view type, ElementWriter* xml) {
  xml->open("message").attribute("type", type).attribute("id", head.id);
  xml->attribute("from", head.from).attribute("to", head.to);
}

void open(const StanzaHead& head, ElementWriter* xml) { open(head, isRoom(head) ? "groupchat" : "chat", xml); }

// Ends a stanza with what says where and when it was sent.
void close(const StanzaHead& head, ElementWriter* xml) {
  if (isRoom(head) && !head.stanza_id.empty()) {
    xml->open("stanza-id", kStanzaId).attribute("by", head.room_jid).attribute("id", head.stanza_id).close();
  }
  if (isRoom(head) && !head.occupant_id.empty()) {
    xml->open("occupant-id", kOccupantId).attribute("id", head.occupant_id).close();
  }
  if (head.kind == ConversationKind::kPrivate) {
    xml->emptyElement("x", kRoomUser);
  }
  if (head.time != 0) {
    xml->open("delay", kDelay).attribute("stamp", stampOf(head.time)).close();
  }
  xml->close();
}

// Adds what says how clients and servers are to treat a text.
void addHints(const StanzaHead& head, bool markable, ElementWriter* xml) {
  xml->emptyElement("active", kActive);
  if (markable) {
    xml->emptyElement("markable", kMarkers);
  }
  if (!isRoom(head)) {
    xml->emptyElement("store", kHints);
  }
}

void addFallback(std::string_view purpose, ElementWriter* xml) {
  xml->open("fallback", kFallback).attribute("for", purpose).close();
}

// Appends what `write` writes. Takes it away again and returns false if it is too large.
template <typename Write>
bool appendIfItFits(std::size_t max_size, std::string* out, const Write& write) {
  const std::size_t start = out->size();
  ElementWriter xml(out);
  write(&xml);
  if (xml.size() > max_size) {
    out->resize(start);
  }
  return xml.size() <= max_size;
}

// Likewise for a stanza in which `text` stands `times` times: cuts the text if the stanza is too large.
template <typename Write>
bool appendWithCutText(std::string_view text, std::size_t times, std::size_t max_size, std::string* out,
                       const Write& write) {
  if (appendIfItFits(max_size, out, [&](ElementWriter* xml) { write(text, xml); })) {
    return true;
  }
  std::string fitting;
  ElementWriter shortest(&fitting);
  write(std::string_view("x"), &shortest);  // an empty text may take its elements with it
  if (text.empty() || shortest.size() > max_size) {
    return false;
  }
  const std::size_t room = 1 + (max_size - shortest.size()) / times;
  fitting.assign(text);
  cutToFit(room, &fitting);
  return appendIfItFits(max_size, out, [&](ElementWriter* xml) { write(fitting, xml); });
}

void writeText(const StanzaHead& head, const TextStanza& text, std::string_view body, std::string_view markup,
               ElementWriter* xml) {
  open(head, xml);
  xml->open("body").text(text.quote).text(body).close();
  if (!markup.empty()) {
    xml->open("html", "http://jabber.org/protocol/xhtml-im").open("body", "http://www.w3.org/1999/xhtml");
    xml->markup(markup).close().close();
  }
  if (!text.replaces.empty()) {
    xml->open("replace", "urn:xmpp:message-correct:0").attribute("id", text.replaces).close();
  }
  if (!text.reply_id.empty()) {
    xml->open("reply", kReply).attribute("to", text.reply_author).attribute("id", text.reply_id).close();
  }
  if (!text.quote.empty()) {
    xml->open("fallback", kFallback).attribute("for", kReply).open("body").attribute("start", "0");
    xml->attribute("end", fmt::format("{}", codePoints(text.quote))).close().close();
  }
  xml->textElement("thread", text.thread);
  addHints(head, text.markable, xml);
  close(head, xml);
}

}  // namespace

bool appendTextStanza(const StanzaHead& head, const TextStanza& text, std::size_t max_size, std::string* out) {
  const auto append = [&](std::string_view markup) {
    return appendIfItFits(max_size, out, [&](ElementWriter* xml) { writeText(head, text, text.text, markup, xml); });
  };
  if ((text.quote.empty() && !text.markup.empty() && append(text.markup)) || append({})) {
    return true;
  }
  return !text.replaces.empty() &&
         appendWithCutText(text.text, 1, max_size, out,
                           [&](std::string_view body, ElementWriter* xml) { writeText(head, text, body, {}, xml); });
}

bool appendFileStanza(const StanzaHead& head, const FileStanza& file, std::size_t max_size, std::string* out) {
  return appendIfItFits(max_size, out, [&](ElementWriter* xml) {
    open(head, xml);
    xml->open("body").text(file.url).close();
    xml->open("x", kOob).textElement("url", file.url).close();
    xml->open("file-sharing", "urn:xmpp:sfs:0").attribute("disposition", "inline");
    xml->open("file", "urn:xmpp:file:metadata:0");
    xml->textElement("media-type", file.mime_type).textElement("name", file.name);
    xml->textElement("size", file.size == 0 ? std::string() : fmt::format("{}", file.size));
    xml->textElement("desc", file.description).close();
    xml->open("sources").open("url-data", "http://jabber.org/protocol/url-data").attribute("target", file.url).close();
    xml->close().close();
    xml->textElement("thread", file.thread);
    addHints(head, file.markable, xml);
    close(head, xml);
  });
}

bool appendReactionStanza(const StanzaHead& head, std::string_view target, const ReactionSet& reactions,
                          std::size_t max_size, std::string* out) {
  return appendIfItFits(max_size, out, [&](ElementWriter* xml) {
    open(head, xml);
    xml->open("reactions", "urn:xmpp:reactions:0").attribute("id", target);
    for (const std::string_view reaction : reactions) {
      xml->textElement("reaction", reaction);
    }
    xml->close().emptyElement("store", kHints);
    close(head, xml);
  });
}

bool appendRetractionStanza(const StanzaHead& head, std::string_view target, bool has_fallback, std::size_t max_size,
                            std::string* out) {
  return appendIfItFits(max_size, out, [&](ElementWriter* xml) {
    open(head, xml);
    if (has_fallback) {
      xml->textElement("body", "(A message has been retracted. Your client does not show which one.)");
    }
    xml->open("retract", kRetract).attribute("id", target).close();
    if (has_fallback) {
      addFallback(kRetract, xml);
    }
    xml->emptyElement("store", kHints);
    close(head, xml);
  });
}

bool appendModerationStanza(const StanzaHead& head, const ModerationStanza& moderation, std::size_t max_size,
                            std::string* out) {
  const std::string_view moderator = moderation.moderator.empty() ? head.room_jid : moderation.moderator;
  const std::string_view name = moderation.moderator_name.empty() ? "A moderator" : moderation.moderator_name;
  const auto write = [&](std::string_view reason, ElementWriter* xml) {
    open(head, xml);
    if (moderation.has_fallback) {
      xml->textElement("body", fmt::format("({} has removed a message{}{}. Your client does not show which one.)", name,
                                           reason.empty() ? "" : ": ", reason));
    }
    xml->open("retract", kRetract).attribute("id", moderation.target);
    xml->open("moderated", "urn:xmpp:message-moderate:1").attribute("by", moderator);
    if (!moderation.moderator_id.empty()) {
      xml->open("occupant-id", kOccupantId).attribute("id", moderation.moderator_id).close();
    }
    xml->close();
    xml->textElement("reason", reason).close();
    xml->open("apply-to", "urn:xmpp:fasten:0").attribute("id", moderation.target);
    xml->open("moderated", "urn:xmpp:message-moderate:0").attribute("by", moderator);
    xml->emptyElement("retract", "urn:xmpp:message-retract:0").textElement("reason", reason).close().close();
    if (moderation.has_fallback) {
      addFallback(kRetract, xml);
    }
    xml->emptyElement("store", kHints);
    close(head, xml);
  };
  return appendWithCutText(moderation.reason, 3, max_size, out, write);
}

bool appendDisplayedStanza(const StanzaHead& head, std::string_view target, std::size_t max_size, std::string* out) {
  return appendIfItFits(max_size, out, [&](ElementWriter* xml) {
    open(head, xml);
    xml->open("displayed", kMarkers).attribute("id", target).close().emptyElement("store", kHints);
    close(head, xml);
  });
}

bool appendReceivedStanza(const StanzaHead& head, std::string_view target, std::size_t max_size, std::string* out) {
  return appendIfItFits(max_size, out, [&](ElementWriter* xml) {
    open(head, xml);
    xml->open("received", "urn:xmpp:receipts").attribute("id", target).close().emptyElement("store", kHints);
    close(head, xml);
  });
}

bool appendErrorStanza(const StanzaHead& head, ErrorCondition condition, std::string_view text, std::size_t max_size,
                       std::string* out) {
  constexpr std::string_view kConditions[] = {"undefined-condition", "feature-not-implemented", "not-allowed",
                                              "item-not-found"};
  const auto write = [&](std::string_view fitting, ElementWriter* xml) {
    open(head, "error", xml);
    xml->open("error").attribute("type", "cancel");
    xml->emptyElement(kConditions[static_cast<std::size_t>(condition)], kErrors);
    if (!fitting.empty()) {
      xml->open("text", kErrors).text(fitting).close();
    }
    xml->close().close();
  };
  return appendWithCutText(text, 1, max_size, out, write);
}

}  // namespace prism::host
