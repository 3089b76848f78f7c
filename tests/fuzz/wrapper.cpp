// SPDX-License-Identifier: MIT
// WrapperMessage: the host's decoder agrees with protobuf's, and frames that the host writes can be read.
#include "proto/wrapper.h"

#include "proto/frame_reader.h"
#include "proto/frame_writer.h"
#include "tests/fuzz/require.h"

#include <string>

namespace {

using pbnetwork::WrapperMessage;
using prism::fuzz::require;

// protobuf keeps an undeclared enum value as an unknown field, and uses an earlier or later declared one.
void compare(std::string_view frame) {
  const auto ours = prism::wire::readWrapper(frame);
  WrapperMessage theirs;
  const bool readable = theirs.ParsePartialFromArray(frame.data(), static_cast<int>(frame.size()));
  if (!ours || !readable || !WrapperMessage::Type_IsValid(ours->type)) {
    return;
  }
  require(theirs.has_type() && theirs.type() == ours->type, "the type is the same");
  require(theirs.payload() == ours->payload, "the payload is the same");
  require(ours->payload.empty() || (ours->payload.data() >= frame.data() &&
                                    ours->payload.data() + ours->payload.size() <= frame.data() + frame.size()),
          "the payload is a part of the frame");
}

// The host's decoder reads protobuf's output.
void readTheirs(WrapperMessage::Type type, std::string_view payload) {
  WrapperMessage wrapper;
  wrapper.set_type(type);
  wrapper.set_payload(std::string(payload));
  const std::string frame = wrapper.SerializeAsString();
  const auto read = prism::wire::readWrapper(frame);
  require(read && read->type == type && read->payload == payload, "what protobuf has written can be read");
}

// protobuf reads the host's output.
void writeOurs(WrapperMessage::Type type, std::string_view payload) {
  prism::wire::FrameWriter writer;
  writer.append(type);
  writer.append(type, payload);
  const std::string_view bytes = writer.pending();
  const std::size_t first = writer.frameEndFrom(1);
  require(writer.frameEndFrom(first + 1) == bytes.size(), "there are two frames");
  WrapperMessage wrapper;
  const std::string_view frame = bytes.substr(first + prism::wire::kFrameHeaderSize);
  require(wrapper.ParseFromArray(frame.data(), static_cast<int>(frame.size())), "protobuf can read it");
  require(wrapper.type() == type && wrapper.payload() == payload, "it is what was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  compare(input);
  const int number = input.empty() ? 0 : static_cast<unsigned char>(input.front());
  if (WrapperMessage::Type_IsValid(number)) {
    const auto type = static_cast<WrapperMessage::Type>(number);
    readTheirs(type, input);
    writeOurs(type, input);
  }
  return 0;
}
