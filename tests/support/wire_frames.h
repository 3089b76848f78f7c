// SPDX-License-Identifier: MIT
#pragma once

#include "proto/frame_reader.h"
#include "proto/frame_writer.h"
#include "proto/wrapper.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {

// Returns a frame with any content, valid or not.
inline std::string frameOf(std::string_view content) {
  std::string frame;
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame += static_cast<char>(content.size() >> shift & 0xff);
  }
  return frame.append(content);
}

inline void feed(wire::FrameReader* reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::span<char> room = reader->writable();
    const std::size_t size = std::min(room.size(), bytes.size());
    bytes.copy(room.data(), size);
    reader->commit(size);
    bytes.remove_prefix(size);
  }
}

struct Sent {
  pbnetwork::WrapperMessage::Type type;
  std::string payload;

  template <typename Message>
  Message as() const {
    Message message;
    EXPECT_TRUE(message.ParseFromString(payload));
    return message;
  }
};

// Splits bytes into frames. Fails if the last one is incomplete.
inline std::vector<Sent> framesIn(std::string_view bytes) {
  wire::FrameReader reader(64 * 1024 * 1024);
  feed(&reader, bytes);
  std::vector<Sent> sent;
  std::string_view frame;
  while (reader.next(&frame) == wire::FrameReader::Result::kFrame) {
    pbnetwork::WrapperMessage wrapper;  // protobuf's own parser, independent of the host's decoder
    EXPECT_TRUE(wrapper.ParseFromArray(frame.data(), static_cast<int>(frame.size())));
    sent.push_back({wrapper.type(), wrapper.payload()});
  }
  EXPECT_EQ(reader.buffered(), 0U);
  return sent;
}

// Takes the pending frames out of the writer.
inline std::vector<Sent> takeSent(wire::FrameWriter* writer) {
  std::vector<Sent> sent = framesIn(writer->pending());
  writer->consume(writer->pending().size());
  return sent;
}

}  // namespace prism::tests
