// SPDX-License-Identifier: MIT
// The connection to Spectrum 2. It alone receives and sends there, but for the watchdog's signs of life. It
// buffers the frames that Spectrum has not read yet, reports congestion, and drops no frame while it is open.
#pragma once

#include "host/loop/event_loop.h"
#include "host/spectrum/stream.h"
#include "host/spectrum/write_side.h"
#include "proto/frame_reader.h"
#include "proto/frame_writer.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace prism::host {

class Connection final : private EventLoop::Handler {
 public:
  enum class State {
    kOpen,
    kClosed,         // Spectrum has closed the connection, or it is broken
    kFrameTooLarge,  // a frame over the limit: the start of the next frame is unknown
  };

  class Listener {
   public:
    // Called for each frame. `frame` is valid until the call returns, and writable as FrameReader hands it out. Returns
    // true if a part of the frame is secret: then the frame is wiped.
    virtual bool onFrame(std::span<char> frame) = 0;

    // Called when congestion begins (true), because Spectrum reads more slowly than the host writes, and when it ends
    // (false).
    virtual void onCongestion(bool congested) = 0;

    // Called before and after holdBack() blocks on the socket. It uses the write side meanwhile.
    virtual void onWaiting() = 0;
    virtual void onWaited() = 0;

   protected:
    ~Listener() = default;
  };

  // The descriptors of `stream` are non-blocking. `out` gathers the frames, which are sent through `write_side`.
  // holdBack() stops waiting when `cancel_fd` becomes readable. All must outlive this.
  Connection(Stream stream, EventLoop& loop, wire::FrameWriter& out, WriteSide& write_side,
             std::uint32_t max_frame_size, int cancel_fd, Listener& listener);
  ~Connection();

  // Sends the frames that have been gathered. To be called once at the end of each turn of the loop.
  void flush();

  // Blocks if more than 8 MiB wait for Spectrum, until Spectrum has read most of it. To be called after each event of
  // the plugin. It bounds memory while one callback of the plugin goes on producing frames. If `cancel_fd` ends the
  // wait, the connection is closed and the unsent frames are dropped.
  void holdBack() {
    if (out_.pending().size() > kHardLimit || state_ != State::kOpen) {
      blockUntilDrained();
    }
  }

  // Sends the unsent frames without the loop, which is broken, until `deadline` at most. Drops what Spectrum does not
  // read until then.
  void sendRest(std::chrono::steady_clock::time_point deadline);

  // Ends the connection if the plugin has closed or replaced the socket, since the host would write to the plugin's
  // file.
  void endIfLost();

  // Returns true if the connection has ended because the plugin has closed or replaced the socket.
  bool lost() const { return lost_; }

  // Sets O_NONBLOCK if the plugin has cleared it, and returns true then. On sockets, the host uses MSG_DONTWAIT.
  bool makeNonBlocking();

  // Makes holdBack() end the connection and drop the unsent frames where it would block.
  void stopBlocking() { may_block_ = false; }

  // Bytes that the host has received and sent so far, and that wait to be sent.
  std::uint64_t receivedBytes() const { return received_; }
  std::uint64_t sentBytes() const { return write_side_.sentBytes(); }
  std::size_t unsentBytes() const { return write_side_.rest() + out_.pending().size(); }

  // Returns true if everything has been sent.
  bool drained() const { return unsentBytes() == 0; }

  // Returns true while Spectrum reads more slowly than the host writes. It changes in flush() only.
  bool congested() const { return congested_; }

  // Returns true if the unsent frames would be a congestion at the next flush().
  bool isFull() const;

  // Returns true if the last read has emptied the socket, and all frames received have been handed to the listener.
  bool caughtUp() const { return read_all_ && !congested_; }

  // Returns true if there are bytes in the socket or pipe that have not been received yet.
  bool hasUnread() const;

  State state() const { return state_; }

  // Returns why the connection has ended.
  const std::string& reason() const { return reason_; }

 private:
  // Bytes. Only the plugin can exceed this, and it is then blocked within its own call.
  static constexpr std::size_t kHardLimit = 8 * 1024 * 1024;

  // The handler of an output that is another descriptor than the input.
  struct Output final : EventLoop::Handler {
    explicit Output(Connection& owner) : connection(owner) {}
    void onReady(std::uint32_t events) override;

    Connection& connection;
  };

  void onReady(std::uint32_t events) override;
  void onWritable();
  ssize_t read(std::span<char> room);
  void receive();
  void deliver();
  void blockUntilDrained();
  void send();
  void updateWatchedEvents();
  void unwatch();
  void end(State state, std::string reason);
  void dropUnsent();

  Stream stream_;
  const bool reads_socket_;
  Output output_{*this};
  EventLoop& loop_;
  wire::FrameWriter& out_;
  WriteSide& write_side_;
  wire::FrameReader in_;
  const int cancel_fd_;
  Listener& listener_;
  std::uint64_t received_ = 0;
  State state_ = State::kOpen;
  std::string reason_;
  bool lost_ = false;
  bool may_block_ = true;
  bool congested_ = false;
  bool read_all_ = true;  // the last read has emptied the socket
  bool blocked_ = false;  // the socket's buffer is full until EPOLLOUT
  // The events that the loop watches the descriptors for. A socket for both directions has those of the output, too.
  std::uint32_t watched_input_;
  std::uint32_t watched_output_ = 0;
};

}  // namespace prism::host
