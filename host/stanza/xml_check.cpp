// SPDX-License-Identifier: MIT
#include "host/stanza/xml_check.h"

#include "host/base/quote.h"
#include "host/stanza/jid.h"
#include "host/stanza/payload_rules.h"
#include "host/stanza/stanza_size.h"
#include "host/stanza/xml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace prism::host {
namespace {

constexpr std::string_view kNamespace = "jabber:client";
constexpr std::string_view kBody = "jabber:client body";
constexpr std::string_view kRoomStatus = "http://jabber.org/protocol/muc#user status";

// Spectrum parses and writes elements recursively, and its parser stops at names that are too long. Meaningful stanzas
// stay far below these limits.
constexpr int kMostDepth = 128;
constexpr std::size_t kLongestName = 1000;  // bytes, including the namespace
constexpr std::size_t kMostAttributes = 100;
constexpr std::size_t kMostElements = 10'000;

class StanzaReader : public XmlReader {
 public:
  StanzaReader() : XmlReader(kNamespace) {}

  Stanza stanza;
  int elements = 0;   // at the top level
  bool text = false;  // there is text other than white space at the top level

 protected:
  void onStart(std::string_view name, const XML_Char** attributes) override {
    if (depth() == 2 && name == kBody) {
      in_body_ = stanza.body.empty();  // only the first of several bodies in different languages
    }
    if (depth() == 3 && name == kRoomStatus) {
      noteRoomStatus(attributes);
    }
    if (depth() > 1) {
      return;
    }
    ++elements;
    stanza = {std::string(name), "", ""};
    for (; *attributes; attributes += 2) {
      const std::string_view attribute = attributes[0];
      if (attribute == "to") {
        stanza.to = attributes[1];
      } else if (attribute == "from") {
        stanza.from = attributes[1];
      } else if (attribute == "type") {
        stanza.type = attributes[1];
      }
    }
  }

  void onEnd(std::string_view) override { in_body_ = in_body_ && depth() > 2; }

  void onText(std::string_view piece) override {
    text = text || (depth() == 0 && piece.find_first_not_of(" \t\r\n") != std::string_view::npos);
    if (in_body_ && depth() == 2) {
      stanza.body.insert(stanza.body.end(), piece.begin(), piece.end());
    }
  }

 private:
  void noteRoomStatus(const XML_Char** attributes) {
    for (; *attributes; attributes += 2) {
      const std::string_view code = attributes[1];
      if (std::string_view(attributes[0]) == "code") {
        stanza.own = stanza.own || code == "110";
        stanza.renamed = stanza.renamed || code == "303";
        stanza.banned = stanza.banned || code == "301";
      }
    }
  }

  bool in_body_ = false;
};

// Also enforces the limits, and counts the bytes that Spectrum will write.
class LimitedReader final : public StanzaReader {
 public:
  explicit LimitedReader(std::size_t max_size) : max_size_(max_size) {}

 private:
  void onStart(std::string_view name, const XML_Char** attributes) override {
    if (depth() > kMostDepth) {
      return reject(fmt::format("its elements are nested more than {} deep", kMostDepth));
    }
    if (++count_ > kMostElements) {
      return reject(fmt::format("it has more than {} elements", kMostElements));
    }
    checkName(name);
    if (auto reason = payloads_.onStart(name, attributes)) {
      return reject(*std::move(reason));
    }
    grow(writtenSize(name));
    std::size_t attribute_count = std::exchange(namespaces_, 0);
    for (const XML_Char** attribute = attributes; *attribute && !rejected(); attribute += 2) {
      if (++attribute_count > kMostAttributes) {
        return reject(fmt::format("an element has more than {} attributes", kMostAttributes));
      }
      checkAttribute(attribute[0], attribute[1]);
    }
    StanzaReader::onStart(name, attributes);
  }

  void onEnd(std::string_view name) override {
    if (auto reason = payloads_.onEnd()) {
      reject(*std::move(reason));
    }
    StanzaReader::onEnd(name);
  }

