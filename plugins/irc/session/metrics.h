// SPDX-License-Identifier: MIT
// The plugin's own metrics (prism/metrics.h), of all sessions together. operations.md of the host explains their file.
#pragma once

#include <prism/metrics.hpp>

namespace irc {

struct Metrics {
  explicit Metrics(const prism::Metrics& metrics)
      : connections(metrics.gauge("connections", "Open connections to IRC servers.")),
        lost_connections(metrics.counter("lost_connections_total", "Connections that were lost after the login.")),
        lines_in(metrics.counter("lines_total", kLines, {{"direction", "in"}})),
        lines_out(metrics.counter("lines_total", kLines, {{"direction", "out"}})),
        throttlings(metrics.counter("throttlings_total",
                                    "Pauses in reading from a server that has sent more than can be shown.")) {}

  const prism::Gauge connections;
  const prism::Counter lost_connections;
  const prism::Counter lines_in;
  const prism::Counter lines_out;
  const prism::Counter throttlings;

 private:
  static constexpr const char* kLines = "Lines from and to IRC servers.";
};

// Counts an open connection for as long as it lives.
class CountedConnection {
 public:
  // `metrics` must outlive this.
  explicit CountedConnection(const Metrics& metrics) : connections_(metrics.connections) { connections_.add(1); }
  ~CountedConnection() { connections_.add(-1); }
  CountedConnection(const CountedConnection&) = delete;
  CountedConnection& operator=(const CountedConnection&) = delete;

 private:
  const prism::Gauge& connections_;
};

}  // namespace irc
