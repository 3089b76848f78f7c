// SPDX-License-Identifier: MIT
#include "tests/fuzz/stanzas.h"

#include "proto/pbnetwork.pb.h"
#include "tests/fuzz/require.h"

#include <expat.h>
#include <stringprep.h>

#include <cstdlib>
#include <memory>
#include <set>

namespace prism::fuzz {
namespace {

using pbnetwork::WrapperMessage;

constexpr std::string_view kTransport = "prism.test";
constexpr std::size_t kLongestName = 10'000;  // names of 50,000 bytes end Spectrum
constexpr int kDepth = 256;                   // Spectrum and Prosody handled 10,000

std::string escaped(std::string_view text, bool attribute) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\'':
        out += attribute ? "&apos;" : "'";
        break;
      case '"':
        out += attribute ? "&quot;" : "\"";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return ' ' + std::string(name) + "=\"" + escaped(value, true) + '"';
}

std::string element(std::string_view name, std::string_view text) {
  return '<' + std::string(name) + '>' + escaped(text, false) + "</" + std::string(name) + '>';
}

// Normalizes to NFKC, the part of stringprep that makes texts longer.
std::string normalized(std::string_view text) {
  const std::unique_ptr<char, decltype(&std::free)> longer(
      ::stringprep_utf8_nfkc_normalize(text.data(), static_cast<ssize_t>(text.size())), &std::free);
  return longer ? longer.get() : std::string(text);
}

// Escapes every character that XEP-0106 may escape.
std::string jid(std::string_view name, std::string_view resource = {}) {
  constexpr std::string_view kEscaped = " \"&'/:<>@\\";
  std::string node;
  for (const char c : name) {
    node += kEscaped.find(c) == kEscaped.npos ? std::string(1, c) : "\\xx";
  }
  return normalized(node) + '@' + std::string(kTransport) + (resource.empty() ? "" : "/") + normalized(resource);
}

std::string stanza(std::string_view kind, std::string_view from, std::string_view to, const std::string& content) {
  return '<' + std::string(kind) + attribute("from", from) + attribute("to", to) + attribute("type", "groupchat") +
         '>' + content + "</" + std::string(kind) + '>';
}

std::string contentOf(const pbnetwork::ConversationMessage& message) {
  std::string content = element("body", message.message());
  if (!message.xhtml().empty()) {
    content += "<html xmlns=\"http://jabber.org/protocol/xhtml-im\"><body xmlns=\"http://www.w3.org/1999/xhtml\">" +
               message.xhtml() + "</body></html>";
  }
  for (const pbnetwork::Attachment& attachment : message.attachment()) {
    content += "<x xmlns=\"jabber:x:oob\">" + element("url", attachment.url()) + "<desc/></x>";
  }
  content += "<active xmlns=\"http://jabber.org/protocol/chatstates\"/>";
  if (!message.timestamp().empty()) {
    content += "<delay" + attribute("xmlns", "urn:xmpp:delay") + attribute("stamp", message.timestamp()) + "/>";
  }
  return content;
}

std::vector<std::string> stanzasOf(const pbnetwork::ConversationMessage& message) {
  const std::string plain =
      stanza("message", jid(message.buddyname(), message.nickname()), message.username(), contentOf(message));
  if (!message.carbon()) {
    return {plain};
  }
  return {stanza(
      "message", message.username(), message.username(),
      "<sent xmlns=\"urn:xmpp:carbons:2\"><forwarded xmlns=\"urn:xmpp:forward:0\">" + plain + "</forwarded></sent>")};
}

std::vector<std::string> stanzasOf(const pbnetwork::Buddy& buddy) {
  std::string item = "<item" + attribute("jid", jid(buddy.buddyname())) + attribute("name", buddy.alias()) + '>';
  for (const std::string& group : buddy.group()) {
    item += element("group", group);
  }
  return {stanza("iq", jid(buddy.buddyname()), buddy.username(),
                 "<query xmlns=\"jabber:iq:roster\">" + item + "</item></query>"),
          stanza("presence", jid(buddy.buddyname()), buddy.username(),
                 element("status", buddy.statusmessage()) + element("photo", buddy.iconhash()))};
}

std::vector<std::string> stanzasOf(const pbnetwork::Participant& participant) {
  const std::string& resource = participant.alias().empty() ? participant.nickname() : participant.alias();
  return {stanza("presence", jid(participant.room(), resource), participant.username(),
                 element("status", participant.statusmessage()) + "<item" + attribute("nick", participant.newname()) +
                     "/>" + element("photo", participant.iconhash())),
          stanza("presence", jid(participant.room(), resource), participant.username(),
                 element("status", participant.statusmessage()) + "<error>" +
                     element("text", participant.statusmessage()) + "</error>")};
}

std::vector<std::string> stanzasOf(const pbnetwork::VCard& vcard) {
  const std::string photo((vcard.photo().size() + 2) / 3 * 4, 'A');
  return {stanza("iq", jid(vcard.buddyname().empty() ? "self" : vcard.buddyname()), vcard.username(),
                 "<vCard xmlns=\"vcard-temp\">" + element("FN", vcard.fullname()) +
                     element("NICKNAME", vcard.nickname()) + "<PHOTO>" + element("BINVAL", photo) +
                     "</PHOTO></vCard>")};
}

// A user's own list comes together with the list for all users.
std::vector<std::string> stanzasOf(const pbnetwork::RoomList& list) {
  std::string items;
  for (int i = 0; i < list.room_size(); ++i) {
    items += "<item" + attribute("jid", jid(list.room(i))) + attribute("name", list.name(i)) + "/>";
  }
  return {stanza("iq", jid("transport"), list.user(), "<query>" + items + items + "</query>")};
}

// Rewrites a stanza as Swiften does, which adds the namespace to every element that it does not know.
class Rewriter {
 public:
  std::string rewrite(std::string_view xml) {
    const std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser(::XML_ParserCreateNS("UTF-8", ' '),
                                                                                &::XML_ParserFree);
    ::XML_SetUserData(parser.get(), this);
    ::XML_SetElementHandler(parser.get(), &onStart, &onEnd);
    ::XML_SetCharacterDataHandler(parser.get(), &onText);
    ::XML_SetStartNamespaceDeclHandler(parser.get(), &onNamespace);
    const std::string rooted = "<root xmlns='jabber:client'>" + std::string(xml) + "</root>";
    require(::XML_Parse(parser.get(), rooted.data(), static_cast<int>(rooted.size()), 1) == XML_STATUS_OK,
            "a stanza can be read");
    return out_;
  }

