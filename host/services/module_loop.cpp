// SPDX-License-Identifier: MIT
#include "host/services/module_loop.h"

#include "host/base/abi.h"
#include "host/base/quote.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <chrono>
#include <cstddef>

namespace prism::host {

struct ModuleLoop::Functions {
  static ModuleLoop& of(const prism_host* host) { return *reinterpret_cast<const Table*>(host)->self; }

  static void log(const prism_host* host, std::uint32_t level, prism_str text) {
    Poco::Logger& logger = of(host).log_;
    level >= PRISM_LOG_WARNING ? logger.warning(oneLine(view(text))) : logger.debug(oneLine(view(text)));
  }

  static void fault(const prism_host* host, prism_str where, prism_str text) {
    of(host).faults_.write(fmt::format("{}: {}", oneLine(view(where)), oneLine(view(text))));
  }

  static prism_result watchAdd(const prism_host* host, std::int32_t fd, std::uint32_t events, prism_watch_fn ready,
                               void* data, prism_watch* watch) {
    return of(host).loop_.watches().add(fd, events, ready, data, watch);
  }

  static prism_result watchModify(const prism_host* host, prism_watch watch, std::uint32_t events) {
    return of(host).loop_.watches().modify(watch, events);
  }

  static prism_result watchRemove(const prism_host* host, prism_watch watch) {
    return of(host).loop_.watches().remove(watch);
  }

  static prism_result timerAdd(const prism_host* host, const prism_schedule* schedule, prism_timer_fn due, void* data,
                               prism_timer* timer) {
    using std::chrono::milliseconds;
    *timer = of(host).loop_.timers().add(milliseconds(schedule->first_ms), milliseconds(schedule->period_ms),
                                         milliseconds(schedule->slack_ms), due, data);
    return PRISM_OK;
  }

  static prism_result timerRemove(const prism_host* host, prism_timer timer) {
    of(host).loop_.timers().remove(timer);
    return PRISM_OK;
  }

  static prism_result post(const prism_host* host, prism_post_fn run, void* data) {
    return of(host).loop_.posts().post(run, data);
  }
};

ModuleLoop::ModuleLoop(EventLoop& loop, Poco::Logger& log)
    : log_(log), faults_(log, "the network module: "), loop_(loop, boundary_), table_{{}, this} {
  static_assert(offsetof(Table, host) == 0);
  table_.host.struct_size = sizeof(prism_host);
  table_.host.abi_version = PRISM_ABI_VERSION;
  table_.host.log = &Functions::log;
  table_.host.watch_add = &Functions::watchAdd;
  table_.host.watch_modify = &Functions::watchModify;
  table_.host.watch_remove = &Functions::watchRemove;
  table_.host.timer_add = &Functions::timerAdd;
  table_.host.timer_remove = &Functions::timerRemove;
  table_.host.post = &Functions::post;
  table_.host.fault = &Functions::fault;
}

}  // namespace prism::host
