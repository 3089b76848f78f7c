// SPDX-License-Identifier: MIT
#include "host/stanza/payload_rules.h"

#include "host/base/quote.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace prism::host {
namespace {

constexpr std::string_view kBytes = "http://jabber.org/protocol/ibb";      // XEP-0047
constexpr std::string_view kInitiation = "http://jabber.org/protocol/si";  // XEP-0095
constexpr std::string_view kTransfer = "http://jabber.org/protocol/si/profile/file-transfer";
constexpr std::string_view kForm = "jabber:x:data";        // XEP-0004
constexpr std::string_view kJingle = "urn:xmpp:jingle:1";  // XEP-0166
constexpr std::string_view kJingleFile = "urn:xmpp:jingle:apps:file-transfer:4";

// XEP-0308, and Swift's namespace from before it. Spectrum writes the id of both without escaping it.
constexpr std::string_view kCorrections[] = {"urn:xmpp:message-correct:0", "http://swift.im/protocol/replace"};

// Layouts of forms (XEP-0141). Spectrum crashes at a section, writes a field once for each reference to it, and repeats
// those fields in every later form of any user.
constexpr std::string_view kLayouts[] = {"section", "page", "fieldref", "reportedref"};

// Elements whose text Spectrum parses as a JID: of many payloads, of vCards (two) and of XEP-0065.
constexpr std::string_view kJids[] = {"jid", "JABBERID", "JID", "activate"};

// Every element of these namespaces is rejected. The third is the one of the prefix 'xml': Spectrum writes such
// elements so that XMPP servers close the stream.
constexpr std::string_view kRefused[] = {"http://isode.com/iq_delegation", "http://swift.im/whiteboard",
                                         "http://www.w3.org/XML/1998/namespace"};

template <typename List>
bool isIn(const List& list, std::string_view text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

std::string_view valueOf(std::string_view name, const XML_Char** attributes) {
  for (; *attributes; attributes += 2) {
    if (attributes[0] == name) {
      return attributes[1];
    }
  }
  return {};
}

// Returns true for a decimal number that Swiften can use as the block size of a transfer.
bool isBlockSize(std::string_view text) {
  constexpr std::size_t kMostDigits = 5;
  return !text.empty() && text.size() <= kMostDigits && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> rejectBytes(std::string_view element, const XML_Char** attributes) {
  if (element == "open") {
    const std::string_view size = valueOf("block-size", attributes);
    return isBlockSize(size)
               ? std::nullopt
               : std::optional(fmt::format("block-size is {}, which no transfer can have", inQuotes(size)));
  }
  if (element != "data" && element != "close") {
    return fmt::format("the namespace {} has no element {}", kBytes, element);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> PayloadRules::onStart(std::string_view name, const XML_Char** attributes) {
  const std::size_t space = name.find(' ');
  const std::string_view xmlns = space == std::string_view::npos ? std::string_view() : name.substr(0, space);
  const std::string_view element = name.substr(space + 1);
  const Kind parent = open_.empty() ? Kind::kOther : open_.back().kind;
  if (!open_.empty()) {
    open_.back().has_child = true;
  }
  if (isIn(kRefused, xmlns)) {
    return fmt::format("payloads of the namespace {} end Spectrum", xmlns);
  }
  if (xmlns == kBytes) {
    if (auto reason = rejectBytes(element, attributes)) {
      return reason;
    }
  }
  if (xmlns == kInitiation && element == "si") {
    const std::string_view profile = valueOf("profile", attributes);
    if (!profile.empty() && profile != kTransfer) {
      return fmt::format("profile is {}; Spectrum knows file transfers only", inQuotes(profile));
    }
  }
  if (parent == Kind::kChecksum && element != "file") {
    return fmt::format("{} stands in a checksum", element);
  }
  if (parent == Kind::kFile && (xmlns != kJingleFile || element != "file")) {
    return fmt::format("{} stands in the description of a file", element);
  }
  if (isIn(kCorrections, xmlns)) {
    const std::string_view id = valueOf("id", attributes);
    if (id.find_first_of("<>&'\"") != std::string_view::npos) {
      return fmt::format("the id of a correction is {}, which Spectrum does not escape", inQuotes(id));
    }
  }
  if (isInForm() && isIn(kLayouts, element)) {
    return fmt::format("a form has a {}", element);
  }
  if (xmlns == kJingle && element == "reason" && parent != Kind::kJingle) {
    return "a reason of Jingle stands outside of it";
  }
  // Swiften parses each checksum as one, whatever its namespace, and each other element of the namespace kForm as a
  // form.
  const Kind kind = element == "checksum"                              ? Kind::kChecksum
                    : xmlns == kForm                                   ? Kind::kForm
                    : xmlns == kJingleFile && element == "description" ? Kind::kFile
                    : xmlns == kJingle && element == "jingle"          ? Kind::kJingle
                                                                       : Kind::kOther;
  forms_ += kind == Kind::kForm ? 1 : 0;
  open_.push_back({kind, isIn(kJids, element)});
  return std::nullopt;
}

bool PayloadRules::isJidAttribute(std::string_view name) {
  constexpr std::string_view kNames[] = {"jid", "to", "from", "by", "initiator", "responder"};
  return isIn(kNames, name);
}

std::size_t PayloadRules::addedSize(std::string_view name) {
  constexpr std::size_t kCondition =
      100;  // <undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/> and the like
  constexpr std::size_t kProfile = 170;
  return name == "error" || name == "checksum" ? kCondition : name == "si" ? kProfile : 0;
}

std::optional<std::string> PayloadRules::onEnd() {
  const Open closed = open_.back();
  open_.pop_back();
  forms_ -= closed.kind == Kind::kForm ? 1 : 0;
  if (closed.kind == Kind::kFile && !closed.has_child) {
    return "the description of a file is empty";
  }
  return std::nullopt;
}

}  // namespace prism::host
