// SPDX-License-Identifier: MIT
// Frames, the way in. On the wire a frame is a 32-bit big-endian length and then that many bytes, which are one
// serialized WrapperMessage. FrameReader is passive and knows no sockets: bytes go in, frames come out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "proto/secret_memory.h"

namespace prism::wire {

inline constexpr std::size_t kFrameHeaderSize = 4;

class FrameReader {
 public:
  enum class Result {
    kFrame,     // `frame` holds the next one
    kNeedMore,  // no whole frame is here yet
    kTooLarge,  // the next frame claims more than the limit; the reader stays in this state for good
  };

  // `max_frame_size` counts the bytes behind the length.
  explicit FrameReader(std::uint32_t max_frame_size);

  // Room for the next bytes from the peer, never empty, at most one frame beyond what has come: a length that is
  // merely claimed reserves nothing. Ends the life of every frame handed out before.
  std::span<char> writable();

  // Says that `size` bytes of the last writable() have been filled.
  void commit(std::size_t size);

  // Takes the next whole frame out, without its length. It may be empty: framing has no opinion on that. It is
  // borrowed from the reader until the next writable(). Until the next next(), it may be written to, and so may the byte
  // behind it, where the NUL of a string finds room.
  Result next(std::span<char>* frame);

  // The same for who only reads it.
  Result next(std::string_view* frame);

  // Wipes a frame that is still borrowed, for what is secret in it.
  void wipe(std::span<char> frame);

  // The length that the last kTooLarge was about.
  std::uint32_t claimedSize() const { return claimed_size_; }

  // Bytes held that no next() has taken yet.
  std::size_t buffered() const { return end_ - begin_; }

 private:
  void resize(std::size_t size);
  void restoreByteBehind();

  const std::uint32_t max_frame_size_;
  std::uint32_t claimed_size_ = 0;
  SecretBuffer buffer_;  // has one byte more than size_, for what is behind a frame at its end
  std::size_t size_ = 0;
  std::size_t begin_ = 0;  // buffer_[begin_, end_) has been received and not been taken
  std::size_t end_ = 0;
  char* behind_ = nullptr;  // the byte behind the frame that was taken last
  char byte_behind_ = 0;    // what it has to be for the next one
};

}  // namespace prism::wire
