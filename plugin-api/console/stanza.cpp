// SPDX-License-Identifier: MIT
#include "console/stanza.h"

#include "console/xml_element.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace prism::console {
namespace {

constexpr std::string_view kMessage = "jabber:client message";
constexpr std::string_view kBody = "jabber:client body";
constexpr std::string_view kDelay = "urn:xmpp:delay delay";                          // XEP-0203
constexpr std::string_view kDisplayed = "urn:xmpp:chat-markers:0 displayed";         // XEP-0333
constexpr std::string_view kError = "jabber:client error";                           // RFC 6120 section 8.3
constexpr std::string_view kErrorText = "urn:ietf:params:xml:ns:xmpp-stanzas text";  // RFC 6120 section 8.3
constexpr std::string_view kModerated = "urn:xmpp:message-moderate:1 moderated";     // XEP-0425
constexpr std::string_view kOob = "jabber:x:oob x";                                  // XEP-0066
constexpr std::string_view kOobUrl = "jabber:x:oob url";                             // XEP-0066
constexpr std::string_view kReaction = "urn:xmpp:reactions:0 reaction";              // XEP-0444
constexpr std::string_view kReactions = "urn:xmpp:reactions:0 reactions";            // XEP-0444
constexpr std::string_view kReason = "urn:xmpp:message-retract:1 reason";            // XEP-0425
constexpr std::string_view kReceived = "urn:xmpp:receipts received";                 // XEP-0184
constexpr std::string_view kReplace = "urn:xmpp:message-correct:0 replace";          // XEP-0308
constexpr std::string_view kReply = "urn:xmpp:reply:0 reply";                        // XEP-0461
constexpr std::string_view kRetract = "urn:xmpp:message-retract:1 retract";          // XEP-0424
constexpr std::string_view kRoomUser = "http://jabber.org/protocol/muc#user x";      // XEP-0045 section 7.5
constexpr std::string_view kFileSharing = "urn:xmpp:sfs:0 file-sharing";             // XEP-0447
constexpr std::string_view kFile = "urn:xmpp:file:metadata:0 file";                  // XEP-0446
constexpr std::string_view kFileType = "urn:xmpp:file:metadata:0 media-type";        // XEP-0446
constexpr std::string_view kFileDescription = "urn:xmpp:file:metadata:0 desc";       // XEP-0446

// Returns the name of a contact, or "room/nickname".
std::string nameOf(std::string_view from) {
  constexpr std::string_view kResource = "/bot";  // of each contact
  return printableText(from.ends_with(kResource) ? from.substr(0, from.size() - kResource.size()) : from);
}

std::string nicknameOf(std::string_view from) {
  const std::size_t slash = from.find('/');
  return printableText(slash == std::string_view::npos ? from : from.substr(slash + 1));
}

std::string idOf(const XmlElement& element) { return printableText(element.attribute("id")); }

// Turns `2002-09-10T23:08:25.042Z` into `[2002-09-10 23:08:25 UTC] `.
std::string timeOf(const XmlElement& message) {
  const XmlElement* delay = message.find(kDelay);
  if (!delay) {
    return "";
  }
  constexpr std::size_t kSeconds = 19;  // characters of a time without its fraction
  std::string stamp = printableText(delay->attribute("stamp").substr(0, kSeconds));
  if (const std::size_t separator = stamp.find('T'); separator != std::string::npos) {
    stamp[separator] = ' ';
  }
  return fmt::format("[{} UTC] ", stamp);
}

std::string attachmentOf(const XmlElement& sharing, std::string_view url) {
  std::string text = "\n    attachment " + printableText(url);
  if (const XmlElement* file = sharing.find(kFile)) {
    if (const XmlElement* type = file->find(kFileType)) {
      text += fmt::format(" ({})", printableText(type->text));
    }
    if (const XmlElement* description = file->find(kFileDescription)) {
      text += ": " + printableText(description->text);
    }
  }
  return text;
}

// Returns `bob → you: hi`, with the marks and the id of the message.
std::string describeText(const XmlElement& message, const XmlElement& body) {
  std::string text = timeOf(message) + nameOf(message.attribute("from")) + " → you: ";
  const XmlElement* sharing = message.find(kFileSharing);
  const XmlElement* oob = message.find(kOob);
  const XmlElement* url = oob ? oob->find(kOobUrl) : nullptr;
  text += sharing && url ? attachmentOf(*sharing, url->text) : printableLines(body.text);
  if (message.find(kRoomUser)) {
    text += " (in private)";
  }
  if (const XmlElement* replace = message.find(kReplace)) {
    text += fmt::format(" (edits {})", idOf(*replace));
  }
  if (const XmlElement* reply = message.find(kReply)) {
    text += fmt::format(" (answers {})", idOf(*reply));
  }
  return text + fmt::format(" (id {})", idOf(message));
}

std::string describeReactions(const std::string& name, const XmlElement& reactions) {
  std::string all;
  for (const XmlElement& child : reactions.children) {
    all += child.name == kReaction ? " " + printableText(child.text) : "";
  }
  return all.empty() ? fmt::format("{} has no reaction to {} any more", name, idOf(reactions))
                     : fmt::format("{} reacts to {} with{}", name, idOf(reactions), all);
}

std::string describeRetraction(const std::string& name, const XmlElement& retract) {
  const XmlElement* moderated = retract.find(kModerated);
  if (!moderated) {
    return fmt::format("{} has retracted {}", name, idOf(retract));
  }
  std::string text =
      fmt::format("{} has removed {} from {}", nicknameOf(moderated->attribute("by")), idOf(retract), name);
  if (const XmlElement* reason = retract.find(kReason)) {
    text += ": " + printableText(reason->text);
  }
  return text;
}

}  // namespace

std::optional<Line> describeStanza(std::string_view xml) {
  const auto message = parseXml(xml);
  if (!message || message->name != kMessage) {
    return std::nullopt;
  }
  const std::string name = nameOf(message->attribute("from"));
  const auto event = [&](const std::string& text) { return Line{Line::Kind::kEvent, "* " + timeOf(*message) + text}; };
  if (message->attribute("type") == "error") {
    const XmlElement* error = message->find(kError);
    const XmlElement* why = error ? error->find(kErrorText) : nullptr;
    return Line{Line::Kind::kError, fmt::format("! {} has not got {}{}", name, idOf(*message),
                                                why ? ": " + printableText(why->text) : std::string())};
  }
  if (const XmlElement* reactions = message->find(kReactions)) {
    return event(describeReactions(name, *reactions));
  }
  if (const XmlElement* retract = message->find(kRetract)) {
    return event(describeRetraction(name, *retract));
  }
  if (const XmlElement* displayed = message->find(kDisplayed)) {
    return Line{Line::Kind::kReceipt, fmt::format("✓ {} has read up to {}", name, idOf(*displayed))};
  }
  if (const XmlElement* received = message->find(kReceived)) {
    return Line{Line::Kind::kReceipt, fmt::format("✓ {} has {}", name, idOf(*received))};
  }
  const XmlElement* body = message->find(kBody);
  return body && !message->attribute("id").empty()
             ? std::optional(Line{Line::Kind::kIncoming, describeText(*message, *body)})
             : std::nullopt;
}

}  // namespace prism::console
