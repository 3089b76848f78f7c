// SPDX-License-Identifier: MIT
#include "host/requests/conversation_request.h"

#include "proto/field_reader.h"
#include "proto/pbnetwork.pb.h"

#include <cstddef>

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;

prism_str asString(std::string_view text) { return {text.data(), text.size()}; }

// Writes a NUL behind a string of the payload. A missing string becomes an empty one.
void terminate(char* payload, prism_str* string) {
  if (!string->data) {
    *string = {"", 0};
  } else {
    payload[(string->data - payload) + static_cast<std::ptrdiff_t>(string->size)] = '\0';
  }
}

}  // namespace

ConversationRequest::Result ConversationRequest::read(std::span<char> payload) {
  *this = {};
  wire::FieldReader fields({payload.data(), payload.size()});
  while (fields.next()) {
    switch (fields.bytesNumber()) {
      case ConversationMessage::kUserNameFieldNumber:
        user = asString(fields.bytes());
        break;
      case ConversationMessage::kBuddyNameFieldNumber:
        buddy = asString(fields.bytes());
        break;
      case ConversationMessage::kMessageFieldNumber:
        text = asString(fields.bytes());
        break;
      case ConversationMessage::kXhtmlFieldNumber:
        xhtml = asString(fields.bytes());
        break;
      case ConversationMessage::kIdFieldNumber:
        id = asString(fields.bytes());
        break;
      default:
        break;  // fields that only backends send
    }
  }
  if (fields.damaged()) {
    return Result::kDamaged;
  }
  if (!user.data || !buddy.data || !text.data) {
    return Result::kIncomplete;
  }
  terminate(payload.data(), &user);
  terminate(payload.data(), &buddy);
  terminate(payload.data(), &text);
  terminate(payload.data(), &xhtml);
  terminate(payload.data(), &id);
  return Result::kRead;
}

}  // namespace prism::host
