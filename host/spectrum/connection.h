// SPDX-License-Identifier: MIT
// The socket to Spectrum 2, once it is connected: the only place that receives and sends. It keeps what Spectrum has not
// read yet, tells when that is too much, and never drops any of it.
#pragma once

#include <prism/unique_fd.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "host/loop/event_loop.h"
#include "host/spectrum/write_side.h"
#include "proto/frame_reader.h"
#include "proto/frame_writer.h"

namespace prism::host {

class Connection final : private EventLoop::Handler {
 public:
  enum class State {
    kOpen,
    kClosed,    // Spectrum has closed it, or is gone
    kDistrust,  // a frame over the limit: where the next one begins cannot be known
  };

  class Listener {
   public:
    // A frame has come; borrowed until it returns, and as writable as FrameReader hands it out. The answer is whether
    // something in it is secret: then it is wiped.
    virtual bool onFrame(std::span<char> frame) = 0;

    // Spectrum reads more slowly than is written (true), or has caught up (false).
    virtual void onCongestion(bool congested) = 0;

    // holdBack() has to wait for Spectrum, and needs the write side; and then, it is through.
    virtual void onWaiting() = 0;
    virtual void onWaited() = 0;

   protected:
    ~Listener() = default;
  };

  // `fd` is non-blocking. `out` gathers what is to be sent, which goes out through `write_side`. All must outlive this.
  Connection(UniqueFd fd, EventLoop& loop, wire::FrameWriter& out, WriteSide& write_side, std::uint32_t max_frame_size,
             int cancel_fd, Listener& listener);
  ~Connection();

  // To be called once at the end of each turn of the loop: sends what has been gathered.
  void flush();

  // To be called after each event: if unreasonably much waits, waits itself until Spectrum has read most of it. This is
  // what bounds memory while one callback of the plugin goes on producing. If `cancel_fd` ends the waiting, what Spectrum
  // has not read is given up, together with the connection.
  void holdBack() {
    if (out_.pending().size() > kHardLimit || state_ != State::kOpen) {
      waitForSpectrum();
    }
  }

  // Sends what waits without the help of the loop, which is broken; until then at most. What Spectrum does not read is
  // given up.
  void sendRest(std::chrono::steady_clock::time_point deadline);

  // Ends it if the plugin has closed or replaced the socket: what comes now must not go to a stranger.
  void endIfLost();

  // Whether that has happened.
  bool lost() const { return lost_; }

  // From now on it waits for nobody any more: if unreasonably much waits, that is given up, together with the connection.
  void endWaiting() { may_wait_ = false; }

  // Whether everything has been sent.
  bool drained() const { return waiting() == 0; }

  // Whether Spectrum reads more slowly than is written.
  bool congested() const { return congested_; }

  // Whether all that had come when it was looked for last has been received, and handed on.
  bool caughtUp() const { return read_all_ && !congested_; }

  // Whether something has come that has not been received yet.
  bool hasUnread() const;

  State state() const { return state_; }

  // Why it is not open any more.
  const std::string& reason() const { return reason_; }

 private:
  // Nothing but the plugin can exceed this, and is made to wait within its own call then.
  static constexpr std::size_t kHardLimit = 8 * 1024 * 1024;

  void onReady(std::uint32_t events) override;
  void receive();
  void deliver();
  void waitForSpectrum();
  std::size_t waiting() const { return write_side_.rest() + out_.pending().size(); }
  void send();
  void watch();
  void end(State state, std::string reason);
  void discard();  // what is to be sent, now that nobody is there to read it

  UniqueFd fd_;
  EventLoop& loop_;
  wire::FrameWriter& out_;
  WriteSide& write_side_;
  wire::FrameReader in_;
  const int cancel_fd_;
  Listener& listener_;
  State state_ = State::kOpen;
  std::string reason_;
  bool lost_ = false;
  bool may_wait_ = true;
  bool congested_ = false;
  bool read_all_ = true;   // the last read has left nothing
  bool blocked_ = false;   // the socket takes nothing more until EPOLLOUT
  std::uint32_t watched_;  // what the loop watches the socket for
};

}  // namespace prism::host
