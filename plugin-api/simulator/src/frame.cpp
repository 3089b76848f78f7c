// SPDX-License-Identifier: MIT
#include "prism/testing/frame.h"

#include "proto/frame_reader.h"
#include "proto/frame_writer.h"

namespace prism::testing {

std::string frameBytes(Type type, const google::protobuf::MessageLite& message) {
  wire::FrameWriter writer;
  writer.append(type, message);
  return std::string(writer.pending());
}

std::string frameBytes(Type type, std::string_view payload) {
  wire::FrameWriter writer;
  writer.append(type, payload);
  return std::string(writer.pending());
}

std::string frameBytes(Type type) {
  wire::FrameWriter writer;
  writer.append(type);
  return std::string(writer.pending());
}

std::string lengthPrefix(std::uint32_t length) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(length >> shift & 0xff);
  }
  return bytes;
}

}  // namespace prism::testing
