#include "proto/frame_reader.h"

#include <string.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace prism::wire {
namespace {

constexpr std::size_t kBufferSize = 64 * 1024;

// Less room than this behind the received bytes is not worth a recv(), if moving them makes more.
constexpr std::size_t kWorthReading = kBufferSize / 4;

// A buffer that large frames have made larger than this is given back once it is empty.
constexpr std::size_t kKeptSize = 2 * 1024 * 1024;

std::uint32_t readBigEndian(const char* bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kFrameHeaderSize; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

}  // namespace

FrameReader::FrameReader(std::uint32_t max_frame_size) : max_frame_size_(max_frame_size), buffer_(kBufferSize) {}

std::span<char> FrameReader::writable() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (buffer_.size() > kKeptSize) {
      buffer_ = SecretVector<char>(kBufferSize);
    }
  }
  if (begin_ > 0 && buffer_.size() - end_ < kWorthReading) {
    const std::size_t moved = buffered();
    std::memmove(buffer_.data(), buffer_.data() + begin_, moved);
    ::explicit_bzero(buffer_.data() + std::max(begin_, moved), end_ - std::max(begin_, moved));  // no second copy
    end_ = moved;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) {
    // One unfinished frame fills it all: doubling keeps the copying linear in what was really received.
    const std::size_t largest_frame = kFrameHeaderSize + std::size_t{max_frame_size_};
    buffer_.resize(std::max(buffer_.size() + 1, std::min(buffer_.size() * 2, largest_frame)));
  }
  return std::span(buffer_).subspan(end_);
}

void FrameReader::commit(std::size_t size) {
  assert(size <= buffer_.size() - end_);
  end_ += size;
}

FrameReader::Result FrameReader::next(std::string_view* frame) {
  if (buffered() < kFrameHeaderSize) {
    return Result::kNeedMore;
  }
  const std::uint32_t size = readBigEndian(buffer_.data() + begin_);
  if (size > max_frame_size_) {
    claimed_size_ = size;
    return Result::kTooLarge;
  }
  if (buffered() - kFrameHeaderSize < size) {
    return Result::kNeedMore;
  }
  *frame = std::string_view(buffer_.data() + begin_ + kFrameHeaderSize, size);
  begin_ += kFrameHeaderSize + size;
  return Result::kFrame;
}

void FrameReader::wipe(std::string_view frame) {
  assert(frame.data() >= buffer_.data() && frame.data() + frame.size() <= buffer_.data() + buffer_.size());
  ::explicit_bzero(buffer_.data() + (frame.data() - buffer_.data()), frame.size());
}

}  // namespace prism::wire
