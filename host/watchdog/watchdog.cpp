// SPDX-License-Identifier: MIT
#include "host/watchdog/watchdog.h"

#include "host/base/host_thread.h"
#include "proto/frame_writer.h"

namespace prism::host {
namespace {

constexpr std::size_t kStackSize = 128 * 1024;  // enough for a line of the log

// Bounded, since a thread of the plugin may close the host's descriptors while nothing is called. Then no PING arrives
// that would wake the watchdog.
constexpr Watchdog::Milliseconds kLongestSleep{30'000};

// Returns the frame PONG, which Spectrum accepts at any time.
std::string pong() {
  wire::FrameWriter writer;
  writer.append(pbnetwork::WrapperMessage::TYPE_PONG);
  return std::string(writer.pending());
}

std::uint32_t ticksIn(Watchdog::Milliseconds time, Watchdog::Milliseconds tick) {
  return static_cast<std::uint32_t>((time + tick - Watchdog::Milliseconds(1)) / tick);
}

}  // namespace

Watchdog::Watchdog(CallMonitor& calls, WriteSide& write_side, Milliseconds warning, Milliseconds timeout,
                   Listener& listener)
    : calls_(calls),
      write_side_(write_side),
      listener_(listener),
      tick_(warning / StallMeter::kTicksToWarning),
      sign_of_life_(pong()),
      meter_(ticksIn(timeout, tick_)),
      running_(startHostThread(&thread_, "prism-watchdog", kStackSize, &run, this)) {}

Watchdog::~Watchdog() {
  if (running_) {
    stopping_ = true;
    calls_.wakeWatchdog();
    ::pthread_join(thread_, nullptr);
  }
}

void* Watchdog::run(void* self) {
  static_cast<Watchdog*>(self)->watch();
  return nullptr;
}

void Watchdog::watch() {
  bool asleep = false;
  while (!stopping_) {
    if (calls_.awaitWake(asleep ? kLongestSleep : tick_)) {
      asleep = false;
    } else {
      asleep = check();
    }
  }
}

void Watchdog::mute() {
  const std::lock_guard lock(listening_);
  muted_ = true;
}

void Watchdog::notify(const CallMonitor::Snapshot& seen, const StallMeter::Verdict& verdict) {
  const std::lock_guard lock(listening_);
  if (muted_) {
    return;
  }
  if (verdict.returned) {
    listener_.onReturn(verdict.returned, timeOf(verdict.ticks));
  }
  if (verdict.stalled) {
    listener_.onStall(seen.function, timeOf(verdict.ticks));
  }
  if (verdict.loop_blocked) {
    listener_.onLoopBlocked(seen.function, timeOf(StallMeter::kTicksToWarning));
  }
}

// Falls asleep in two steps, one tick apart. A call that begins just at the first step is seen at the second.
bool Watchdog::check() {
  const CallMonitor::Snapshot seen = calls_.snapshot();
  const StallMeter::Verdict verdict = meter_.tick(seen);
  listener_.onCheck();
  // The socket comes before the log, since writing to the log may take long.
  if (verdict.sign_of_life && !write_side_.sendSignOfLife(sign_of_life_)) {
    meter_.signOfLifeFailed();
  }
  notify(seen, verdict);
  if (verdict.timed_out) {
    listener_.onHang(seen.function, timeOf(verdict.ticks));
  }
  if (!verdict.idle) {
    return false;
  }
  if (calls_.watchdogSleeps()) {
    return true;
  }
  calls_.letWatchdogSleep();
  return false;
}

}  // namespace prism::host
