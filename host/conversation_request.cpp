#include "host/conversation_request.h"

#include <algorithm>

#include "proto/field_reader.h"
#include "proto/pbnetwork.pb.h"

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;

constexpr std::size_t kLarge = 64 * 1024;

}  // namespace

// All of it is copied in one go, and read from the copy: there, behind each string, is what has been read already, the
// next field's tag, so that the NUL finds its place.
ConversationRequest::Result ConversationRequest::read(std::string_view payload) {
  reserve(payload.size() + 1);
  std::copy(payload.begin(), payload.end(), buffer_.get());
  std::string_view user_name, buddy_name, message, xhtml_message, message_id;
  bool has_user = false, has_buddy = false, has_message = false;
  wire::FieldReader fields({buffer_.get(), payload.size()});
  while (fields.next()) {
    switch (fields.bytesNumber()) {
      case ConversationMessage::kUserNameFieldNumber:
        user_name = fields.bytes();
        has_user = true;
        break;
      case ConversationMessage::kBuddyNameFieldNumber:
        buddy_name = fields.bytes();
        has_buddy = true;
        break;
      case ConversationMessage::kMessageFieldNumber:
        message = fields.bytes();
        has_message = true;
        break;
      case ConversationMessage::kXhtmlFieldNumber:
        xhtml_message = fields.bytes();
        break;
      case ConversationMessage::kIdFieldNumber:
        message_id = fields.bytes();
        break;
      default:
        break;  // what Spectrum is told by backends only
    }
  }
  if (fields.damaged()) {
    return Result::kDamaged;
  }
  if (!has_user || !has_buddy || !has_message) {
    return Result::kIncomplete;
  }
  user = terminated(user_name);
  buddy = terminated(buddy_name);
  text = terminated(message);
  xhtml = terminated(xhtml_message);
  id = terminated(message_id);
  return Result::kRead;
}

// A field of the buffer, or nothing.
prism_str ConversationRequest::terminated(std::string_view field) {
  if (field.empty()) {
    return {"", 0};
  }
  buffer_[static_cast<std::size_t>(field.data() - buffer_.get()) + field.size()] = '\0';
  return {field.data(), field.size()};
}

void ConversationRequest::reserve(std::size_t size) {
  if (capacity_ < size) {
    capacity_ = std::max(size, 2 * capacity_);
    buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
  }
}

void ConversationRequest::forget() {
  if (capacity_ > kLarge) {
    buffer_.reset();
    capacity_ = 0;
  }
}

}  // namespace prism::host
