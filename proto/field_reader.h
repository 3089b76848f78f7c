// The fields of a serialized message, in protobuf's encoding, read one by one without copying what they hold: for what
// comes so often that a message object would cost too much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
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
  bool takeValue();
  bool take(std::uint64_t* varint);
  bool takeLong(std::uint64_t* varint);
  bool take(std::uint64_t size, std::string_view* bytes);

  const char* place_;
  const char* const end_;
  bool damaged_ = false;
  std::uint32_t tag_ = 0;
  std::uint64_t varint_ = 0;
  std::string_view bytes_;
};

// In the header, so that a reader lives in the registers of whoever has one.

inline bool FieldReader::next() {
  if (place_ == end_) {
    return false;
  }
  std::uint64_t tag = 0;
  damaged_ = !take(&tag) || tag >> 3 == 0 || tag > std::numeric_limits<std::uint32_t>::max();
  tag_ = static_cast<std::uint32_t>(tag);
  damaged_ = damaged_ || !takeValue();
  return !damaged_;
}

inline bool FieldReader::takeValue() {
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

inline bool FieldReader::take(std::uint64_t* varint) {
  if (place_ == end_ || static_cast<unsigned char>(*place_) >= 0x80) {
    return takeLong(varint);
  }
  *varint = static_cast<unsigned char>(*place_++);
  return true;
}

inline bool FieldReader::take(std::uint64_t size, std::string_view* bytes) {
  if (size > left()) {
    return false;
  }
  *bytes = {place_, static_cast<std::size_t>(size)};
  place_ += size;
  return true;
}

}  // namespace prism::wire
