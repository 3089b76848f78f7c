// SPDX-License-Identifier: MIT
#include "proto/field_reader.h"

#include <limits>

namespace prism::wire {

bool FieldReader::nextGeneral() {
  std::uint64_t tag = 0;
  damaged_ = !readVarint(&tag) || tag >> 3 == 0 || tag > std::numeric_limits<std::uint32_t>::max();
  tag_ = static_cast<std::uint32_t>(tag);
  damaged_ = damaged_ || !readValue();
  return !damaged_;
}

bool FieldReader::readValue() {
  switch (tag_ & 7) {
    case kVarint:
      return readVarint(&varint_);
    case kFixed64:
      return readBytes(8, &bytes_);
    case kBytes:
      return readVarint(&varint_) && readBytes(varint_, &bytes_);
    case kFixed32:
      return readBytes(4, &bytes_);
    default:
      return false;
  }
}

bool FieldReader::readVarint(std::uint64_t* varint) {
  constexpr std::size_t kLongest = 10;
  *varint = 0;
  for (std::size_t i = 0; i < kLongest && i < remaining(); ++i) {
    const auto byte = static_cast<unsigned char>(position_[i]);
    *varint |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      position_ += i + 1;
      return true;
    }
  }
  return false;
}

bool FieldReader::readBytes(std::uint64_t size, std::string_view* bytes) {
  if (size > remaining()) {
    return false;
  }
  *bytes = {position_, static_cast<std::size_t>(size)};
  position_ += size;
  return true;
}

}  // namespace prism::wire
