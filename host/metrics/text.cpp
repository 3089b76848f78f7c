// SPDX-License-Identifier: MIT
#include "host/metrics/text.h"

#include "host/base/xml_text.h"

#include <fmt/format.h>

namespace prism::host {
namespace {

// Appends the labels, each with a comma behind it. The form wants UTF-8, with three characters escaped.
template <typename Pairs>
void appendLabels(const Pairs& labels, std::string* out) {
  for (const auto& [name, value] : labels) {
    std::string valid;
    assignXmlText(value, &valid);
    out->append(name).append("=\"");
    for (const char c : valid) {
      if (c == '\n') {
        *out += "\\n";
      } else {
        *out += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : std::string_view(&c, 1);
      }
    }
    *out += "\",";
  }
}

}  // namespace

MetricsText::MetricsText(Labels common) { appendLabels(common, &common_); }

void MetricsText::begin(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  std::string escaped;
  for (const char c : help) {
    escaped += c == '\\' ? "\\\\" : std::string_view(&c, 1);
  }
  text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, escaped, type);
}

void MetricsText::add(std::uint64_t value, Labels labels, std::string_view suffix) {
  addSample(fmt::format("{}", value), labels, suffix);
}

void MetricsText::add(double value, const std::vector<std::pair<std::string, std::string>>& labels) {
  addSample(fmt::format("{}", value), labels, {});
}

void MetricsText::addSeconds(double value, Labels labels, std::string_view suffix) {
  addSample(fmt::format("{}", value), labels, suffix);
}

void MetricsText::add(const Histogram& histogram) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
    count += histogram.counts()[i];
    const bool is_last = i == Histogram::kBounds.size();
    add(count, {{"le", is_last ? "+Inf" : fmt::format("{}", Histogram::kBounds[i])}}, "_bucket");
  }
  addSeconds(histogram.sumInSeconds(), {}, "_sum");
  add(count, {}, "_count");
}

template <typename Pairs>
void MetricsText::addSample(std::string_view value, const Pairs& labels, std::string_view suffix) {
  std::string all = common_;
  appendLabels(labels, &all);
  if (!all.empty()) {
    all.pop_back();  // the last comma
  }
  text_ += fmt::format("{}{}{{{}}} {}\n", name_, suffix, all, value);
}

}  // namespace prism::host
