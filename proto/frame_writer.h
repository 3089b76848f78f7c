// SPDX-License-Identifier: MIT
// Frames, the way out (see frame_reader.h for the format). FrameWriter is passive and knows no sockets: messages go
// in, and what it has gathered goes out as one piece.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "proto/pbnetwork.pb.h"

namespace prism::wire {

// A field of a message that is a string, borrowed. Its number is below 16.
struct StringField {
  int number;
  std::string_view value;
};

class FrameWriter {
 public:
  // Appends one frame: a wrapper of `type` around `payload`, whose required fields must be set.
  void append(pbnetwork::WrapperMessage::Type type, const google::protobuf::MessageLite& payload);

  // The same around a message that is made of `fields` and, if there is one, of what is set in `rest`: what is large, or
  // always there, needs no copy in a message object.
  void append(pbnetwork::WrapperMessage::Type type, std::initializer_list<StringField> fields,
              const google::protobuf::MessageLite* rest = nullptr);

  // Appends one frame around bytes that are no inner message (RAW_XML).
  void append(pbnetwork::WrapperMessage::Type type, std::string_view payload);

  // Appends one frame whose wrapper has no payload (PONG).
  void append(pbnetwork::WrapperMessage::Type type);

  // Appends all the frames of another one.
  void append(const FrameWriter& other);

  // What waits to be sent, oldest first: borrowed until the next call of append() or consume().
  std::string_view pending() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // Says that the first `size` bytes of pending() are gone.
  void consume(std::size_t size);

  // The first end of a frame in pending() that is not before `position`. pending() must begin with a whole frame.
  std::size_t frameEndFrom(std::size_t position) const;

 private:
  char* grow(std::size_t size);
  char* beginPayloadFrame(pbnetwork::WrapperMessage::Type type, std::size_t payload_size);

  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // buffer_[begin_, end_) waits to be sent
  std::size_t end_ = 0;
};

}  // namespace prism::wire
