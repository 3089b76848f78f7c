// SPDX-License-Identifier: MIT
// Spectrum's end of the connection to one backend. No function blocks: the owner polls fd().
#pragma once

#include "prism/testing/frame.h"
#include "proto/frame_reader.h"
#include <prism/unique_fd.hpp>

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace prism::testing {

class Connection {
 public:
  explicit Connection(UniqueFd socket);

  int fd() const { return socket_.get(); }

  // Reads the available bytes, and adds the frames in them to frames().
  void receive();

  // Removes and returns the oldest received frame, if there is one.
  std::optional<Frame> take();
  std::deque<Frame>& frames() { return frames_; }
  const std::deque<Frame>& frames() const { return frames_; }

  // True once the backend has closed its end or reset the connection.
  bool isEnded() const { return ended_; }

  // Appends bytes to the unsent ones, which flush() sends.
  void queue(std::string_view bytes) { unsent_ += bytes; }

  // Sends the unsent bytes that the kernel accepts at once. Returns true if none is left. Throws std::system_error if
  // the connection is broken.
  bool flush();

  std::size_t unsent() const { return unsent_.size() - sent_; }

  // Sent bytes that the backend has not read yet: in transit, or in its receive buffer.
  std::size_t unread() const;

  // Closes the connection with a RST instead of a FIN.
  void reset();

 private:
  UniqueFd socket_;
  wire::FrameReader reader_;
  std::deque<Frame> frames_;
  std::string unsent_;
  std::size_t sent_ = 0;  // number of bytes at the front of unsent_ that were sent
  bool ended_ = false;
};

}  // namespace prism::testing
