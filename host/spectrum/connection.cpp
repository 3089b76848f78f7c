// SPDX-License-Identifier: MIT
#include "host/spectrum/connection.h"

#include "host/base/own_descriptors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>

namespace prism::host {
namespace {

// Unsent bytes. Above kHighWater, the plugin and further requests have to wait until there are at most kLowWater.
constexpr std::size_t kHighWater = 1024 * 1024;
constexpr std::size_t kLowWater = 256 * 1024;

// Returns true if O_NONBLOCK was missing.
bool setNonBlocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  return flags >= 0 && (flags & O_NONBLOCK) == 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

}  // namespace

Connection::Connection(Stream stream, EventLoop& loop, wire::FrameWriter& out, WriteSide& write_side,
                       std::uint32_t max_frame_size, int cancel_fd, Listener& listener)
    : stream_(std::move(stream)),
      reads_socket_(isSocket(stream_.input.get())),
      loop_(loop),
      out_(out),
      write_side_(write_side),
      in_(max_frame_size),
      cancel_fd_(cancel_fd),
      listener_(listener),
      watched_input_(EPOLLIN) {
  write_side_.open(stream_.outputFd(), stream_.input.get(), isSocket(stream_.outputFd()));
  loop_.add(stream_.input.get(), watched_input_, this, "the connection to Spectrum");
  if (stream_.output) {
    loop_.add(stream_.output.get(), watched_output_, &output_, "the connection to Spectrum");
  }
  protectSockets(stream_.input.get(), stream_.outputFd());
}

Connection::~Connection() {
  write_side_.close();
  protectSockets(-1, -1);
  if (state_ == State::kOpen) {
    unwatch();
  }
  // close() is not enough if a process that the plugin has forked holds a copy. A pipe has no such end.
  ::shutdown(stream_.input.get(), SHUT_RDWR);
  ::shutdown(stream_.outputFd(), SHUT_RDWR);
}

void Connection::unwatch() {
  loop_.remove(stream_.input.get());
  if (stream_.output) {
    loop_.remove(stream_.output.get());
  }
}

void Connection::onReady(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) {
    onWritable();
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && state_ == State::kOpen) {
    receive();
  }
}

// The events of both descriptors may come in one turn of the loop, and the first may end the connection.
void Connection::Output::onReady(std::uint32_t events) {
  if (connection.state_ != State::kOpen) {
    return;
  }
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
    connection.end(State::kClosed, "Spectrum has closed the connection");
  } else {
    connection.onWritable();
  }
}

void Connection::onWritable() {
  blocked_ = false;
  flush();
}

ssize_t Connection::read(std::span<char> room) {
  const int fd = stream_.input.get();
  return reads_socket_ ? ::recv(fd, room.data(), room.size(), MSG_DONTWAIT) : ::read(fd, room.data(), room.size());
}

void Connection::receive() {
  const std::span<char> room = in_.writable();
  const ssize_t size = read(room);
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
        if (isFull()) {
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

bool Connection::isFull() const { return unsentBytes() > kHighWater; }

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
    pollfd fds[] = {{stream_.outputFd(), POLLOUT, 0}, {cancel_fd_, POLLIN, 0}};
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
    pollfd writable{stream_.outputFd(), POLLOUT, 0};
    if (left.count() <= 0 || ::poll(&writable, 1, static_cast<int>(left.count())) == 0) {
      return;
    }
    blocked_ = false;
  }
}

void Connection::endIfLost() {
  if (state_ == State::kOpen && (isLost(stream_.input.get()) || isLost(stream_.outputFd()))) {
    end(State::kClosed, "");
  }
}

bool Connection::makeNonBlocking() {
  if (state_ != State::kOpen) {
    return false;
  }
  const bool input_was_blocking = setNonBlocking(stream_.input.get());
  return setNonBlocking(stream_.outputFd()) || input_was_blocking;
}

void Connection::updateWatchedEvents() {
  if (state_ != State::kOpen) {
    return;
  }
  const std::uint32_t output = drained() ? 0 : std::uint32_t{EPOLLOUT};
  const std::uint32_t input = (congested_ ? 0 : std::uint32_t{EPOLLIN}) | (stream_.output ? 0 : output);
  if (input != watched_input_) {
    watched_input_ = input;
    loop_.modify(stream_.input.get(), input);
  }
  if (stream_.output && output != watched_output_) {
    watched_output_ = output;
    loop_.modify(stream_.output.get(), output);
  }
}

void Connection::end(State state, std::string reason) {
  // The number of a lost descriptor is closed, or refers to a file of the plugin.
  UniqueFd* const all[] = {&stream_.input, &stream_.output};
  bool lost[] = {isLost(stream_.input.get()), isLost(stream_.output.get())};
  lost_ = lost[0] || lost[1];
  unwatch();
  write_side_.close();
  protectSockets(-1, -1);
  state_ = state;
  reason_ = lost_ ? "the plugin has closed or replaced the socket" : std::move(reason);
  for (std::size_t i = 0; i < std::size(all); ++i) {
    if (lost[i]) {
      (void)all[i]->release();
    }
  }
  dropUnsent();
}

bool Connection::hasUnread() const {
  int size = 0;
  return state_ == State::kOpen && ::ioctl(stream_.input.get(), FIONREAD, &size) == 0 && size > 0;
}

void Connection::dropUnsent() { out_.consume(out_.pending().size()); }

}  // namespace prism::host
