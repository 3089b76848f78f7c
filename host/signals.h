// SIGTERM and SIGINT as an event of the loop. The signals stay unblocked and the handlers are plain functions, so that
// programs that a plugin starts inherit neither; SIGPIPE is taken likewise. SIGHUP asks for the log files to be opened anew.
#pragma once

#include "host/event_loop.h"
#include "host/unique_fd.h"

namespace prism::host {

// From now on what nobody reads is an error code (EPIPE), and no death by SIGPIPE.
void outliveBrokenPipes();

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
