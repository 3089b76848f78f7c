// SPDX-License-Identifier: MIT
#include "proto/wrapper.h"

#include "proto/field_reader.h"
#include "proto/pbnetwork.pb.h"

#include <cstddef>

namespace prism::wire {

namespace {

// Reads a frame as Spectrum writes most: a type below 128, a payload below 16 KiB, and nothing else.
std::optional<Wrapper> readUsual(std::string_view frame) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(frame[i]); };
  if (frame.size() < 5 || frame[0] != kTypeTag || byte(1) >= 0x80 || frame[2] != kPayloadTag) {
    return std::nullopt;
  }
  const bool is_long = byte(3) >= 0x80;
  const std::size_t size = is_long ? (byte(3) & 0x7FU) | std::size_t{byte(4)} << 7 : byte(3);
  const std::string_view payload = frame.substr(is_long ? 5 : 4);
  if (payload.size() != size || (is_long && byte(4) >= 0x80)) {
    return std::nullopt;
  }
  return Wrapper{byte(1), payload};
}

}  // namespace

std::optional<Wrapper> readWrapper(std::string_view frame) {
  if (const auto usual = readUsual(frame)) {
    return usual;
  }
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
