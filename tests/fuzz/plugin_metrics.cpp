// SPDX-License-Identifier: MIT
// Definitions of the plugin's metrics (prism/metrics.h): the input is a sequence of series.
#include "host/metrics/plugin_metrics.h"

#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

using prism::fuzz::Input;
using prism::fuzz::require;
using prism::host::PluginMetrics;

namespace {

constexpr const char* kNameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

PluginMetrics::Definition readDefinition(Input* input) {
  PluginMetrics::Definition definition{
      input->byte() % 2 == 0 ? PluginMetrics::Kind::kCounter : PluginMetrics::Kind::kGauge,
      std::string(input->text()),
      std::string(input->text()),
      {}};
  for (unsigned count = input->byte() % (PluginMetrics::kMostLabels + 1); count > 0; --count) {
    std::string name(input->text());
    definition.labels.emplace_back(std::move(name), std::string(input->text()));
  }
  return definition;
}

bool isName(std::string_view name) {
  return !name.empty() && name.size() <= PluginMetrics::kLongestName &&
         name.find_first_not_of(kNameLetters) == std::string_view::npos && (name[0] < '0' || name[0] > '9');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  PluginMetrics metrics;
  while (!input.done()) {
    const PluginMetrics::Definition definition = readDefinition(&input);
    if (metrics.reject(definition)) {
      continue;
    }
    require(isName(definition.name), "the name of a metric is one for Prometheus");
    require(definition.help.size() <= PluginMetrics::kLongestHelp, "a help text is short");
    std::set<std::string> names;
    for (const auto& [name, value] : definition.labels) {
      require(isName(name) && names.insert(name).second, "labels have names of their own");
      require(value.size() <= PluginMetrics::kLongestLabelValue, "the value of a label is short");
    }
    const PluginMetrics::Id id = metrics.define(definition);
    if (id == 0) {
      require(metrics.all().size() == PluginMetrics::kMostSeries, "there is space for a series");
      continue;
    }
    require(*metrics.find(id) == definition.kind, "a series has its kind");
    require(!metrics.reject(definition) && metrics.define(definition) == id, "a series is defined once");
    if (definition.kind == PluginMetrics::Kind::kCounter) {
      metrics.add(id, 1);
    } else {
      metrics.set(id, 1);
    }
  }
  std::map<std::string, PluginMetrics::Kind> kinds;
  std::set<std::string> ended;
  std::string last;
  for (const PluginMetrics::Series& series : metrics.all()) {
    const auto kind = kinds.emplace(series.definition.name, series.definition.kind).first;
    require(kind->second == series.definition.kind, "the series of a metric have one kind");
    if (series.definition.name != last) {
      require(ended.insert(series.definition.name).second, "the series of a metric come together");
      last = series.definition.name;
    }
    require(series.value >= 1, "each has its value");
  }
  return 0;
}