 private:
  static std::string localName(std::string_view name) { return std::string(name.substr(name.find(' ') + 1)); }

  static void onStart(void* self, const XML_Char* name, const XML_Char** attributes) {
    auto* rewriter = static_cast<Rewriter*>(self);
    if (++rewriter->depth_ == 1) {
      return;
    }
    const std::string_view full = name;
    rewriter->out_ += '<' + localName(full);
    if (full.find(' ') != full.npos) {
      rewriter->out_ += attribute("xmlns", full.substr(0, full.find(' ')));
    }
    std::set<std::string> written;
    for (; *attributes; attributes += 2) {
      if (written.insert(localName(attributes[0])).second) {
        const std::string attribute_name = localName(attributes[0]);
        const bool jid = attribute_name == "jid" || attribute_name == "from" || attribute_name == "to";
        rewriter->out_ += attribute(attribute_name, jid ? normalized(attributes[1]) : attributes[1]);
      }
    }
    rewriter->out_ += '>';
  }

  static void onNamespace(void*, const XML_Char* prefix, const XML_Char*) {
    require(!prefix || std::string_view(prefix).size() < kLongestName,
            "a prefix is short enough for Spectrum's parser");
  }

  // Swiften adds a condition to an error without one.
  static void onEnd(void* self, const XML_Char* name) {
    auto* rewriter = static_cast<Rewriter*>(self);
    if (localName(name) == "error") {
      rewriter->out_ += "<undefined-condition xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\"/>";
    }
    if (--rewriter->depth_ > 0) {
      rewriter->out_ += "</" + localName(name) + '>';
    }
  }

