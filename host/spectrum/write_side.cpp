// SPDX-License-Identifier: MIT
#include "host/spectrum/write_side.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>

namespace prism::host {
namespace {

// Bytes. A larger buffer is freed once its frame has been sent.
constexpr std::size_t kKeptSize = 64 * 1024;

}  // namespace

WriteSide::WriteSide(Send send_bytes) : send_(send_bytes) {}
WriteSide::WriteSide() : WriteSide(&::send) {}

void WriteSide::open(int output, int input, bool is_socket) {
  output_ = output;
  input_ = input;
  is_socket_ = is_socket;
}

void WriteSide::close() {
  output_ = -1;
  input_ = -1;
  permitted_ = false;
  rest_ = {};
  rest_sent_ = 0;
}

// The host ignores SIGPIPE (loop/signals.h), which write() has no flag against.
ssize_t WriteSide::transmit(const char* bytes, std::size_t size) const {
  return is_socket_ ? send_(output_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT) : ::write(output_, bytes, size);
}

int WriteSide::sendRest() {
  while (rest() > 0) {
    const ssize_t size = transmit(rest_.data() + rest_sent_, rest());
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
    const ssize_t result = transmit(frames.data(), frames.size());
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
  constexpr short kClosed = POLLRDHUP | POLLHUP | POLLERR;
  pollfd fds[] = {{input_, POLLRDHUP, 0}, {output_, 0, 0}};
  const bool closed = ::poll(fds, std::size(fds), 0) > 0 && ((fds[0].revents | fds[1].revents) & kClosed) != 0;
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
    size = transmit(frame.data(), frame.size());
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
