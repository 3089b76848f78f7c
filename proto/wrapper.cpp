#include "proto/wrapper.h"

#include <google/protobuf/io/coded_stream.h>

#include <cstdint>

#include "proto/pbnetwork.pb.h"

namespace prism::wire {
namespace {

using google::protobuf::io::CodedInputStream;

// Protobuf's wire types; groups (3 and 4) are in no message of this protocol.
enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

constexpr std::uint32_t tag(int field, WireType type) { return static_cast<std::uint32_t>(field) << 3 | type; }

bool readLengthDelimited(CodedInputStream* in, std::string_view frame, std::string_view* value) {
  std::uint32_t size = 0;
  if (!in->ReadVarint32(&size)) {
    return false;
  }
  const auto start = static_cast<std::size_t>(in->CurrentPosition());
  if (size > frame.size() - start) {
    return false;
  }
  *value = frame.substr(start, size);
  return in->Skip(static_cast<int>(size));
}

bool skipField(CodedInputStream* in, std::string_view frame, std::uint32_t field_tag) {
  std::uint64_t number = 0;
  std::string_view value;
  switch (field_tag & 7) {
    case kVarint:
      return in->ReadVarint64(&number);
    case kFixed64:
      return in->Skip(8);
    case kLengthDelimited:
      return readLengthDelimited(in, frame, &value);
    case kFixed32:
      return in->Skip(4);
    default:
      return false;
  }
}

}  // namespace

std::optional<Wrapper> readWrapper(std::string_view frame) {
  constexpr std::uint32_t type_tag = tag(pbnetwork::WrapperMessage::kTypeFieldNumber, kVarint);
  constexpr std::uint32_t payload_tag = tag(pbnetwork::WrapperMessage::kPayloadFieldNumber, kLengthDelimited);

  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(frame.data()), static_cast<int>(frame.size()));
  std::optional<int> type;
  std::string_view payload;
  while (const std::uint32_t field_tag = in.ReadTag()) {
    if (field_tag == type_tag) {
      std::uint64_t value = 0;
      if (!in.ReadVarint64(&value)) {
        return std::nullopt;
      }
      type = static_cast<int>(value);  // an enum is an int32 on the wire, sign-extended
    } else if (field_tag == payload_tag) {
      if (!readLengthDelimited(&in, frame, &payload)) {
        return std::nullopt;
      }
    } else if (!skipField(&in, frame, field_tag)) {
      return std::nullopt;
    }
  }
  // ReadTag() returns 0 for the end, and for a tag that cannot be read.
  if (!type || !in.ConsumedEntireMessage()) {
    return std::nullopt;
  }
  return Wrapper{*type, payload};
}

}  // namespace prism::wire
