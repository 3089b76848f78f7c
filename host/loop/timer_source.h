// SPDX-License-Identifier: MIT
// A TimerQueue with a timerfd, which becomes readable when the next timer is due.
#pragma once

#include "host/loop/timer_queue.h"
#include <prism/unique_fd.hpp>

#include <optional>

namespace prism::host {

// Returns when a timer that is added at `now` is due. The delay is extended by up to `slack`, to a time that other
// timers share: so the pings of a thousand sessions do not wake the process a thousand times. With a slack of 0, a
// delay of whole seconds, four or more, is extended by up to a sixteenth. Any other delay is exact then, as that of
// reconnects, which a random shift spreads.
TimerQueue::Clock::time_point sharedDueTime(TimerQueue::Clock::time_point now, TimerQueue::Clock::duration delay,
                                            TimerQueue::Clock::duration slack = {});

class TimerSource {
 public:
  TimerSource();

  // The first call comes at sharedDueTime().
  TimerQueue::Id add(TimerQueue::Clock::duration first, TimerQueue::Clock::duration period,
                     TimerQueue::Callback callback, void* data) {
    return add(first, period, {}, callback, data);
  }
  TimerQueue::Id add(TimerQueue::Clock::duration first, TimerQueue::Clock::duration period,
                     TimerQueue::Clock::duration slack, TimerQueue::Callback callback, void* data);
  bool remove(TimerQueue::Id id) { return queue_.remove(id); }
  bool everHad(TimerQueue::Id id) const { return queue_.everHad(id); }
  std::size_t size() const { return queue_.size(); }

  // To be called when the descriptor is readable. `invoke` as for TimerQueue.
  template <typename Invoke>
  void runDue(const Invoke& invoke) {
    disarm();
    queue_.runDue(TimerQueue::Clock::now(), invoke);
    arm();
  }

  // Sets the timerfd again, since the plugin may have disarmed it.
  void rearm();

  int fd() const { return fd_.get(); }

 private:
  void arm();
  void disarm();

  UniqueFd fd_;
  TimerQueue queue_;
  // The time that the timerfd is set to. It is too early if that timer has been removed. The timerfd then wakes the
  // loop once in vain, which is cheaper than a system call for each removal.
  std::optional<TimerQueue::Clock::time_point> armed_;
};

}  // namespace prism::host
