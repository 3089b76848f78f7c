// SPDX-License-Identifier: MIT
// Describes frames in words, for the text of a Failure: protobuf's lite messages have no DebugString().
#include "prism/testing/frame.h"

#include <fmt/format.h>

namespace prism::testing {
namespace {

constexpr std::size_t kShownBytes = 200;

std::string quoted(std::string_view text) {
  std::string shown = "\"";
  for (const char c : text.substr(0, kShownBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      shown += {'\\', c};
    } else if (c == '\n') {
      shown += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += c;
    }
  }
  shown += '"';
  return text.size() > kShownBytes ? shown + fmt::format("... ({} bytes)", text.size()) : shown;
}

// Collects ` name=value`.
class Fields {
 public:
  void add(const char* name, const std::string& value) { text_ += fmt::format(" {}={}", name, quoted(value)); }
  void add(const char* name, int value) { text_ += fmt::format(" {}={}", name, value); }
  void add(const char* name, bool value) { text_ += fmt::format(" {}={}", name, value); }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

#define ADD_IF_SET(field)                 \
  if (message.has_##field()) {            \
    fields->add(#field, message.field()); \
  }

void add(const pbnetwork::Connected& message, Fields* fields) { fields->add("user", message.user()); }

void add(const pbnetwork::Disconnected& message, Fields* fields) {
  fields->add("user", message.user());
  fields->add("error", message.error());
  ADD_IF_SET(message)
}

void add(const pbnetwork::Buddy& message, Fields* fields) {
  fields->add("userName", message.username());
  fields->add("buddyName", message.buddyname());
  ADD_IF_SET(alias)
  for (const std::string& group : message.group()) {
    fields->add("group", group);
  }
  ADD_IF_SET(status)
  ADD_IF_SET(statusmessage)
  ADD_IF_SET(iconhash)
  ADD_IF_SET(blocked)
}

void add(const pbnetwork::ConversationMessage& message, Fields* fields) {
  fields->add("userName", message.username());
  fields->add("buddyName", message.buddyname());
  fields->add("message", message.message());
  ADD_IF_SET(nickname)
  ADD_IF_SET(xhtml)
  ADD_IF_SET(timestamp)
  ADD_IF_SET(headline)
  ADD_IF_SET(id)
  ADD_IF_SET(pm)
  ADD_IF_SET(carbon)
  for (const pbnetwork::Attachment& attachment : message.attachment()) {
    fields->add("attachment", attachment.url());
    if (attachment.has_mimetype()) {
      fields->add("mimeType", attachment.mimetype());
    }
    if (attachment.has_description()) {
      fields->add("description", attachment.description());
    }
  }
}

void add(const pbnetwork::Room& message, Fields* fields) {
  fields->add("userName", message.username());
  fields->add("nickname", message.nickname());
  fields->add("room", message.room());
}

void add(const pbnetwork::RoomList& message, Fields* fields) {
  ADD_IF_SET(user)
  for (int i = 0; i < message.room_size(); ++i) {
    fields->add("room", message.room(i));
  }
  for (int i = 0; i < message.name_size(); ++i) {
    fields->add("name", message.name(i));
  }
}

void add(const pbnetwork::Participant& message, Fields* fields) {
  fields->add("userName", message.username());
  fields->add("room", message.room());
  fields->add("nickname", message.nickname());
  fields->add("flag", message.flag());
  fields->add("status", message.status());
  ADD_IF_SET(statusmessage)
  ADD_IF_SET(newname)
  ADD_IF_SET(iconhash)
  ADD_IF_SET(alias)
}

void add(const pbnetwork::VCard& message, Fields* fields) {
  fields->add("userName", message.username());
  fields->add("buddyName", message.buddyname());
  fields->add("id", message.id());
  ADD_IF_SET(fullname)
  ADD_IF_SET(nickname)
  if (message.has_photo()) {
    fields->add("photo", fmt::format("{} bytes", message.photo().size()));
  }
}

void add(const pbnetwork::Stats& message, Fields* fields) {
  fields->add("res", message.res());
  fields->add("init_res", message.init_res());
  fields->add("shared", message.shared());
  fields->add("id", message.id());
}

void add(const pbnetwork::BackendConfig& message, Fields* fields) { fields->add("config", message.config()); }

#undef ADD_IF_SET

template <class Message>
std::string fieldsOf(const std::string& payload) {
  Message message;
  if (!message.ParseFromString(payload)) {
    return fmt::format(" with a payload that does not parse: {}", quoted(payload));
  }
  Fields fields;
  add(message, &fields);
  return fields.text();
}

std::string fieldsOf(const Frame& frame) {
  switch (frame.type) {
    case pbnetwork::WrapperMessage::TYPE_CONNECTED:
      return fieldsOf<pbnetwork::Connected>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_DISCONNECTED:
      return fieldsOf<pbnetwork::Disconnected>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_BUDDY_CHANGED:
    case pbnetwork::WrapperMessage::TYPE_BUDDY_REMOVED:
    case pbnetwork::WrapperMessage::TYPE_BUDDY_TYPING:
    case pbnetwork::WrapperMessage::TYPE_BUDDY_STOPPED_TYPING:
    case pbnetwork::WrapperMessage::TYPE_BUDDY_TYPED:
    case pbnetwork::WrapperMessage::TYPE_AUTH_REQUEST:
      return fieldsOf<pbnetwork::Buddy>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE:
    case pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE_ACK:
    case pbnetwork::WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED:
    case pbnetwork::WrapperMessage::TYPE_ATTENTION:
      return fieldsOf<pbnetwork::ConversationMessage>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED:
      return fieldsOf<pbnetwork::Room>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_ROOM_LIST:
      return fieldsOf<pbnetwork::RoomList>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_PARTICIPANT_CHANGED:
      return fieldsOf<pbnetwork::Participant>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_VCARD:
      return fieldsOf<pbnetwork::VCard>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_STATS:
      return fieldsOf<pbnetwork::Stats>(frame.payload);
    case pbnetwork::WrapperMessage::TYPE_BACKEND_CONFIG:
    case pbnetwork::WrapperMessage::TYPE_QUERY:
      return fieldsOf<pbnetwork::BackendConfig>(frame.payload);
    default:
      return frame.payload.empty() ? "" : " " + quoted(frame.payload);
  }
}

}  // namespace

std::string typeName(int type) {
  if (type == Frame::kUnreadable) {
    return "a frame that is no WrapperMessage:";
  }
  if (!pbnetwork::WrapperMessage::Type_IsValid(type)) {
    return fmt::format("type {}", type);
  }
  constexpr std::string_view prefix = "TYPE_";
  return pbnetwork::WrapperMessage::Type_Name(static_cast<Type>(type)).substr(prefix.size());
}

std::string describe(const Frame& frame) { return typeName(frame.type) + fieldsOf(frame); }

}  // namespace prism::testing