  static void onText(void* self, const XML_Char* text, int size) {
    auto* rewriter = static_cast<Rewriter*>(self);
    if (rewriter->depth_ > 1) {
      rewriter->out_ += escaped({text, static_cast<std::size_t>(size)}, false);
    }
  }

  std::string out_;
  int depth_ = 0;
};

template <typename Message>
Message parse(std::string_view payload) {
  Message message;
  require(message.ParsePartialFromArray(payload.data(), static_cast<int>(payload.size())), "a payload can be parsed");
  return message;
}

struct Depth {
  int now = 0;
  int most = 0;
};

}  // namespace

std::vector<std::string> stanzasOf(int type, std::string_view payload) {
  switch (type) {
    case WrapperMessage::TYPE_CONV_MESSAGE:
    case WrapperMessage::TYPE_ATTENTION:
    case WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED:
      return stanzasOf(parse<pbnetwork::ConversationMessage>(payload));
    case WrapperMessage::TYPE_CONV_MESSAGE_ACK: {
      const auto ack = parse<pbnetwork::ConversationMessage>(payload);
      return {stanza("message", jid(ack.buddyname()), ack.username(),
                     "<received xmlns='urn:xmpp:receipts'" + attribute("id", ack.id()) + "/>")};
    }
    case WrapperMessage::TYPE_BUDDY_CHANGED:
    case WrapperMessage::TYPE_BUDDY_TYPING:
    case WrapperMessage::TYPE_BUDDY_TYPED:
    case WrapperMessage::TYPE_BUDDY_STOPPED_TYPING:
    case WrapperMessage::TYPE_AUTH_REQUEST:
      return stanzasOf(parse<pbnetwork::Buddy>(payload));
    case WrapperMessage::TYPE_PARTICIPANT_CHANGED:
      return stanzasOf(parse<pbnetwork::Participant>(payload));
    case WrapperMessage::TYPE_VCARD:
      return stanzasOf(parse<pbnetwork::VCard>(payload));
    case WrapperMessage::TYPE_ROOM_LIST:
      return stanzasOf(parse<pbnetwork::RoomList>(payload));
    case WrapperMessage::TYPE_DISCONNECTED: {
      const auto disconnected = parse<pbnetwork::Disconnected>(payload);
      return {stanza("message", jid("transport"), disconnected.user(), element("body", disconnected.message()))};
    }
    case WrapperMessage::TYPE_RAW_XML:
      return {Rewriter().rewrite(payload)};
    default:
      return {};
  }
}

void requireHarmless(const std::string& stanza, std::size_t limit) {
  require(stanza.size() <= limit, "a stanza is within an XMPP server's limit");
  const std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser(::XML_ParserCreateNS("UTF-8", ' '),
                                                                              &::XML_ParserFree);
  Depth depth;
  ::XML_SetUserData(parser.get(), &depth);
  ::XML_SetElementHandler(
      parser.get(),
      [](void* data, const XML_Char*, const XML_Char**) {
        auto* seen = static_cast<Depth*>(data);
        seen->most = std::max(seen->most, ++seen->now);
      },
      [](void* data, const XML_Char*) { --static_cast<Depth*>(data)->now; });
  require(::XML_Parse(parser.get(), stanza.data(), static_cast<int>(stanza.size()), 1) == XML_STATUS_OK,
          "a stanza is well-formed");
  require(depth.most <= kDepth, "a stanza is not deep");
}

}  // namespace prism::fuzz
