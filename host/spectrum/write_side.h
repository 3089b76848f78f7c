// SPDX-License-Identifier: MIT
// The write side of the socket to Spectrum 2. It belongs to the main thread, which lends it to the watchdog while a
// function of the plugin runs: then signs of life can go out although the loop does not turn.
//
// It is lent at frame boundaries only: the rest of a frame of which the socket has taken a part is kept in here, and
// whoever sends next finishes it first. Taking it back is one atomic exchange; the main thread waits only while the
// watchdog is in the middle of a send(), which does not block.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>

#include "proto/frame_writer.h"

namespace prism::host {

class WriteSide {
 public:
  // send(2), unless a test has another one.
  using Send = ssize_t (*)(int fd, const void* bytes, std::size_t size, int flags);
  explicit WriteSide(Send send_bytes);
  WriteSide();

  // [main] A non-blocking socket, which must stay open until close().
  void open(int fd) { fd_ = fd; }
  void close();

  // [main] Sends what the socket takes: the rest of a frame, and then the frames of `out`. Returns 0 if all is sent, or
  // else an errno; EAGAIN if the socket takes no more.
  int send(wire::FrameWriter& out);

  // [main] Bytes of a frame of which a part has been sent. Not to be asked while it is lent.
  std::size_t rest() const { return rest_.size() - rest_sent_; }

  // [main] From now on lend() has an effect: Spectrum has got the first PONG.
  void permitLending() { permitted_ = true; }
  bool lendingPermitted() const { return permitted_; }

  // [main] Around what may take long.
  void lend() {
    if (permitted_) {
      state_.store(State::kLent, std::memory_order_release);
    }
  }
  void takeBack() {
    if (permitted_ && state_.exchange(State::kOwned, std::memory_order_acq_rel) == State::kInUse) {
      awaitReturn();
    }
  }

  // [watchdog] Sends one frame, if the write side is lent and the socket takes it. What it takes a part of counts as
  // sent.
  bool sendSignOfLife(std::string_view frame);

  // [watchdog] Whether Spectrum has closed the connection. False if the write side is not lent.
  bool peerHasClosed();

 private:
  enum class State {
    kOwned,  // by the main thread
    kLent,   // the watchdog may use it
    kInUse,  // the watchdog does
  };

  int sendRest();
  bool sendFrame(std::string_view frame);
  void awaitReturn();
  bool borrow();
  void giveBack();

  const Send send_;
  int fd_ = -1;
  bool permitted_ = false;  // [main]
  std::string rest_;        // whoever has the write side has this
  std::size_t rest_sent_ = 0;
  std::atomic<State> state_ = State::kOwned;
  std::atomic<bool> returned_ = false;  // by the watchdog, to a main thread that waits
};

}  // namespace prism::host
