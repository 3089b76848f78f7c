// SPDX-License-Identifier: MIT
// The fields of a serialized message, in protobuf's encoding, read one by one without copying what they hold: for what
// comes so often that a message object would cost too much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace prism::wire {

class FieldReader {
 public:
  explicit FieldReader(std::string_view message) : place_(message.data()), end_(message.data() + message.size()) {}

  // Goes on to the next field. False at the end, and at what cannot be read.
  bool next();

  // After the last next(): whether something could not be read.
  bool damaged() const { return damaged_; }

  // The field's number, if it is a number, bool or enum; else 0. varint() is what it holds then.
  std::uint32_t varintNumber() const { return (tag_ & 7) == kVarint ? tag_ >> 3 : 0; }
  std::uint64_t varint() const { return varint_; }

  // The field's number, if it is a string, bytes or a message; else 0. bytes() is what it holds then, borrowed from the
  // message.
  std::uint32_t bytesNumber() const { return (tag_ & 7) == kBytes ? tag_ >> 3 : 0; }
  std::string_view bytes() const { return bytes_; }

 private:
  // Protobuf's wire types; groups (3 and 4) are in no message of this protocol.
  enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  std::size_t left() const { return static_cast<std::size_t>(end_ - place_); }
  bool nextOfAnyKind();
  bool takeValue();
  bool take(std::uint64_t* varint);
  bool take(std::uint64_t size, std::string_view* bytes);

  const char* place_;
  const char* const end_;
  bool damaged_ = false;
  std::uint32_t tag_ = 0;
  std::uint64_t varint_ = 0;
  std::string_view bytes_;
};

// Most fields have a tag of one byte, and a number or length of one byte.
inline bool FieldReader::next() {
  if (left() >= 2) {
    const auto tag = static_cast<unsigned char>(place_[0]);
    const auto value = static_cast<unsigned char>(place_[1]);
    if (tag < 0x80 && tag >> 3 != 0 && value < 0x80) {
      if ((tag & 7) == kBytes && value <= left() - 2) {
        tag_ = tag;
        bytes_ = {place_ + 2, value};
        place_ += 2 + value;
        return true;
      }
      if ((tag & 7) == kVarint) {
        tag_ = tag;
        varint_ = value;
        place_ += 2;
        return true;
      }
    }
  }
  return place_ != end_ && nextOfAnyKind();
}

}  // namespace prism::wire
