// SPDX-License-Identifier: MIT
// The plugin's own counters and gauges (prism/metrics.h). Values are changed on any thread, without a lock.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

class PluginMetrics {
 public:
  static constexpr std::size_t kMostSeries = 256;
  static constexpr std::size_t kMostLabels = 4;
  static constexpr std::size_t kLongestName = 64;         // bytes, of metrics and labels
  static constexpr std::size_t kLongestHelp = 200;        // bytes
  static constexpr std::size_t kLongestLabelValue = 128;  // bytes

  enum class Kind : std::uint8_t { kCounter, kGauge };
  using Labels = std::vector<std::pair<std::string, std::string>>;

  struct Definition {
    Kind kind;
    std::string name;  // without the prefix prism_plugin_<id>_
    std::string help;
    Labels labels;
  };

  using Id = std::uint64_t;  // never 0

  // [main] Returns why the series is not valid, or contradicts another one of the same metric; nullopt if it is fine.
  std::optional<std::string> reject(const Definition& definition) const;

  // [main] Returns the id of the series, which is new or has been defined before. Returns 0 if there are kMostSeries.
  // reject() must have returned nullopt.
  Id define(Definition definition);

  // [any thread] Returns nullptr if there is no such series.
  const Kind* find(Id id) const;

  // [any thread] The series must exist.
  void add(Id id, double amount) { values_[id - 1].fetch_add(amount, std::memory_order_relaxed); }
  void set(Id id, double value) { values_[id - 1].store(value, std::memory_order_relaxed); }

  // [main] Returns all series with their present values, those of one metric together.
  struct Series {
    Definition definition;
    double value;
  };
  std::vector<Series> all() const;

 private:
  std::vector<Definition> definitions_;  // [main]
  std::array<Kind, kMostSeries> kinds_{};
  std::array<std::atomic<double>, kMostSeries> values_{};
  std::atomic<std::size_t> size_ = 0;  // kinds_ is written before this counts the series
};

}  // namespace prism::host
