#include "proto/wrapper.h"

#include <cstdint>

#include "proto/pbnetwork.pb.h"

namespace prism::wire {
namespace {

// Protobuf's wire types; groups (3 and 4) are in no message of this protocol.
enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

constexpr std::uint32_t tag(int field, WireType type) { return static_cast<std::uint32_t>(field) << 3 | type; }

// Each of these takes something from the start of *rest; false if it is not there.

bool takeLongVarint(std::string_view* rest, std::uint64_t* value) {
  constexpr std::size_t kLongest = 10;
  *value = 0;
  for (std::size_t i = 0; i < kLongest && i < rest->size(); ++i) {
    const auto byte = static_cast<unsigned char>((*rest)[i]);
    *value |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      rest->remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

inline bool takeVarint(std::string_view* rest, std::uint64_t* value) {
  if (rest->empty() || static_cast<unsigned char>(rest->front()) >= 0x80) {
    return takeLongVarint(rest, value);
  }
  *value = static_cast<unsigned char>(rest->front());
  rest->remove_prefix(1);
  return true;
}

bool takeBytes(std::string_view* rest, std::uint64_t size, std::string_view* bytes) {
  if (size > rest->size()) {
    return false;
  }
  *bytes = rest->substr(0, size);
  rest->remove_prefix(size);
  return true;
}

bool takeLengthDelimited(std::string_view* rest, std::string_view* value) {
  std::uint64_t size = 0;
  return takeVarint(rest, &size) && takeBytes(rest, size, value);
}

bool skipField(std::string_view* rest, std::uint64_t field_tag) {
  std::uint64_t number = 0;
  std::string_view value;
  switch (field_tag & 7) {
    case kVarint:
      return takeVarint(rest, &number);
    case kFixed64:
      return takeBytes(rest, 8, &value);
    case kLengthDelimited:
      return takeLengthDelimited(rest, &value);
    case kFixed32:
      return takeBytes(rest, 4, &value);
    default:
      return false;
  }
}

}  // namespace

std::optional<Wrapper> readWrapper(std::string_view frame) {
  constexpr std::uint32_t type_tag = tag(pbnetwork::WrapperMessage::kTypeFieldNumber, kVarint);
  constexpr std::uint32_t payload_tag = tag(pbnetwork::WrapperMessage::kPayloadFieldNumber, kLengthDelimited);

  std::optional<int> type;
  std::string_view payload;
  while (!frame.empty()) {
    std::uint64_t field_tag = 0;
    if (!takeVarint(&frame, &field_tag) || field_tag >> 3 == 0 || field_tag > UINT32_MAX) {
      return std::nullopt;
    }
    if (field_tag == type_tag) {
      std::uint64_t value = 0;
      if (!takeVarint(&frame, &value)) {
        return std::nullopt;
      }
      type = static_cast<int>(value);  // an enum is an int32 on the wire, sign-extended
    } else if (field_tag == payload_tag) {
      if (!takeLengthDelimited(&frame, &payload)) {
        return std::nullopt;
      }
    } else if (!skipField(&frame, field_tag)) {
      return std::nullopt;
    }
  }
  return type ? std::optional(Wrapper{*type, payload}) : std::nullopt;
}

}  // namespace prism::wire
