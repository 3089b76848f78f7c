// SPDX-License-Identifier: MIT
#include "tests/fuzz/spectrum_view.h"

#include "host/base/xml_text.h"
#include "host/stanza/jid.h"
#include "host/stanza/xhtml.h"
#include "host/stanza/xml_check.h"
#include "proto/frame_reader.h"
#include "proto/pbnetwork.pb.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/stanzas.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

namespace prism::fuzz {
namespace {

using pbnetwork::WrapperMessage;

// Parses a payload, which must have all required fields.
template <typename Message>
Message parse(std::string_view payload) {
  Message message;
  require(message.ParsePartialFromArray(payload.data(), static_cast<int>(payload.size())), "a payload can be parsed");
  require(message.IsInitialized(), "no required field is missing");
  return message;
}

// Checks that every string field is valid text, whatever the message. `blob` is the field of a vCard's photo.
void requireText(std::string_view payload, int blob = 0) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(payload.data()),
                                            static_cast<int>(payload.size()));
  while (const std::uint32_t tag = in.ReadTag()) {
    std::uint64_t number = 0;
    if ((tag & 7) != 2) {
      require((tag & 7) == 0 && in.ReadVarint64(&number), "a field is a number or a string");
      continue;
    }
    std::string text;
    std::uint32_t size = 0;
    require(in.ReadVarint32(&size) && in.ReadString(&text, static_cast<int>(size)), "a field is whole");
    require(static_cast<int>(tag >> 3) == blob || host::isXmlText(text), "a string is text");
  }
}

// Spectrum treats messages from an invalid name as the gateway's own. The name of a participant has two parts, and
// Spectrum splits it.
void requireName(const std::string& name) {
  require(name.find('/') != name.npos || host::canBeNode(name, {}), "a name can be a node");
}

void requireMessage(const pbnetwork::ConversationMessage& message) {
  const std::string& time = message.timestamp();
  const bool is_time = time.size() == 15 && time[8] == 'T' &&
                       std::count_if(time.begin(), time.end(), [](char c) { return c >= '0' && c <= '9'; }) == 14;
  require(time.empty() || is_time, "a time is YYYYMMDDTHHMMSS");
  host::Xhtml xhtml;
  require(!host::readXhtml(message.xhtml(), &xhtml), "mark-up is well-formed");
  require(xhtml.markup == message.xhtml() && xhtml.images.empty(), "mark-up is what XHTML-IM allows, without images");
  requireName(message.buddyname());
  require(message.nickname().empty() || host::canBeResource(message.nickname()), "a nickname can be a resource");
}

}  // namespace

void SpectrumView::noteRequest(int type, std::string_view payload) {
  const int size = static_cast<int>(payload.size());
  if (type == WrapperMessage::TYPE_LOGIN) {
    pbnetwork::Login login;
    if (login.ParsePartialFromArray(payload.data(), size) && login.IsInitialized()) {
      users_.insert(login.user());
      connected_.erase(login.user());
    }
  } else if (type == WrapperMessage::TYPE_LOGOUT) {
    pbnetwork::Logout logout;
    if (logout.ParsePartialFromArray(payload.data(), size) && logout.IsInitialized()) {
      users_.erase(logout.user());
    }
  } else if (type == WrapperMessage::TYPE_VCARD) {
    pbnetwork::VCard vcard;
    if (vcard.ParsePartialFromArray(payload.data(), size) && vcard.IsInitialized()) {
      vcards_.emplace(vcard.username(), vcard.id());
    }
  }
}

void SpectrumView::checkFrames(std::string_view frames) {
  while (!frames.empty()) {
    std::uint32_t size = 0;
    for (const char byte : frames.substr(0, wire::kFrameHeaderSize)) {
      size = size << 8 | static_cast<unsigned char>(byte);
    }
    require(frames.size() >= wire::kFrameHeaderSize + size, "a frame is whole");
    const auto wrapper = parse<WrapperMessage>(frames.substr(wire::kFrameHeaderSize, size));
    checkFrame(wrapper.type(), wrapper.payload());
    for (const std::string& stanza : stanzasOf(wrapper.type(), wrapper.payload())) {
      requireHarmless(stanza, max_stanza_);
    }
    frames.remove_prefix(wire::kFrameHeaderSize + size);
  }
}

