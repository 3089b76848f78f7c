// SPDX-License-Identifier: MIT
// Frames as the simulator keeps, makes and describes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "prism/testing/failure.h"
#include "proto/pbnetwork.pb.h"

namespace prism::testing {

using Type = pbnetwork::WrapperMessage::Type;

// A frame that has come, taken apart.
struct Frame {
  static constexpr int kUnreadable = -1;

  int type = kUnreadable;  // a Type, or a number that the protocol does not declare
  std::string payload;     // the inner message; of an unreadable frame, all of it

  // The inner message. Throws Failure where it does not parse or lacks a required field.
  template <class Message>
  Message as() const;
};

// One line: the type and the fields that are set, e.g. `CONV_MESSAGE userName="alice" buddyName="echo" message="hi"`.
std::string describe(const Frame& frame);

// The type without its prefix, e.g. `CONV_MESSAGE`; `type 99` if the protocol does not declare it.
std::string typeName(int type);

// The bytes of one frame, with its length, to be sent as they are or in pieces.
std::string frameBytes(Type type, const google::protobuf::MessageLite& message);
std::string frameBytes(Type type, std::string_view payload);
std::string frameBytes(Type type);

// A length of four bytes, big-endian, whatever follows it.
std::string lengthBytes(std::uint32_t length);

template <class Message>
Message Frame::as() const {
  Message message;
  // The partial parser does not write to stderr on its own.
  if (!message.ParsePartialFromString(payload) || !message.IsInitialized()) {
    throw Failure("the payload does not parse, or lacks a required field: " + describe(*this));
  }
  return message;
}

}  // namespace prism::testing
