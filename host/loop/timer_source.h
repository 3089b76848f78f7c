// SPDX-License-Identifier: MIT
// A TimerQueue with a descriptor that becomes readable when the next timer is due, for an epoll to wait on.
#pragma once

#include <prism/unique_fd.hpp>

#include <optional>

#include "host/loop/timer_queue.h"

namespace prism::host {

class TimerSource {
 public:
  TimerSource();

  TimerQueue::Id add(TimerQueue::Clock::duration first, TimerQueue::Clock::duration period,
                     TimerQueue::Callback callback, void* data);
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

  // Sets the descriptor anew: the plugin may have disarmed it.
  void rearm();

  int fd() const { return fd_.get(); }

 private:
  void arm();
  void disarm();

  UniqueFd fd_;
  TimerQueue queue_;
  // What the descriptor is set to. It may be too early, when that timer has been removed: then it wakes for nothing,
  // once, which is cheaper than a system call for each removal.
  std::optional<TimerQueue::Clock::time_point> armed_;
};

}  // namespace prism::host
