// SPDX-License-Identifier: MIT
#include "host/metrics/plugin_metrics.h"

#include "host/base/quote.h"
#include "host/base/xml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace prism::host {
namespace {

// Labels of the host, and those by which Prometheus knows histograms and summaries.
constexpr std::string_view kTakenLabels[] = {"id", "le", "quantile", "transport"};

// Ends of names that Prometheus gives to the series of histograms and summaries.
constexpr std::string_view kTakenEnds[] = {"_bucket", "_count", "_sum"};

bool isName(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return !name.empty() && name.size() <= PluginMetrics::kLongestName &&
         kLetters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::optional<std::string> rejectName(PluginMetrics::Kind kind, std::string_view name) {
  if (!isName(name)) {
    return fmt::format("name is {}, which is no name of a metric", inQuotes(name));
  }
  for (const std::string_view end : kTakenEnds) {
    if (name.ends_with(end)) {
      return fmt::format("name is {}, but {} ends the names of other kinds", inQuotes(name), end);
    }
  }
  const bool is_counter = kind == PluginMetrics::Kind::kCounter;
  if (name.ends_with("_total") != is_counter) {
    return fmt::format("name is {}, but the name of a {} _total", inQuotes(name),
                       is_counter ? "counter ends in" : "gauge does not end in");
  }
  return std::nullopt;
}

std::optional<std::string> rejectLabels(const PluginMetrics::Labels& labels) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : labels) {
    const bool is_taken = std::find(std::begin(kTakenLabels), std::end(kTakenLabels), name) != std::end(kTakenLabels);
    if (is_taken) {
      return fmt::format("a label is called {}, which the host or Prometheus uses itself", inQuotes(name));
    }
    if (!isName(name)) {
      return fmt::format("a label is called {}, which is no name for a label", inQuotes(name));
    }
    if (!names.insert(name).second) {
      return fmt::format("two labels are called {}", inQuotes(name));
    }
    if (value.size() > PluginMetrics::kLongestLabelValue || !isXmlText(value)) {
      return fmt::format("the label {} is {}, which is no text of at most {} bytes", name, inQuotes(value),
                         PluginMetrics::kLongestLabelValue);
    }
  }
  return std::nullopt;
}

std::string namesOf(const PluginMetrics::Labels& labels) {
  std::string names;
  for (const auto& [name, value] : labels) {
    names += (names.empty() ? "" : ", ") + name;
  }
  return names.empty() ? "none" : names;
}

// Returns why `added` cannot be a further series of the metric of `known`. The end of its name tells that the kinds are
// the same.
std::optional<std::string> rejectDifference(const PluginMetrics::Definition& known,
                                            const PluginMetrics::Definition& added) {
  if (known.help != added.help) {
    return fmt::format("{} has the help {} already", added.name, inQuotes(known.help, PluginMetrics::kLongestHelp));
  }
  if (namesOf(known.labels) != namesOf(added.labels)) {
    return fmt::format("{} has the labels {} already, but these are {}", added.name, namesOf(known.labels),
                       namesOf(added.labels));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> PluginMetrics::reject(const Definition& definition) const {
  if (auto reason = rejectName(definition.kind, definition.name)) {
    return reason;
  }
  const std::string& help = definition.help;
  if (help.empty() || help.size() > kLongestHelp || !isXmlText(help) || help.find('\n') != std::string::npos) {
    return fmt::format("help is {}, which is no line of 1 to {} bytes", inQuotes(help), kLongestHelp);
  }
  if (auto reason = rejectLabels(definition.labels)) {
    return reason;
  }
  for (const Definition& known : definitions_) {
    if (known.name == definition.name) {
      if (auto reason = rejectDifference(known, definition)) {
        return reason;
      }
    }
  }
  return std::nullopt;
}

PluginMetrics::Id PluginMetrics::define(Definition definition) {
  const auto known = std::find_if(definitions_.begin(), definitions_.end(), [&](const Definition& each) {
    return each.name == definition.name && each.labels == definition.labels;
  });
  if (known != definitions_.end()) {
    return static_cast<Id>(known - definitions_.begin()) + 1;
  }
  const std::size_t size = definitions_.size();
  if (size == kMostSeries) {
    return 0;
  }
  kinds_[size] = definition.kind;
  definitions_.push_back(std::move(definition));
  size_.store(size + 1, std::memory_order_release);
  return size + 1;
}

const PluginMetrics::Kind* PluginMetrics::find(Id id) const {
  return id >= 1 && id <= size_.load(std::memory_order_acquire) ? &kinds_[id - 1] : nullptr;
}

std::vector<PluginMetrics::Series> PluginMetrics::all() const {
  std::vector<Series> series;
  series.reserve(definitions_.size());
  for (std::size_t i = 0; i < definitions_.size(); ++i) {
    series.push_back({definitions_[i], values_[i].load(std::memory_order_relaxed)});
  }
  std::stable_sort(series.begin(), series.end(),
                   [](const Series& a, const Series& b) { return a.definition.name < b.definition.name; });
  return series;
}

}  // namespace prism::host
