// SPDX-License-Identifier: MIT
// Frames: parsed, serialized, and described in words.
#pragma once

#include "prism/testing/failure.h"
#include "proto/pbnetwork.pb.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace prism::testing {

using Type = pbnetwork::WrapperMessage::Type;

// A received frame.
struct Frame {
  static constexpr int kUnreadable = -1;

  int type = kUnreadable;  // a Type, an undeclared number, or kUnreadable
  std::string payload;     // the serialized inner message; of an unreadable frame, all its bytes

  // Parses the inner message. Throws Failure if it does not parse or lacks a required field.
  template <class Message>
  Message as() const;
};

// Describes a frame in one line: the type and the fields that are set, for example
// `CONV_MESSAGE userName="alice" buddyName="echo" message="hi"`.
std::string describe(const Frame& frame);

// Returns the type's name without its prefix, for example `CONV_MESSAGE`; `type 99` if the protocol does not declare
// it.
std::string typeName(int type);

// Serializes one frame with its length, for Spectrum::sendBytes() and sendSplit().
std::string frameBytes(Type type, const google::protobuf::MessageLite& message);
std::string frameBytes(Type type, std::string_view payload);
std::string frameBytes(Type type);

// Serializes a frame's length alone: four bytes, big-endian.
std::string lengthPrefix(std::uint32_t length);

template <class Message>
Message Frame::as() const {
  Message message;
  // ParseFromString() would write an error to stderr.
  if (!message.ParsePartialFromString(payload) || !message.IsInitialized()) {
    throw Failure("the payload does not parse, or lacks a required field: " + describe(*this));
  }
  return message;
}

}  // namespace prism::testing
