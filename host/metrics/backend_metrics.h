// SPDX-License-Identifier: MIT
// The metrics of one backend. No label has a name that a user or a network has chosen, so the number of series is
// bounded by the number of functions, and that of the plugin's own by PluginMetrics::kMostSeries.
#pragma once

#include "host/metrics/call_times.h"
#include "host/metrics/function_counts.h"
#include "host/metrics/histogram.h"
#include "host/metrics/plugin_metrics.h"
#include "host/metrics/traffic.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace prism::host {

// The constants of a run. `transport` is service.jid, which the administrator has chosen.
struct BackendIdentity {
  std::string transport;
  std::string id;  // service.backend_id
  int pid = 0;
  std::uint64_t pid_start = 0;  // as readProcessStart(); 0: not known
  std::string plugin;
  std::string plugin_version;
  std::string version;    // of the host
  std::string abi;        // the version of the plugin ABI
  double start_time = 0;  // Unix time in seconds
};

struct BackendMetrics {
  double time = 0;  // Unix time in seconds at which the values were taken
  std::size_t users = 0;
  std::uint64_t messages_to_network = 0;
  Traffic traffic;
  std::uint64_t bytes_received = 0;  // from Spectrum
  std::uint64_t bytes_sent = 0;      // to Spectrum
  std::size_t bytes_unsent = 0;      // waiting for Spectrum
  Histogram loop_lag;
  std::vector<CallTimes::Total> call_times;
  FunctionCounts::Counts stalls;
  FunctionCounts::Counts misbehaviours;
  std::vector<PluginMetrics::Series> plugin;    // the plugin's own
  std::optional<std::uint64_t> resident_bytes;  // nullopt if /proc cannot be read
  std::optional<std::uint64_t> descriptors;
  std::optional<std::uint64_t> max_descriptors;  // nullopt: no limit
};

// [any thread] Returns the metrics in Prometheus' text form.
std::string metricsText(const BackendIdentity& identity, const BackendMetrics& metrics);

}  // namespace prism::host
