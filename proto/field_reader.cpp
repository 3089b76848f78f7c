// SPDX-License-Identifier: MIT
#include "proto/field_reader.h"

#include <limits>

namespace prism::wire {

bool FieldReader::nextOfAnyKind() {
  std::uint64_t tag = 0;
  damaged_ = !take(&tag) || tag >> 3 == 0 || tag > std::numeric_limits<std::uint32_t>::max();
  tag_ = static_cast<std::uint32_t>(tag);
  damaged_ = damaged_ || !takeValue();
  return !damaged_;
}

bool FieldReader::takeValue() {
  switch (tag_ & 7) {
    case kVarint:
      return take(&varint_);
    case kFixed64:
      return take(8, &bytes_);
    case kBytes:
      return take(&varint_) && take(varint_, &bytes_);
    case kFixed32:
      return take(4, &bytes_);
    default:
      return false;
  }
}

bool FieldReader::take(std::uint64_t* varint) {
  constexpr std::size_t kLongest = 10;
  *varint = 0;
  for (std::size_t i = 0; i < kLongest && i < left(); ++i) {
    const auto byte = static_cast<unsigned char>(place_[i]);
    *varint |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      place_ += i + 1;
      return true;
    }
  }
  return false;
}

bool FieldReader::take(std::uint64_t size, std::string_view* bytes) {
  if (size > left()) {
    return false;
  }
  *bytes = {place_, static_cast<std::size_t>(size)};
  place_ += size;
  return true;
}

}  // namespace prism::wire
