// SPDX-License-Identifier: MIT
// Splits received bytes into frames. A frame is a 32-bit big-endian length and as many bytes, which are one serialized
// WrapperMessage. FrameReader is passive and knows no sockets.
#pragma once

#include "proto/secret_memory.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace prism::wire {

inline constexpr std::size_t kFrameHeaderSize = 4;

class FrameReader {
 public:
  enum class Result {
    kFrame,     // `frame` is the next frame
    kNeedMore,  // no whole frame has been received yet
    kTooLarge,  // the next frame claims more than the limit; the reader stays in this state
  };

  // `max_frame_size` does not count the four bytes of the length.
  explicit FrameReader(std::uint32_t max_frame_size);

  // Returns free space for the next bytes from the peer; never empty. Invalidates all frames that next() has returned.
  // The claimed length of an unfinished frame reserves no memory: the buffer grows with the bytes that are received, up
  // to one frame of the maximum size.
  std::span<char> writable();

  // Marks the first `size` bytes of the last writable() as received.
  void commit(std::size_t size);

  // Takes the next whole frame, without its length. A frame may be empty. It is borrowed from the reader until the next
  // writable(). Until the following call of next(), the caller may write to the frame and to the one byte behind it,
  // for example the NUL of a string.
  Result next(std::span<char>* frame);

  // The same for a caller that only reads the frame.
  Result next(std::string_view* frame);

  // Overwrites a frame that is still borrowed, because it holds a secret.
  void wipe(std::span<char> frame);

  // The length that the frame of the last kTooLarge claims.
  std::uint32_t claimedSize() const { return claimed_size_; }

  // Received bytes that next() has not taken yet.
  std::size_t buffered() const { return end_ - begin_; }

 private:
  void resize(std::size_t size);
  void restoreByteAfterFrame();

  const std::uint32_t max_frame_size_;
  std::uint32_t claimed_size_ = 0;
  SecretBuffer buffer_;  // size_ + 1 bytes: the last one is behind a frame that ends at size_
  std::size_t size_ = 0;
  std::size_t begin_ = 0;  // buffer_[begin_, end_) is received, and not taken
  std::size_t end_ = 0;
  char* after_frame_ = nullptr;  // the byte behind the last taken frame
  char saved_byte_ = 0;          // its received value, which belongs to the next frame
};

}  // namespace prism::wire
