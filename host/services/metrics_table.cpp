// SPDX-License-Identifier: MIT
// The table of the service "prism.metrics/1".
#include "host/base/abi.h"
#include "host/guard/whole_struct.h"
#include "host/metrics/plugin_metrics.h"
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include <prism/metrics.h>

#include <fmt/format.h>

#include <cmath>

namespace prism::host {
namespace {

// Returns why the metric cannot be read; empty if it can.
std::string rejectMetric(const prism_metric* metric) {
  if (std::string why = rejectStruct(metric); !why.empty()) {
    return why;
  }
  if (metric->kind != PRISM_METRIC_COUNTER && metric->kind != PRISM_METRIC_GAUGE) {
    return fmt::format("kind {} does not exist", metric->kind);
  }
  if (metric->labels_count > PluginMetrics::kMostLabels) {
    return fmt::format("labels_count is {}, at most {} are allowed", metric->labels_count, PluginMetrics::kMostLabels);
  }
  return metric->labels_count > 0 && !metric->labels ? "labels is NULL, but has a count" : "";
}

// Copies no more than the checks of PluginMetrics need to find that the string is too long.
std::string copy(prism_str text) { return std::string(view(text).substr(0, PluginMetrics::kLongestHelp + 1)); }

prism_result define(const prism_host* host, const prism_metric* metric, prism_metrics_id* series) noexcept {
  return HostCall::onMain<prism_result>(
      host, "metrics.define", PRISM_ERR_THREAD, [&](HostServices& self) -> prism_result {
        if (std::string why = rejectMetric(metric); !why.empty() || !series) {
          return HostCall::refuse(self, "metrics.define", PRISM_ERR_ARGUMENT, why.empty() ? "series is NULL" : why);
        }
        const bool is_counter = metric->kind == PRISM_METRIC_COUNTER;
        PluginMetrics::Definition definition{is_counter ? PluginMetrics::Kind::kCounter : PluginMetrics::Kind::kGauge,
                                             copy(metric->name),
                                             copy(metric->help),
                                             {}};
        for (std::uint64_t i = 0; i < metric->labels_count; ++i) {
          definition.labels.emplace_back(copy(metric->labels[i].name), copy(metric->labels[i].value));
        }
        PluginMetrics& metrics = self.parts().metrics;
        if (const auto why = metrics.reject(definition)) {
          return HostCall::refuse(self, "metrics.define", PRISM_ERR_ARGUMENT, *why);
        }
        const PluginMetrics::Id id = metrics.define(std::move(definition));
        if (id == 0) {
          return HostCall::refuse(self, "metrics.define", PRISM_ERR_LIMIT,
                                  fmt::format("there are {} series already", PluginMetrics::kMostSeries));
        }
        *series = id;
        return PRISM_OK;
      });
}

prism_result add(const prism_host* host, prism_metrics_id series, double amount) noexcept {
  return HostCall::onAny(host, [&](HostServices& self) -> prism_result {
    const PluginMetrics::Kind* kind = self.parts().metrics.find(series);
    if (!kind) {
      return HostCall::refuse(self, "metrics.add", PRISM_ERR_ARGUMENT, fmt::format("there is no series {}", series));
    }
    if (!std::isfinite(amount)) {
      return HostCall::refuse(self, "metrics.add", PRISM_ERR_ARGUMENT, fmt::format("amount is {}", amount));
    }
    if (*kind == PluginMetrics::Kind::kCounter && amount < 0) {
      return HostCall::refuse(self, "metrics.add", PRISM_ERR_ARGUMENT,
                              fmt::format("amount is {}, but a counter only grows", amount));
    }
    self.parts().metrics.add(series, amount);
    return PRISM_OK;
  });
}

prism_result set(const prism_host* host, prism_metrics_id series, double value) noexcept {
  return HostCall::onAny(host, [&](HostServices& self) -> prism_result {
    const PluginMetrics::Kind* kind = self.parts().metrics.find(series);
    if (!kind || *kind != PluginMetrics::Kind::kGauge) {
      return HostCall::refuse(self, "metrics.set", PRISM_ERR_ARGUMENT, fmt::format("series {} is no gauge", series));
    }
    if (!std::isfinite(value)) {
      return HostCall::refuse(self, "metrics.set", PRISM_ERR_ARGUMENT, fmt::format("value is {}", value));
    }
    self.parts().metrics.set(series, value);
    return PRISM_OK;
  });
}

}  // namespace

const void* metricsTable(HostServices&) {
  static constexpr prism_metrics kTable{sizeof(prism_metrics), 0, &define, &add, &set};
  return &kTable;
}

}  // namespace prism::host
