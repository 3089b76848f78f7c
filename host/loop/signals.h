// SPDX-License-Identifier: MIT
// SIGTERM, SIGINT and SIGXCPU as an event of the loop. The signals stay unblocked and the handlers are plain functions,
// so that a program that a plugin starts inherits neither. SIGHUP reopens the log files.
#pragma once

#include "host/loop/event_loop.h"
#include <prism/unique_fd.hpp>

#include <string>

namespace prism::host {

// [main] Makes signals harmless that mean nothing to a backend: SIGUSR1, SIGALRM, the realtime signals and the like do
// not end it, and SIGTSTP and its like do not stop it. A failed write returns EPIPE or EFBIG and raises no fatal
// signal. Unblocks the signals that the parent process has left blocked.
void ignoreStraySignals();

class Signals final : private EventLoop::Handler {
 public:
  // Only one object at a time in a process. `loop` must outlive it. The loop calls `hang_up` after a SIGHUP.
  explicit Signals(EventLoop& loop, void (*hang_up)() = nullptr);
  ~Signals();

  // Returns the signal that has asked the process to end; 0 if none has.
  int received() const;

  // Returns true if the received signal was raised by this process itself, that is, by the plugin.
  bool raisedHere() const;

  // Becomes readable when a signal comes, for waiting outside of the loop, and stays so until clear().
  int fd() const { return fd_.get(); }

  // Forgets the received signal, so that a second one can be recognised.
  void clear();

  // [any thread] Wakes the loop.
  void wake();

  // [main] Reinstalls the handlers of this file that a library or the plugin has replaced, or has tried to. Returns the
  // names of their signals; empty if there are none.
  static std::string reinstall();

 private:
  // SIGHUP has a descriptor of its own, since it must not end a wait for fd().
  struct HangUp final : EventLoop::Handler {
    explicit HangUp(void (*action)());
    void onReady(std::uint32_t events) override;

    void (*const action)();
    const UniqueFd fd;
  };

  void onReady(std::uint32_t events) override;

  EventLoop& loop_;
  UniqueFd fd_;
  HangUp hang_up_;
};

}  // namespace prism::host
