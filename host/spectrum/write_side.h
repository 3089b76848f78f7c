// SPDX-License-Identifier: MIT
// The write side of the connection to Spectrum 2. It belongs to the main thread, which lends it to the watchdog while a
// function of the plugin runs. So the watchdog can send signs of life although the loop does not turn.
//
// It is lent at frame boundaries only. If the socket takes a part of a frame, the rest stays in here, and the next
// sender finishes it first. To take it back is one atomic exchange. The main thread waits only while the watchdog is in
// the middle of a send(), which does not block.
#pragma once

#include "proto/frame_writer.h"

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

class WriteSide {
 public:
  // send(2), or a test's replacement.
  using Send = ssize_t (*)(int fd, const void* bytes, std::size_t size, int flags);
  explicit WriteSide(Send send_bytes);
  WriteSide();

  // [main] `output` is non-blocking. If it is no socket, bytes are written with write(2). The end of `input` shows that
  // Spectrum has closed the connection; it may be the same descriptor. Both must stay open until close().
  void open(int output, int input, bool is_socket);
  void open(int socket) { open(socket, socket, true); }
  void close();

  // [main] Sends as much as the socket takes: the rest of a frame, and then the frames of `out`. Returns 0 if all is
  // sent, or else an errno: EAGAIN if the socket takes no more.
  int send(wire::FrameWriter& out);

  // [main] Returns the number of unsent bytes of a frame that has been sent in part. Not to be called while it is lent.
  std::size_t rest() const { return rest_.size() - rest_sent_; }

  // [main] Returns the number of bytes that the socket has taken so far. Not to be called while it is lent.
  std::uint64_t sentBytes() const { return sent_; }

  // [main] Enables lend(). To be called once the first PONG has been sent.
  void permitLending() { permitted_ = true; }
  bool lendingPermitted() const { return permitted_; }

  // [main] Called before and after code that may take long.
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

  // [watchdog] Sends one frame if the write side is lent. Returns true if the socket has taken it, or a part of it.
  bool sendSignOfLife(std::string_view frame);

  // [watchdog] Returns true if Spectrum has closed the connection; false if the write side is not lent.
  bool peerHasClosed();

 private:
  enum class State {
    kOwned,  // by the main thread
    kLent,   // the watchdog may use it
    kInUse,  // the watchdog uses it
  };

  int sendRest();
  ssize_t transmit(const char* bytes, std::size_t size) const;
  bool sendFrame(std::string_view frame);
  void awaitReturn();
  bool borrow();
  void giveBack();

  const Send send_;
  int output_ = -1;
  int input_ = -1;
  bool is_socket_ = true;   // output_
  bool permitted_ = false;  // [main]
  std::string rest_;        // belongs to the thread that has the write side
  std::size_t rest_sent_ = 0;
  std::uint64_t sent_ = 0;  // belongs to the same thread
  std::atomic<State> state_ = State::kOwned;
  // Set when the watchdog gives the write side back, which the main thread waits for.
  std::atomic<bool> returned_ = false;
};

}  // namespace prism::host
