// SPDX-License-Identifier: MIT
// Reads the fields of a serialized protobuf message one by one, without copying their values. For messages that are too
// frequent to be parsed into a message object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace prism::wire {

class FieldReader {
 public:
  explicit FieldReader(std::string_view message) : position_(message.data()), end_(message.data() + message.size()) {}

  // Goes to the next field. Returns false at the end of the message, and at a field that cannot be read.
  bool next();

  // After next() has returned false: true if a field could not be read.
  bool damaged() const { return damaged_; }

  // Returns the field's number if its value is a number, bool or enum, which varint() returns; else 0.
  std::uint32_t varintNumber() const { return (tag_ & 7) == kVarint ? tag_ >> 3 : 0; }
  std::uint64_t varint() const { return varint_; }

  // Returns the field's number if its value is a string, bytes or a message, which bytes() returns, borrowed from the
  // whole message; else 0.
  std::uint32_t bytesNumber() const { return (tag_ & 7) == kBytes ? tag_ >> 3 : 0; }
  std::string_view bytes() const { return bytes_; }

 private:
  // Protobuf's wire types. No message of this protocol has groups (3 and 4).
  enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  std::size_t remaining() const { return static_cast<std::size_t>(end_ - position_); }
  bool nextGeneral();
  bool readValue();
  bool readVarint(std::uint64_t* varint);
  bool readBytes(std::uint64_t size, std::string_view* bytes);

  const char* position_;
  const char* const end_;
  bool damaged_ = false;
  std::uint32_t tag_ = 0;
  std::uint64_t varint_ = 0;
  std::string_view bytes_;
};

// The fast path, inline: most fields have a tag of one byte, and a number or length of one byte.
inline bool FieldReader::next() {
  if (remaining() >= 2) {
    const auto tag = static_cast<unsigned char>(position_[0]);
    const auto value = static_cast<unsigned char>(position_[1]);
    if (tag < 0x80 && tag >> 3 != 0 && value < 0x80) {
      if ((tag & 7) == kBytes && value <= remaining() - 2) {
        tag_ = tag;
        bytes_ = {position_ + 2, value};
        position_ += 2 + value;
        return true;
      }
      if ((tag & 7) == kVarint) {
        tag_ = tag;
        varint_ = value;
        position_ += 2;
        return true;
      }
    }
  }
  return position_ != end_ && nextGeneral();
}

}  // namespace prism::wire
