// SPDX-License-Identifier: MIT
#include "host/spectrum/write_side.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace prism::host {
namespace {

// Bytes. A larger buffer is freed once its frame has been sent.
constexpr std::size_t kKeptSize = 64 * 1024;

}  // namespace

WriteSide::WriteSide(Send send_bytes) : send_(send_bytes) {}
WriteSide::WriteSide() : WriteSide(&::send) {}

void WriteSide::close() {
  fd_ = -1;
  permitted_ = false;
  rest_ = {};
  rest_sent_ = 0;
}

int WriteSide::sendRest() {
  while (rest() > 0) {
    const ssize_t size = send_(fd_, rest_.data() + rest_sent_, rest(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size >= 0) {
      rest_sent_ += static_cast<std::size_t>(size);
      sent_ += static_cast<std::size_t>(size);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  rest_.clear();
  rest_sent_ = 0;
  if (rest_.capacity() > kKeptSize) {
    rest_ = {};
  }
  return 0;
}

int WriteSide::send(wire::FrameWriter& out) {
  if (rest() > 0) {
    if (const int error = sendRest()) {
      return error;
    }
  }
  while (!out.pending().empty()) {
    const std::string_view frames = out.pending();
    const ssize_t result = send_(fd_, frames.data(), frames.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (result < 0) {
      if (errno == EINTR) {
        continue;
      }
      return errno;
    }
    const auto size = static_cast<std::size_t>(result);
    sent_ += size;
    if (size == frames.size()) {
      out.consume(size);
      return 0;
    }
    const std::size_t end = out.frameEndFrom(size);
    rest_.assign(frames.substr(size, end - size));
    out.consume(end);
    if (const int error = sendRest()) {
      return error;
    }
  }
  return 0;
}

bool WriteSide::sendSignOfLife(std::string_view frame) {
  if (!borrow()) {
    return false;
  }
  const bool sent = sendFrame(frame);
  giveBack();
  return sent;
}

bool WriteSide::peerHasClosed() {
  if (!borrow()) {
    return false;
  }
  pollfd socket{fd_, POLLRDHUP, 0};
  const bool closed = ::poll(&socket, 1, 0) == 1 && (socket.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  giveBack();
  return closed;
}

bool WriteSide::borrow() {
  State expected = State::kLent;
  return state_.compare_exchange_strong(expected, State::kInUse, std::memory_order_acq_rel);
}

void WriteSide::giveBack() {
  State expected = State::kInUse;
  if (!state_.compare_exchange_strong(expected, State::kLent, std::memory_order_acq_rel)) {
    returned_.store(true, std::memory_order_release);  // the main thread waits in awaitReturn()
    returned_.notify_one();
  }
}

bool WriteSide::sendFrame(std::string_view frame) {
  if (sendRest() != 0) {
    return false;
  }
  ssize_t size = 0;
  do {
    size = send_(fd_, frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (size < 0 && errno == EINTR);
  if (size <= 0) {
    return false;  // the main thread handles the error at its next send()
  }
  sent_ += static_cast<std::size_t>(size);
  rest_.assign(frame.substr(static_cast<std::size_t>(size)));
  return true;
}

void WriteSide::awaitReturn() {
  returned_.wait(false, std::memory_order_acquire);
  returned_.store(false, std::memory_order_relaxed);
}

}  // namespace prism::host
