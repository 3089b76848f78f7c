// SPDX-License-Identifier: MIT
// Gathers the values of one backend every 15 s, and has them written to the file prism.metrics_file. [main]
#pragma once

#include "host/guard/guard.h"
#include "host/loop/event_loop.h"
#include "host/loop/timer_source.h"
#include "host/metrics/backend_metrics.h"
#include "host/metrics/function_counts.h"
#include "host/metrics/loop_lag.h"
#include "host/metrics/plugin_metrics.h"
#include "host/metrics/publisher.h"
#include "host/requests/requests.h"
#include "host/session/session_table.h"
#include "host/spectrum/connection.h"
#include "host/watchdog/call_monitor.h"

#include <string>

namespace prism::host {

// The parts that the values come from. All must outlive the metrics, the connection until end().
struct MetricSources {
  const SessionTable& sessions;
  const Guard& guard;
  const Requests& requests;
  const Connection& connection;
  CallMonitor& calls;
  const FunctionCounts& misbehaviours;
  const FunctionCounts& stalls;
  const PluginMetrics& plugin;
};

class Metrics {
 public:
  // Writes the file at once, and then each period. `path` is absolute. If the file cannot be written, logs that once,
  // and again when it can. `loop` and `timers` must outlive this.
  Metrics(std::string path, BackendIdentity identity, const MetricSources& sources, EventLoop& loop,
          TimerSource& timers, Poco::Logger& log);
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Has the file removed, and reads no values any more. Does not wait. Does nothing if it was called before.
  void end();

  // Waits a moment until the file is gone. To be called last, since the file system may not answer. Does nothing if it
  // was called before.
  void awaitEnd();

 private:
  static void onTimer(void* self, TimerQueue::Id);
  void publish();
  BackendMetrics gather() const;
  void logNews();

  const std::string path_;
  const BackendIdentity identity_;
  const MetricSources sources_;
  TimerSource& timers_;
  Poco::Logger& log_;
  LoopLag lag_;
  TimerQueue::Id timer_ = 0;
  bool ended_ = false;
  bool awaited_ = false;
  MetricsPublisher publisher_;
};

}  // namespace prism::host
