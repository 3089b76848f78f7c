// SPDX-License-Identifier: MIT
#include "host/spectrum/connection.h"

#include "host/base/own_descriptors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <iterator>

namespace prism::host {
namespace {

// Unsent bytes. Above kHighWater, the plugin and further requests have to wait until there are at most kLowWater.
constexpr std::size_t kHighWater = 1024 * 1024;
constexpr std::size_t kLowWater = 256 * 1024;

}  // namespace

Connection::Connection(UniqueFd fd, EventLoop& loop, wire::FrameWriter& out, WriteSide& write_side,
                       std::uint32_t max_frame_size, int cancel_fd, Listener& listener)
    : fd_(std::move(fd)),
      loop_(loop),
      out_(out),
      write_side_(write_side),
      in_(max_frame_size),
      cancel_fd_(cancel_fd),
      listener_(listener),
      watched_(EPOLLIN) {
  write_side_.open(fd_.get());
  loop_.add(fd_.get(), watched_, this, "the connection to Spectrum");
  protectSocket(fd_.get());
}

Connection::~Connection() {
  write_side_.close();
  protectSocket(-1);
  if (state_ == State::kOpen) {
    loop_.remove(fd_.get());
  }
  ::shutdown(fd_.get(), SHUT_RDWR);  // close() is not enough if a process that the plugin has forked holds a copy
}

void Connection::onReady(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) {
    blocked_ = false;
    flush();
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && state_ == State::kOpen) {
    receive();
  }
}

void Connection::receive() {
  const std::span<char> room = in_.writable();
  const ssize_t size = ::recv(fd_.get(), room.data(), room.size(), MSG_DONTWAIT);
  read_all_ = size < static_cast<ssize_t>(room.size());
  if (size > 0) {
    received_ += static_cast<std::uint64_t>(size);
    in_.commit(static_cast<std::size_t>(size));
    deliver();
  } else if (size == 0) {
    end(State::kClosed, "Spectrum has closed the connection");
  } else if (errno != EAGAIN && errno != EINTR) {
    end(State::kClosed, fmt::format("the connection to Spectrum is lost: {}", std::strerror(errno)));
  }
}

// Hands the received frames to the listener, until there is congestion.
void Connection::deliver() {
  std::span<char> frame;
  while (state_ == State::kOpen && !congested_) {
    switch (in_.next(&frame)) {
      case wire::FrameReader::Result::kFrame:
        if (listener_.onFrame(frame)) {
          in_.wipe(frame);
        }
        if (unsentBytes() > kHighWater) {
          flush();
        }
        break;
      case wire::FrameReader::Result::kNeedMore:
        return;
      case wire::FrameReader::Result::kTooLarge:
        send();  // the answers to the frames before it
        end(State::kFrameTooLarge,
            fmt::format("Spectrum announced a message of {} bytes, which is over max_frame_size", in_.claimedSize()));
        return;
    }
  }
}

void Connection::flush() {
  bool caught_up = true;
  while (caught_up && state_ == State::kOpen) {
    send();
    const bool was_congested = congested_;
    congested_ = unsentBytes() > (was_congested ? kLowWater : kHighWater);
    if (congested_ != was_congested) {
      listener_.onCongestion(congested_);
    }
    caught_up = was_congested && !congested_;
    if (caught_up) {
      deliver();  // the frames that were received before the congestion
    }
  }
  updateWatchedEvents();
}

void Connection::send() {
  if (state_ != State::kOpen || blocked_ || drained()) {
    return;
  }
  const int error = write_side_.send(out_);
  if (error == EAGAIN) {
    blocked_ = true;
  } else if (error != 0) {
    end(State::kClosed, fmt::format("the connection to Spectrum is lost: {}", std::strerror(error)));
  }
}

void Connection::blockUntilDrained() {
  if (state_ != State::kOpen) {
    dropUnsent();
    return;
  }
  listener_.onWaiting();
  for (send(); state_ == State::kOpen && unsentBytes() > kHighWater; send()) {
    if (!may_block_) {
      end(State::kClosed, "Spectrum does not read, and the process is to end");
      break;
    }
    pollfd fds[] = {{fd_.get(), POLLOUT, 0}, {cancel_fd_, POLLIN, 0}};
    if (::poll(fds, std::size(fds), -1) <= 0) {
      continue;  // a signal; cancel_fd_ shows whether it ends the process
    }
    if (fds[1].revents != 0) {
      end(State::kClosed, "Spectrum does not read, and the process is to end");
    }
    blocked_ = false;
  }
  listener_.onWaited();
}

void Connection::sendRest(std::chrono::steady_clock::time_point deadline) {
  endIfLost();
  blocked_ = false;
  for (send(); state_ == State::kOpen && !drained(); send()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd writable{fd_.get(), POLLOUT, 0};
    if (left.count() <= 0 || ::poll(&writable, 1, static_cast<int>(left.count())) == 0) {
      return;
    }
    blocked_ = false;
  }
}

void Connection::endIfLost() {
  if (state_ == State::kOpen && isLost(fd_.get())) {
    end(State::kClosed, "");
  }
}

bool Connection::makeNonBlocking() {
  const int flags = state_ == State::kOpen ? ::fcntl(fd_.get(), F_GETFL) : -1;
  return flags >= 0 && (flags & O_NONBLOCK) == 0 && ::fcntl(fd_.get(), F_SETFL, flags | O_NONBLOCK) == 0;
}

void Connection::updateWatchedEvents() {
  if (state_ != State::kOpen) {
    return;
  }
  const std::uint32_t wanted = (congested_ ? 0 : std::uint32_t{EPOLLIN}) | (drained() ? 0 : std::uint32_t{EPOLLOUT});
  if (wanted != watched_) {
    watched_ = wanted;
    loop_.modify(fd_.get(), wanted);
  }
}

void Connection::end(State state, std::string reason) {
  lost_ = isLost(fd_.get());
  loop_.remove(fd_.get());
  write_side_.close();
  protectSocket(-1);
  state_ = state;
  reason_ = lost_ ? "the plugin has closed or replaced the socket" : std::move(reason);
  if (lost_) {
    (void)fd_.release();  // the number is closed, or refers to a file of the plugin
  }
  dropUnsent();
}

bool Connection::hasUnread() const {
  int size = 0;
  return state_ == State::kOpen && ::ioctl(fd_.get(), FIONREAD, &size) == 0 && size > 0;
}

void Connection::dropUnsent() { out_.consume(out_.pending().size()); }

}  // namespace prism::host
