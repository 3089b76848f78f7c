// SPDX-License-Identifier: MIT
#include "tests/net/loop_host.h"

#include "host/loop/event_loop.h"
#include "host/services/plugin_loop.h"
#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

#include <chrono>
#include <utility>

namespace net::tests {

using prism::host::TimerQueue;

struct LoopHost::State {
  // Finds the LoopHost from the prism_host pointer.
  struct Table {
    prism_host host;
    State* state;
  };

  static State& of(const prism_host* host) { return *reinterpret_cast<const Table*>(host)->state; }

  static void log(const prism_host* host, std::uint32_t level, prism_str text) {
    if (level >= PRISM_LOG_ERROR) {
      of(host).errors.append(text.data, text.size).append("\n");
    }
  }
  static void fault(const prism_host* host, prism_str where, prism_str text) {
    of(host).errors.append(where.data, where.size).append(": ").append(text.data, text.size).append("\n");
  }
  static prism_result watchAdd(const prism_host* host, std::int32_t fd, std::uint32_t events, prism_watch_fn ready,
                               void* data, prism_watch* watch) {
    return of(host).plugin_loop.watches().add(fd, events, ready, data, watch);
  }
  static prism_result watchModify(const prism_host* host, prism_watch watch, std::uint32_t events) {
    return of(host).plugin_loop.watches().modify(watch, events);
  }
  static prism_result watchRemove(const prism_host* host, prism_watch watch) {
    return of(host).plugin_loop.watches().remove(watch);
  }
  static prism_result timerAdd(const prism_host* host, const prism_schedule* schedule, prism_timer_fn due, void* data,
                               prism_timer* timer) {
    using std::chrono::milliseconds;
    *timer = of(host).plugin_loop.timers().add(milliseconds(schedule->first_ms), milliseconds(schedule->period_ms),
                                               milliseconds(schedule->slack_ms), due, data);
    return PRISM_OK;
  }
  static prism_result timerRemove(const prism_host* host, prism_timer timer) {
    return of(host).plugin_loop.timers().remove(timer) ? PRISM_OK : PRISM_ERR_ARGUMENT;
  }
  static prism_result post(const prism_host* host, prism_post_fn run, void* data) {
    return of(host).plugin_loop.posts().post(run, data);
  }

  static prism_host functions() {
    prism_host host{};
    host.struct_size = sizeof host;
    host.abi_version = PRISM_ABI_VERSION;
    host.log = &log;
    host.watch_add = &watchAdd;
    host.watch_modify = &watchModify;
    host.watch_remove = &watchRemove;
    host.timer_add = &timerAdd;
    host.timer_remove = &timerRemove;
    host.post = &post;
    host.fault = &fault;
    return host;
  }

  prism::tests::CapturedLog captured;
  prism::host::FaultLog fault_log{captured.logger(), ""};
  prism::host::WriteSide write_side;
  prism::host::CallMonitor calls{write_side};
  prism::host::PluginBoundary boundary{fault_log, calls};
  prism::host::EventLoop loop;
  prism::host::PluginLoop plugin_loop{loop, boundary};
  std::string errors;
  unsigned turns = 0;
  Table table{functions(), this};
};

LoopHost::LoopHost() : state_(std::make_unique<State>()) {}

LoopHost::~LoopHost() { state_->plugin_loop.close(prism::host::PluginLoop::Posts::kRun); }

prism::Host LoopHost::host() const { return prism::Host(&state_->table.host); }

void LoopHost::turnUntil(std::string_view what, const std::function<bool()>& done, std::chrono::seconds longest) {
  bool late = false;
  const prism::Timer deadline = host().after(longest, [&] { late = true; });
  while (!done()) {
    if (late) {
      FAIL() << "has not come in time: " << what;
    }
    state_->loop.turn();
    ++state_->turns;
  }
}

void LoopHost::turnUntilIdle() {
  // Timers that are due at the same time fire in the order of their creation, and a turn handles every ready
  // descriptor.
  for (int i = 0; i < 3; ++i) {
    bool passed = false;
    const prism::Timer turn = host().after(std::chrono::milliseconds(1), [&] { passed = true; });
    turnUntil("the next turn", [&] { return passed; });
  }
}

unsigned LoopHost::turns() const { return state_->turns; }

void LoopHost::serve(bool on) { state_->plugin_loop.serve(on); }

std::string LoopHost::takeFaults() { return std::exchange(state_->errors, {}); }

}  // namespace net::tests
