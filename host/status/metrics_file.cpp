// SPDX-License-Identifier: MIT
#include "host/status/metrics_file.h"

#include "host/base/regular_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace prism::host {
namespace {

struct Sample {
  std::string_view name;
  std::map<std::string, std::string, std::less<>> labels;
  double value = 0;

  std::string label(std::string_view name_of_label) const {
    const auto found = labels.find(name_of_label);
    return found == labels.end() ? std::string() : found->second;
  }
};

// Prometheus writes numbers as Go does, which from_chars() reads too, including +Inf without its sign.
std::optional<double> parseValue(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// Takes `name="value"` and a comma, if there is one, from the start of *rest. Returns false if there is no such thing.
bool takeLabel(std::string_view* rest, Sample* sample) {
  const std::size_t equals = rest->find("=\"");
  if (equals == std::string_view::npos) {
    return false;
  }
  const std::string name(rest->substr(0, equals));
  rest->remove_prefix(equals + 2);
  std::string value;
  while (!rest->empty() && rest->front() != '"') {
    if (rest->front() == '\\' && rest->size() > 1) {
      rest->remove_prefix(1);
      value += rest->front() == 'n' ? '\n' : rest->front();
    } else {
      value += rest->front();
    }
    rest->remove_prefix(1);
  }
  if (rest->empty()) {
    return false;
  }
  rest->remove_prefix(1);
  if (rest->starts_with(',')) {
    rest->remove_prefix(1);
  }
  sample->labels[name] = std::move(value);
  return true;
}

// Reads a line `name{label="value",...} value`, as a backend writes it.
std::optional<Sample> parseSample(std::string_view line) {
  const std::size_t brace = line.find('{');
  if (!line.starts_with("prism_") || brace == std::string_view::npos) {
    return std::nullopt;
  }
  Sample sample{line.substr(0, brace), {}, 0};
  std::string_view rest = line.substr(brace + 1);
  while (!rest.empty() && rest.front() != '}') {
    if (!takeLabel(&rest, &sample)) {
      return std::nullopt;
    }
  }
  if (!rest.starts_with("} ")) {
    return std::nullopt;
  }
  const auto value = parseValue(rest.substr(2));
  if (!value) {
    return std::nullopt;
  }
  sample.value = *value;
  return sample;
}

// Returns the name of a series without the labels that all series have.
std::string nameOf(const Sample& sample) {
  std::string labels;
  for (const auto& [name, value] : sample.labels) {
    if (name != "transport" && name != "id") {
      labels += labels.empty() ? "" : ",";
      labels.append(name).append("=\"").append(value).append("\"");
    }
  }
  return std::string(sample.name) + (labels.empty() ? "" : "{" + labels + "}");
}

// Returns the bound of the first bucket that reaches 99 % of all; nullopt if that is the one without a bound. 0 if the
// loop has not turned.
std::optional<double> lagOf(std::vector<std::pair<double, double>> buckets) {
  std::sort(buckets.begin(), buckets.end());
  const double all = buckets.empty() ? 0 : buckets.back().second;
  if (!(all > 0)) {
    return 0;
  }
  for (const auto& [bound, count] : buckets) {
    if (count >= 0.99 * all) {
      return std::isfinite(bound) ? std::optional(bound) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<BackendStatus> parseMetrics(std::string_view text) {
  BackendStatus status;
  bool is_backends = false;
  std::vector<std::pair<double, double>> buckets;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    const std::optional<Sample> sample = parseSample(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
    if (!sample) {
      continue;
    }
    if (sample->name == "prism_backend_info") {
      is_backends = true;
      status.transport = sample->label("transport");
      status.id = sample->label("id");
      status.plugin = sample->label("plugin");
      status.plugin_version = sample->label("plugin_version");
      status.version = sample->label("version");
      const std::string pid = sample->label("pid");
      std::from_chars(pid.data(), pid.data() + pid.size(), status.pid);
      const std::string start = sample->label("pid_start");
      std::from_chars(start.data(), start.data() + start.size(), status.pid_start);
    } else if (sample->name == "prism_written_timestamp_seconds") {
      status.written = sample->value;
    } else if (sample->name == "prism_users") {
      status.users = sample->value;
    } else if (sample->name == "prism_resident_memory_bytes") {
      status.resident_bytes = sample->value;
    } else if (sample->name == "prism_misbehaviours_total") {
      status.misbehaviours += sample->value;
    } else if (sample->name == "prism_stalls_total") {
      status.stalls += sample->value;
    } else if (sample->name.starts_with("prism_plugin_")) {
      status.plugin_metrics[nameOf(*sample)] = sample->value;
    } else if (sample->name == "prism_loop_lag_seconds_bucket") {
      if (const auto bound = parseValue(sample->label("le")); bound && !std::isnan(*bound)) {
        buckets.emplace_back(*bound, sample->value);
      }
    }
  }
  status.lag = lagOf(std::move(buckets));
  return is_backends ? std::optional(std::move(status)) : std::nullopt;
}

Result<std::optional<BackendStatus>> readMetricsFile(const std::string& path) {
  const Result<std::string> text = readRegularFile(path, kMaxMetricsFile);
  if (!text) {
    return text.error();
  }
  if ((*text).size() > kMaxMetricsFile) {
    return std::optional<BackendStatus>();  // too large for a backend's
  }
  std::optional<BackendStatus> status = parseMetrics(*text);
  if (status) {
    status->file = path;
  }
  return status;
}

}  // namespace prism::host
