// SPDX-License-Identifier: MIT
// Reads the metrics of a backend from a file in Prometheus' text form. The file may be any: its lines are checked, and
// its size is bounded.
#pragma once

#include "host/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// The values of a file that a backend has written. A text may have any bytes.
struct BackendStatus {
  std::string file;
  std::string transport;
  std::string id;
  std::string plugin;
  std::string plugin_version;
  std::string version;
  std::int64_t pid = 0;
  std::uint64_t pid_start = 0;  // as readProcessStart(); 0: not in the file
  double written = 0;           // Unix time in seconds
  double users = 0;
  double resident_bytes = 0;
  double misbehaviours = 0;
  double stalls = 0;
  std::map<std::string, double> plugin_metrics;  // by name{label="value"}, without the labels of all series
  std::optional<double> lag;  // seconds: 99 of 100 turns of the loop took no longer; nullopt: longer than can be told
};

// A backend's file has some 10 kB.
inline constexpr std::size_t kMaxMetricsFile = 1024 * 1024;  // bytes

// Returns nullopt if the text is not that of a backend.
std::optional<BackendStatus> parseMetrics(std::string_view text);

// Reads a file. Returns nullopt if it is not that of a backend. The sentence of the error is the reason alone.
Result<std::optional<BackendStatus>> readMetricsFile(const std::string& path);

}  // namespace prism::host
