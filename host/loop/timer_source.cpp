// SPDX-License-Identifier: MIT
#include "host/loop/timer_source.h"

#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

namespace prism::host {

using Clock = TimerQueue::Clock;

Clock::time_point sharedDueTime(Clock::time_point now, Clock::duration delay, Clock::duration slack) {
  using std::chrono::milliseconds;
  constexpr milliseconds kFinest{250}, kCoarsest{4000};
  // Those of timers with a slack of their own. All grains are multiples of each other, so that their times coincide.
  constexpr Clock::duration kFinestOfOwn = kFinest / 16, kCoarsestOfOwn = kCoarsest * 16;
  const bool own = slack > Clock::duration(0);
  if (!own && delay % std::chrono::seconds(1) != Clock::duration(0)) {
    return now + delay;
  }
  Clock::duration grain = own ? kCoarsestOfOwn : kCoarsest;
  while (grain > (own ? slack : delay / 16)) {
    grain /= 2;
    if (grain < (own ? kFinestOfOwn : Clock::duration(kFinest))) {
      return now + delay;
    }
  }
  const Clock::duration due = now.time_since_epoch() + delay;
  return Clock::time_point((due + grain - Clock::duration(1)) / grain * grain);
}

TimerSource::TimerSource() : fd_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) {
  if (!fd_) {
    throw std::system_error(errno, std::generic_category(), "timerfd_create");
  }
}

TimerQueue::Id TimerSource::add(Clock::duration first, Clock::duration period, Clock::duration slack,
                                TimerQueue::Callback callback, void* data) {
  const TimerQueue::Id id = queue_.add(sharedDueTime(Clock::now(), first, slack), period, callback, data);
  arm();
  return id;
}

void TimerSource::arm() {
  const auto next = queue_.next();
  if (!next || (armed_ && *armed_ <= *next)) {
    return;
  }
  armed_ = next;
  // steady_clock counts the nanoseconds of CLOCK_MONOTONIC. A time of 0 would disarm the timerfd.
  const auto since_epoch = std::max(next->time_since_epoch(), Clock::duration(1));
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_epoch);
  itimerspec spec{};
  spec.it_value.tv_sec = seconds.count();
  spec.it_value.tv_nsec = std::chrono::nanoseconds(since_epoch - seconds).count();
  ::timerfd_settime(fd_.get(), TFD_TIMER_ABSTIME, &spec, nullptr);
}

void TimerSource::rearm() {
  armed_.reset();
  arm();
}

// Makes the descriptor unreadable. Unlike a read, this cannot block, even if the plugin has cleared O_NONBLOCK.
void TimerSource::disarm() {
  const itimerspec never{};
  ::timerfd_settime(fd_.get(), 0, &never, nullptr);
  armed_.reset();
}

}  // namespace prism::host
