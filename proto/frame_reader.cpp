// SPDX-License-Identifier: MIT
#include "proto/frame_reader.h"

#include <string.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace prism::wire {
namespace {

// Large, so that one turn of the loop needs few system calls. Pages that are never filled take no memory.
constexpr std::size_t kBufferSize = 256 * 1024;

// If less space than this is free behind the received bytes, they move to the front before the next recv().
constexpr std::size_t kLeastSpace = kBufferSize / 4;

// A buffer that has grown beyond this size, for large frames, shrinks again once it is empty.
constexpr std::size_t kShrinkAbove = 2 * 1024 * 1024;

std::uint32_t readBigEndian(const char* bytes) {
  const auto byte = [bytes](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
  return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);  // compiles to one instruction
}

}  // namespace

FrameReader::FrameReader(std::uint32_t max_frame_size) : max_frame_size_(max_frame_size) { resize(kBufferSize); }

// Allocates a buffer of that size, and copies the bytes that are not taken to its start.
void FrameReader::resize(std::size_t size) {
  SecretBuffer buffer = makeSecretBuffer(size + 1);
  std::copy_n(buffer_.get() + begin_, buffered(), buffer.get());
  buffer_ = std::move(buffer);
  size_ = size;
  end_ -= begin_;
  begin_ = 0;
}

std::span<char> FrameReader::writable() {
  restoreByteAfterFrame();
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (size_ > kShrinkAbove) {
      resize(kBufferSize);
    }
  }
  if (begin_ > 0 && size_ - end_ < kLeastSpace) {
    const std::size_t moved = buffered();
    std::memmove(buffer_.get(), buffer_.get() + begin_, moved);
    // The old copy may hold secrets.
    ::explicit_bzero(buffer_.get() + std::max(begin_, moved), end_ - std::max(begin_, moved));
    end_ = moved;
    begin_ = 0;
  }
  if (end_ == size_) {
    // One unfinished frame fills the buffer. Doubling keeps the cost of copying linear in the number of received bytes.
    const std::size_t largest_frame = kFrameHeaderSize + std::size_t{max_frame_size_};
    resize(std::max(size_ + 1, std::min(size_ * 2, largest_frame)));
  }
  return {buffer_.get() + end_, size_ - end_};
}

void FrameReader::commit(std::size_t size) {
  assert(size <= size_ - end_);
  end_ += size;
}

FrameReader::Result FrameReader::next(std::span<char>* frame) {
  restoreByteAfterFrame();
  if (buffered() < kFrameHeaderSize) {
    return Result::kNeedMore;
  }
  const std::uint32_t size = readBigEndian(buffer_.get() + begin_);
  if (size > max_frame_size_) {
    claimed_size_ = size;
    return Result::kTooLarge;
  }
  if (buffered() - kFrameHeaderSize < size) {
    return Result::kNeedMore;
  }
  *frame = {buffer_.get() + begin_ + kFrameHeaderSize, size};
  begin_ += kFrameHeaderSize + size;
  after_frame_ = buffer_.get() + begin_;
  saved_byte_ = *after_frame_;
  return Result::kFrame;
}

void FrameReader::wipe(std::span<char> frame) { ::explicit_bzero(frame.data(), frame.size()); }

FrameReader::Result FrameReader::next(std::string_view* frame) {
  std::span<char> writable_frame;
  const Result result = next(&writable_frame);
  if (result == Result::kFrame) {
    *frame = {writable_frame.data(), writable_frame.size()};
  }
  return result;
}

// Usually the byte is unchanged: the caller has written a NUL over the first byte of a length, which is 0. Then nothing
// is written, because the processor would have to wait for that before it could read the whole length.
void FrameReader::restoreByteAfterFrame() {
  if (after_frame_ && *after_frame_ != saved_byte_) {
    *after_frame_ = saved_byte_;
  }
  after_frame_ = nullptr;
}

}  // namespace prism::wire