void SpectrumView::requireUser(const std::string& user) {
  require(!user.empty() && users_.contains(user), "what is said is about a user who is logged in");
}

void SpectrumView::checkFrame(int type, std::string_view payload) {
  switch (type) {
    case WrapperMessage::TYPE_CONNECTED: {
      const std::string user = parse<pbnetwork::Connected>(payload).user();
      requireUser(user);
      require(connected_.insert(user).second, "a user is connected once");
      return requireText(payload);
    }
    case WrapperMessage::TYPE_DISCONNECTED: {
      const auto disconnected = parse<pbnetwork::Disconnected>(payload);
      requireUser(disconnected.user());
      require(disconnected.error() >= 0 && disconnected.error() <= 16, "an error is one that there is");
      users_.erase(disconnected.user());
      return requireText(payload);
    }
    case WrapperMessage::TYPE_CONV_MESSAGE:
    case WrapperMessage::TYPE_CONV_MESSAGE_ACK:
    case WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED:
    case WrapperMessage::TYPE_ATTENTION: {
      const auto message = parse<pbnetwork::ConversationMessage>(payload);
      requireUser(message.username());
      requireMessage(message);
      for (const pbnetwork::Attachment& attachment : message.attachment()) {
        requireText(attachment.SerializeAsString());
      }
      return requireText(payload, pbnetwork::ConversationMessage::kAttachmentFieldNumber);
    }
    case WrapperMessage::TYPE_BUDDY_CHANGED:
    case WrapperMessage::TYPE_BUDDY_REMOVED:
    case WrapperMessage::TYPE_BUDDY_TYPING:
    case WrapperMessage::TYPE_BUDDY_TYPED:
    case WrapperMessage::TYPE_BUDDY_STOPPED_TYPING:
    case WrapperMessage::TYPE_AUTH_REQUEST: {
      const auto buddy = parse<pbnetwork::Buddy>(payload);
      requireUser(buddy.username());
      requireName(buddy.buddyname());
      return requireText(payload);
    }
    case WrapperMessage::TYPE_PARTICIPANT_CHANGED: {
      const auto participant = parse<pbnetwork::Participant>(payload);
      requireUser(participant.username());
      requireName(participant.room());
      require(host::canBeResource(participant.nickname()), "a participant's name can be a resource");
      require(participant.newname().empty() || host::canBeResource(participant.newname()), "so can the next one");
      constexpr int kRefusals = 2 | 8 | 64;
      require((participant.flag() & kRefusals) == 0 || (participant.newname().empty() && participant.alias().empty()),
              "a refusal has one name only");
      return requireText(payload);
    }
    case WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED:
      requireUser(parse<pbnetwork::Room>(payload).username());
      return requireText(payload);
    case WrapperMessage::TYPE_VCARD: {
      const auto vcard = parse<pbnetwork::VCard>(payload);
      requireUser(vcard.username());
      const auto asked = vcards_.find({vcard.username(), vcard.id()});
      require(asked != vcards_.end(), "a vCard goes to whom has asked for it");
      vcards_.erase(asked);
      return requireText(payload, pbnetwork::VCard::kPhotoFieldNumber);
    }
    case WrapperMessage::TYPE_ROOM_LIST: {
      const auto list = parse<pbnetwork::RoomList>(payload);
      require(list.room_size() == list.name_size(), "each room has a name");
      require(list.user().empty() || users_.contains(list.user()), "a list is everybody's, or a user's");
      return requireText(payload);
    }
    case WrapperMessage::TYPE_RAW_XML: {
      host::Stanza stanza;
      require(!host::rejectStanza(payload, &stanza), "raw XML is one stanza");
      require(host::isXmlText(payload), "raw XML is text");
      return requireUser(users_.contains(stanza.to) ? stanza.to : std::string(host::bareJid(stanza.to)));
    }
    case WrapperMessage::TYPE_QUERY:
      parse<pbnetwork::BackendConfig>(payload);
      return requireText(payload);
    default:
      require(false, "Spectrum knows the type");
  }
}

}  // namespace prism::fuzz
