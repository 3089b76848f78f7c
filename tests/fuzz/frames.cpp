// SPDX-License-Identifier: MIT
// FrameReader: any bytes, split in any way, give the same frames as when read at once. The length in a header alone
// must not reserve memory.
#include "proto/frame_reader.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace {

using prism::fuzz::require;
using prism::wire::FrameReader;

constexpr std::uint32_t kMaxFrameSize = 200'000;

// The frames of a stream, and the oversized length that ends it, by a simple second reader.
struct Expected {
  std::vector<std::string_view> frames;
  std::optional<std::uint32_t> too_large = {};
};

Expected readAtOnce(std::string_view stream) {
  Expected expected;
  while (stream.size() >= 4) {
    std::uint32_t size = 0;
    for (const char byte : stream.substr(0, 4)) {
      size = size << 8 | static_cast<unsigned char>(byte);
    }
    if (size > kMaxFrameSize) {
      expected.too_large = size;
      break;
    }
    if (stream.size() - 4 < size) {
      break;
    }
    expected.frames.push_back(stream.substr(4, size));
    stream.remove_prefix(4 + size);
  }
  return expected;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  prism::fuzz::Input input(data, size);
  std::size_t piece = 1 + input.number(2);
  const std::string_view stream = input.rest();
  const Expected expected = readAtOnce(stream);

  FrameReader reader(kMaxFrameSize);
  std::size_t taken = 0;
  for (std::string_view rest = stream; !rest.empty(); piece = piece * 7 % 65521 + 1) {
    const std::span<char> room = reader.writable();
    require(!room.empty(), "there is room for more");
    const std::string_view received = rest.substr(0, std::min(piece, room.size()));
    std::memcpy(room.data(), received.data(), received.size());
    reader.commit(received.size());
    rest.remove_prefix(received.size());
    std::string_view frame;
    FrameReader::Result result{};
    while ((result = reader.next(&frame)) == FrameReader::Result::kFrame) {
      require(taken < expected.frames.size() && frame == expected.frames[taken],
              "the next frame is that of the stream");
      ++taken;
    }
    if (result == FrameReader::Result::kTooLarge) {
      require(expected.too_large == reader.claimedSize(), "the claim is that of the stream");
      require(taken == expected.frames.size(), "what came before the claim has been read");
      require(reader.next(&frame) == FrameReader::Result::kTooLarge, "this is for good");
      return 0;
    }
  }
  require(taken == expected.frames.size() && !expected.too_large, "nothing is left over");
  return 0;
}
