// SPDX-License-Identifier: MIT
#include "proto/frame_writer.h"

#include "proto/frame_reader.h"
#include "proto/wrapper.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <new>

namespace prism::wire {
namespace {

using google::protobuf::io::CodedOutputStream;

// A buffer that has grown beyond this size, in a burst, is freed once it is empty.
constexpr std::size_t kShrinkAbove = 2 * 1024 * 1024;

constexpr int kLengthDelimited = 2;   // the wire type of strings
constexpr std::size_t kTypeSize = 2;  // bytes of the field `type`: its tag, and a value below 128

std::size_t varintSize(std::size_t value) { return CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(value)); }

char* writeVarint(std::size_t value, char* to) {
  auto* bytes = reinterpret_cast<std::uint8_t*>(to);
  return reinterpret_cast<char*>(CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(value), bytes));
}

char* writeHeader(std::size_t frame_size, pbnetwork::WrapperMessage::Type type, char* to) {
  to[0] = static_cast<char>(frame_size >> 24);
  to[1] = static_cast<char>(frame_size >> 16);
  to[2] = static_cast<char>(frame_size >> 8);
  to[3] = static_cast<char>(frame_size);
  to[4] = kTypeTag;
  to[5] = static_cast<char>(type);
  return to + kFrameHeaderSize + kTypeSize;
}

static_assert(pbnetwork::WrapperMessage::Type_MAX < 128, "a type no longer fits in one byte");

}  // namespace

void FrameWriter::reserve(std::size_t capacity) {
  auto* larger = static_cast<char*>(std::realloc(buffer_.get(), capacity));
  if (!larger) {
    throw std::bad_alloc();
  }
  static_cast<void>(buffer_.release());
  buffer_.reset(larger);
  capacity_ = capacity;
}

char* FrameWriter::grow(std::size_t size) {
  if (capacity_ - end_ < size) {
    if (begin_ > 0) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (capacity_ - end_ < size) {
      reserve(std::max(end_ + size, capacity_ * 2));
    }
  }
  char* start = buffer_.get() + end_;
  end_ += size;
  return start;
}

// Appends a frame of the right size without its payload, and returns the place of the payload.
char* FrameWriter::beginPayloadFrame(pbnetwork::WrapperMessage::Type type, std::size_t payload_size) {
  const std::size_t frame_size = kTypeSize + 1 + varintSize(payload_size) + payload_size;
  char* to = writeHeader(frame_size, type, grow(kFrameHeaderSize + frame_size));
  *to++ = kPayloadTag;
  return writeVarint(payload_size, to);
}

void FrameWriter::append(pbnetwork::WrapperMessage::Type type, const google::protobuf::MessageLite& payload) {
  assert(payload.IsInitialized());
  char* to = beginPayloadFrame(type, payload.ByteSizeLong());
  payload.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(to));
}

// Correct because a serialized message is the concatenation of its fields, in any order.
void FrameWriter::append(pbnetwork::WrapperMessage::Type type, std::initializer_list<StringField> fields,
                         const google::protobuf::MessageLite* rest) {
  std::size_t size = rest ? rest->ByteSizeLong() : 0;
  for (const StringField& field : fields) {
    assert(field.number < 16);
    size += 1 + varintSize(field.value.size()) + field.value.size();
  }
  char* to = beginPayloadFrame(type, size);
  for (const StringField& field : fields) {
    *to++ = static_cast<char>(field.number << 3 | kLengthDelimited);
    to = writeVarint(field.value.size(), to);
    to = std::copy(field.value.begin(), field.value.end(), to);
  }
  if (rest) {
    rest->SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(to));
  }
}

void FrameWriter::append(pbnetwork::WrapperMessage::Type type) {
  writeHeader(kTypeSize, type, grow(kFrameHeaderSize + kTypeSize));
}

void FrameWriter::append(const FrameWriter& other) {
  const std::string_view frames = other.pending();
  std::copy(frames.begin(), frames.end(), grow(frames.size()));  // not memcpy(): the source may be null
}

void FrameWriter::consume(std::size_t size) {
  assert(size <= end_ - begin_);
  begin_ += size;
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (capacity_ > kShrinkAbove) {
      buffer_.reset();
      capacity_ = 0;
    }
  }
}

std::size_t FrameWriter::frameEndFrom(std::size_t position) const {
  const std::string_view frames = pending();
  assert(position <= frames.size());
  std::size_t end = 0;
  while (end < position) {
    std::size_t size = 0;
    for (const char byte : frames.substr(end, kFrameHeaderSize)) {
      size = size << 8 | static_cast<unsigned char>(byte);
    }
    end += kFrameHeaderSize + size;
  }
  return end;
}

}  // namespace prism::wire
