// SPDX-License-Identifier: MIT
// Spectrum's end of the connection to one backend. It never waits: whoever owns it polls.
#pragma once

#include <prism/unique_fd.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "prism/testing/frame.h"
#include "proto/frame_reader.h"

namespace prism::testing {

class Connection {
 public:
  explicit Connection(UniqueFd socket);

  int fd() const { return socket_.get(); }

  // Takes what has come, without waiting.
  void receive();

  // The oldest frame that has come and has not been taken.
  std::optional<Frame> take();
  std::deque<Frame>& frames() { return frames_; }
  const std::deque<Frame>& frames() const { return frames_; }

  // True once the backend has closed its end, or has reset the connection: nothing comes any more.
  bool isEnded() const { return ended_; }

  // Adds bytes to what is to be sent.
  void queue(std::string_view bytes) { unsent_ += bytes; }

  // Sends what the kernel takes at once. True if nothing is left. Throws std::system_error if the backend is gone.
  bool flush();

  std::size_t unsent() const { return unsent_.size() - sent_; }

  // Bytes that have been sent, and that the backend has not read yet: on their way, or in its receive buffer.
  std::size_t unread() const;

  // Closes with a RST instead of a FIN.
  void reset();

 private:
  UniqueFd socket_;
  wire::FrameReader reader_;
  std::deque<Frame> frames_;
  std::string unsent_;
  std::size_t sent_ = 0;  // of unsent_
  bool ended_ = false;
};

}  // namespace prism::testing
