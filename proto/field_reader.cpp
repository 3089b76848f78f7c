#include "proto/field_reader.h"

namespace prism::wire {

bool FieldReader::takeLong(std::uint64_t* varint) {
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

}  // namespace prism::wire
