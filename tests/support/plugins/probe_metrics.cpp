// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_metrics.h"

#include <stdexcept>
#include <thread>
#include <vector>

namespace prism::tests {
namespace {

double decimal(Words& words) { return std::stod(word(words)); }

}  // namespace

std::string ProbeMetrics::execute(Words& words) {
  if (!service_) {
    service_ = static_cast<const prism_metrics*>(host_->get_service(host_, PRISM_METRICS));
  }
  const std::string command = word(words);
  if (command == "define") {
    return define(words);
  }
  if (command == "define-many") {
    return defineMany(number(words));
  }
  if (command == "define-wrongly") {
    return defineWrongly(word(words));
  }
  if (command == "add-in-thread") {
    return addInThreads(words);
  }
  const prism_metrics_id series = number(words);
  const double value = decimal(words);
  return std::to_string(command == "add" ? service_->add(host_, series, value) : service_->set(host_, series, value));
}

std::string ProbeMetrics::define(Words& words) {
  const auto kind = static_cast<std::uint32_t>(number(words));
  const std::string name = word(words);
  const std::string help = "About " + name + ".";
  std::vector<std::string> parts;
  for (std::string label; words >> label;) {
    const std::size_t equals = label.find('=');
    parts.push_back(label.substr(0, equals));
    parts.push_back(label.substr(equals + 1));
  }
  std::vector<prism_pair> labels;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    labels.push_back({borrowed(parts[i]), borrowed(parts[i + 1])});
  }
  prism_metric metric{};
  metric.struct_size = sizeof metric;
  metric.kind = kind;
  metric.name = borrowed(name);
  metric.help = borrowed(help);
  metric.labels = labels.data();
  metric.labels_count = labels.size();
  prism_metrics_id series = 0;
  const prism_result result = service_->define(host_, &metric, &series);
  return std::to_string(result) + " series " + std::to_string(series);
}

std::string ProbeMetrics::defineMany(std::uint64_t count) {
  std::uint64_t defined = 0;
  std::string result = "0";
  while (defined < count && result[0] == '0') {
    Words words("2 many_things n=" + std::to_string(defined));
    result = define(words);
    defined += result[0] == '0' ? 1 : 0;
  }
  return std::to_string(defined) + " series, then " + result;
}

std::string ProbeMetrics::defineWrongly(const std::string& how) {
  prism_metric metric{};
  metric.struct_size = how == "size" ? 4 : sizeof metric;
  metric.kind = how == "kind" ? 3 : PRISM_METRIC_GAUGE;
  metric.name = PRISM_STR("things");
  std::string help = "Things.";
  if (how == "help") {
    help = "two\nlines";
  } else if (how == "long-help") {
    help = std::string(201, 'x');
  } else if (how == "no-help") {
    help.clear();
  }
  metric.help = borrowed(help);
  metric.labels_count = how == "labels" ? 1 : how == "many-labels" ? 5 : 0;
  prism_metrics_id series = 0;
  const bool without = how == "nothing";
  return std::to_string(service_->define(host_, without ? nullptr : &metric, how == "series" ? nullptr : &series));
}

std::string ProbeMetrics::addInThreads(Words& words) {
  const prism_metrics_id series = number(words);
  const double amount = decimal(words);
  const std::uint64_t times = number(words);
  const auto run = [&] {
    for (std::uint64_t i = 0; i < times; ++i) {
      service_->add(host_, series, amount);
    }
  };
  std::thread one(run);
  std::thread other(run);
  one.join();
  other.join();
  return "added";
}

}  // namespace prism::tests