  void onText(std::string_view piece) override {
    grow(escapedSize(piece) + (payloads_.isInJid() ? preparedSize(piece) - piece.size() : 0));
    if (payloads_.isInForm()) {
      // Spectrum writes one element for each line of a form's instructions.
      constexpr std::size_t kLine = sizeof "<instructions></instructions>";
      grow(kLine * static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n')));
    }
    StanzaReader::onText(piece);
  }

  void onNamespace(std::string_view prefix, std::string_view uri) override {
    checkName(prefix);
    checkName(uri);
    if (++namespaces_ > kMostAttributes) {
      reject(fmt::format("an element has more than {} attributes", kMostAttributes));
    }
  }

  // The bytes of an element without its attributes and its content. Swiften writes the namespace of each element, and
  // adds content to some that are empty.
  static std::size_t writtenSize(std::string_view qualified) {
    constexpr std::size_t kTags = sizeof "< xmlns=''></>";
    const std::size_t space = qualified.find(' ');
    const std::string_view xmlns = space == std::string_view::npos ? std::string_view() : qualified.substr(0, space);
    const std::string_view name = qualified.substr(space + 1);
    return kTags + 2 * name.size() + escapedSize(xmlns) + PayloadRules::addedSize(name);
  }

  void checkName(std::string_view name) {
    if (name.size() > kLongestName) {
      reject(fmt::format("a name has more than {} bytes", kLongestName));
    }
  }

  void checkAttribute(std::string_view name, std::string_view value) {
    constexpr std::size_t kMarks = sizeof " =''";
    checkName(name);
    // For an address that is no JID, Spectrum uses the gateway's own or crashes.
    if (depth() == 1 && (name == "to" || name == "from") && !value.empty() && !isJid(value)) {
      reject(fmt::format("{} is {}, which is no JID", name, inQuotes(value)));
    }
    // Swiften drops prefixes, so an attribute such as a:xmlns would become xmlns.
    if (name.ends_with(" xmlns")) {
      reject("an attribute could be taken for its element's namespace");
    }
    const std::size_t growth = PayloadRules::isJidAttribute(name) ? preparedSize(value) - value.size() : 0;
    grow(name.size() + escapedSize(value) + growth + kMarks);
  }

  void grow(std::size_t bytes) {
    size_ += bytes;
    if (size_ > max_size_) {
      reject(fmt::format("it has more than {} bytes (prism.max_stanza_size)", max_size_));
    }
  }

  const std::size_t max_size_;
  PayloadRules payloads_;
  std::size_t size_ = 0;
  std::size_t count_ = 0;       // elements so far
  std::size_t namespaces_ = 0;  // namespaces that the next element declares
};

std::optional<std::string> rejectRead(std::string_view xml, StanzaReader* reader, Stanza* ret_stanza) {
  if (auto reason = reader->read(xml)) {
    return reason;
  }
  if (reader->elements != 1 || reader->text) {
    return "it is not one element";
  }
  std::string& name = reader->stanza.name;
  if (!name.starts_with(kNamespace) || name[kNamespace.size()] != ' ') {
    return "its element is not in the namespace jabber:client";
  }
  name.erase(0, kNamespace.size() + 1);
  if (name != "message" && name != "presence" && name != "iq") {
    return "its element is neither message, presence nor iq";
  }
  *ret_stanza = std::move(reader->stanza);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> rejectStanza(std::string_view xml, Stanza* stanza) {
  StanzaReader reader;
  return rejectRead(xml, &reader, stanza);
}

std::optional<std::string> rejectStanzaToSpectrum(std::string_view xml, std::size_t max_size, Stanza* stanza) {
  if (xml.size() > max_size) {
    return fmt::format("it has {} bytes, {} are allowed (prism.max_stanza_size)", xml.size(), max_size);
  }
  LimitedReader reader(max_size);
  return rejectRead(xml, &reader, stanza);
}

}  // namespace prism::host
