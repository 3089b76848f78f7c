// SPDX-License-Identifier: MIT
// Writes messages as frames into one buffer (see frame_reader.h for the format). FrameWriter is passive and knows no
// sockets: the caller sends the buffer in one piece.
#pragma once

#include "proto/pbnetwork.pb.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string_view>

namespace prism::wire {

// A string field of a message; the value is borrowed. The number is below 16, so that the tag has one byte.
struct StringField {
  int number;
  std::string_view value;
};

class FrameWriter {
 public:
  // Appends one frame: a wrapper of `type` around `payload`, whose required fields must be set.
  void append(pbnetwork::WrapperMessage::Type type, const google::protobuf::MessageLite& payload);

  // Appends one frame whose message consists of `fields` and of the fields that are set in `rest`, if it is not null.
  // Large strings, and those that every message has, thus need no copy in a message object.
  void append(pbnetwork::WrapperMessage::Type type, std::initializer_list<StringField> fields,
              const google::protobuf::MessageLite* rest = nullptr);

  // Appends one frame whose payload is not a message, but `payload` itself (RAW_XML).
  void append(pbnetwork::WrapperMessage::Type type, std::string_view payload) { appendParts(type, payload); }
  // Likewise for a payload that consists of some string_views.
  template <typename... Parts>
  void appendParts(pbnetwork::WrapperMessage::Type type, Parts... parts) {
    char* to = beginPayloadFrame(type, (parts.size() + ...));
    ((to = std::copy(parts.begin(), parts.end(), to)), ...);
  }

  // Appends one frame whose wrapper has no payload (PONG).
  void append(pbnetwork::WrapperMessage::Type type);

  // Appends a copy of all frames in `other`.
  void append(const FrameWriter& other);

  // The unsent bytes, oldest first, borrowed until the next call of append() or consume().
  std::string_view pending() const { return {buffer_.get() + begin_, end_ - begin_}; }

  // Removes the first `size` bytes of pending(), which were sent.
  void consume(std::size_t size);

  // Returns the first frame boundary in pending() at or after `position`. pending() must begin with a whole frame.
  std::size_t frameEndFrom(std::size_t position) const;

 private:
  void reserve(std::size_t capacity);
  char* grow(std::size_t size);
  char* beginPayloadFrame(pbnetwork::WrapperMessage::Type type, std::size_t payload_size);

  struct Free {
    void operator()(char* buffer) const { std::free(buffer); }
  };

  // From realloc(), which moves a large buffer without copying it.
  std::unique_ptr<char, Free> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // the bytes of buffer_ in [begin_, end_) are unsent
  std::size_t end_ = 0;
};

}  // namespace prism::wire
