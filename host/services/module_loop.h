// SPDX-License-Identifier: MIT
// The event loop of the network module: the part of struct prism_host that it uses (watches, timers, posts, log,
// faults). It has the form of the plugin's loop, so that plugins and the module can share code. Calls of the module are
// no calls of the plugin: the watchdog and the metrics do not see them.
#pragma once

#include "host/log/fault_log.h"
#include "host/loop/event_loop.h"
#include "host/plugin/plugin_boundary.h"
#include "host/services/plugin_loop.h"
#include "host/spectrum/write_side.h"
#include "host/watchdog/call_monitor.h"
#include <prism/host.h>

namespace Poco {
class Logger;
}

namespace prism::host {

class ModuleLoop {
 public:
  // Both must outlive this.
  ModuleLoop(EventLoop& loop, Poco::Logger& log);
  ModuleLoop(const ModuleLoop&) = delete;
  ModuleLoop& operator=(const ModuleLoop&) = delete;

  const prism_host* functions() const { return &table_.host; }

  // The descriptors, timers and posts of the module. Its callbacks lead to callbacks of the plugin, so it is paused and
  // closed together with the plugin's loop.
  PluginLoop& loop() { return loop_; }

 private:
  struct Functions;

  // The module's pointer to prism_host points to the first member of this.
  struct Table {
    prism_host host;
    ModuleLoop* self;
  };

  Poco::Logger& log_;
  FaultLog faults_;
  WriteSide write_side_;  // of no connection
  CallMonitor calls_{write_side_};
  PluginBoundary boundary_{faults_, calls_};
  PluginLoop loop_;
  Table table_;
};

}  // namespace prism::host
