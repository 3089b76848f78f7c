// SPDX-License-Identifier: MIT
// Writes metrics in Prometheus' text form:
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format. Passive: returns a text.
#pragma once

#include "host/metrics/histogram.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

class MetricsText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // Every sample begins with these labels, which tell the files of a machine apart.
  explicit MetricsText(Labels common);

  // Begins a metric. `help` is one line of valid UTF-8. The samples of a metric must stand together.
  void begin(std::string_view name, std::string_view type, std::string_view help);

  // Adds a sample of the metric that was begun. `suffix` is appended to its name.
  void add(std::uint64_t value, Labels labels = {}, std::string_view suffix = {});
  void add(double value, const std::vector<std::pair<std::string, std::string>>& labels);
  void addSeconds(double value, Labels labels = {}, std::string_view suffix = {});

  // Adds all samples of a histogram.
  void add(const Histogram& histogram);

  std::string take() { return std::move(text_); }

 private:
  template <typename Pairs>
  void addSample(std::string_view value, const Pairs& labels, std::string_view suffix);

  std::string common_;
  std::string name_;
  std::string text_;
};

}  // namespace prism::host
