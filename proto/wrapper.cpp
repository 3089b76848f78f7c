// SPDX-License-Identifier: MIT
#include "proto/wrapper.h"

#include "proto/field_reader.h"
#include "proto/pbnetwork.pb.h"

namespace prism::wire {

std::optional<Wrapper> readWrapper(std::string_view frame) {
  std::optional<int> type;
  std::string_view payload;
  FieldReader fields(frame);
  while (fields.next()) {
    if (fields.varintNumber() == pbnetwork::WrapperMessage::kTypeFieldNumber) {
      type = static_cast<int>(fields.varint());  // an enum is an int32 on the wire, sign-extended
    } else if (fields.bytesNumber() == pbnetwork::WrapperMessage::kPayloadFieldNumber) {
      payload = fields.bytes();
    }
  }
  return type && !fields.damaged() ? std::optional(Wrapper{*type, payload}) : std::nullopt;
}

std::span<char> writablePayload(const Wrapper& wrapper, std::span<char> frame) {
  if (wrapper.payload.empty()) {
    return {};
  }
  return frame.subspan(static_cast<std::size_t>(wrapper.payload.data() - frame.data()), wrapper.payload.size());
}

}  // namespace prism::wire
