// SPDX-License-Identifier: MIT
// SIGTERM, SIGINT and SIGXCPU as an event of the loop. The signals stay unblocked and the handlers are plain functions,
// so that programs that a plugin starts inherit neither. SIGHUP asks for the log files to be opened anew.
#pragma once

#include <prism/unique_fd.hpp>

#include <string>

#include "host/loop/event_loop.h"

namespace prism::host {

// [main] Signals that ask a backend for nothing do not end it: SIGUSR1, SIGALRM, the realtime signals and the like;
// nor does SIGTSTP and its like stop it. Those of a failed write do not either: it returns EPIPE or EFBIG instead. Signals that the parent has left blocked
// are unblocked.
void ignoreStraySignals();

class Signals final : private EventLoop::Handler {
 public:
  // One at a time in a process. `loop` must outlive this. `hang_up` is called by the loop after a SIGHUP.
  explicit Signals(EventLoop& loop, void (*hang_up)() = nullptr);
  ~Signals();

  // The signal that asks the process to end, if one has come; else 0.
  int received() const;

  // Readable once a signal has come, for waiting outside of the loop. It stays so.
  int fd() const { return fd_.get(); }

  // Forgets what has come, so that a second signal can be told from the first.
  void clear();

  // [any thread] Wakes the loop.
  void wake();

  // [main] Takes back the signals of this file that a library or the plugin has taken, or has tried to. Returns their
  // names; empty if none.
  static std::string takeBack();

 private:
  // SIGHUP has a descriptor of its own, since it ends no waiting.
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
