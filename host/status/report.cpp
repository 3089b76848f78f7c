// SPDX-License-Identifier: MIT
#include "host/status/report.h"

#include "host/base/quote.h"
#include "host/base/xml_text.h"
#include "host/metrics/histogram.h"
#include <prism/text.hpp>

#include <Poco/JSONString.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace prism::host {
namespace {

constexpr std::size_t kColumns = 9;
constexpr std::size_t kWidest = 60;  // characters
using Cells = std::array<std::string, kColumns>;

// Returns a text of a file for a cell. A JID has up to 3071 bytes.
std::string cell(std::string_view text) {
  const std::string safe = oneLine(text.substr(0, 4 * kWidest));
  return safe.empty() ? "-" : std::string(utf8Prefix(safe, kWidest));
}

// A whole number, which the file may give as any.
std::string count(double value) {
  constexpr double kMost = 1e15;
  return value >= 0 && value < kMost ? fmt::format("{:.0f}", value) : "?";
}

std::string memory(double bytes) { return bytes > 0 ? count(std::round(bytes / (1024 * 1024))) + " MiB" : "?"; }

std::string lag(std::optional<double> seconds) {
  if (!seconds) {
    return fmt::format(">{:g} s", Histogram::kBounds.back());
  }
  if (*seconds <= 0) {
    return "-";  // the loop has not turned yet
  }
  return *seconds < 1 ? fmt::format("{:g} ms", *seconds * 1000) : fmt::format("{:g} s", *seconds);
}

std::string age(double seconds) {
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  constexpr double kDay = 24 * kHour;
  if (!(std::abs(seconds) < 1e12)) {
    return "?";
  }
  return seconds < 2 * kMinute ? fmt::format("{:.0f} s", seconds)
         : seconds < 2 * kHour ? fmt::format("{:.0f} min", std::floor(seconds / kMinute))
         : seconds < 2 * kDay  ? fmt::format("{:.0f} h", std::floor(seconds / kHour))
                               : fmt::format("{:.0f} d", std::floor(seconds / kDay));
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !isUtf8Continuation(c); }));
}

std::string quoted(std::string_view text) {
  std::string valid;
  assignXmlText(text, &valid);
  return Poco::toJSON(valid, Poco::JSON_WRAP_STRINGS | Poco::JSON_ESCAPE_UNICODE);
}

// JSON has no infinities.
std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "null"; }

// Returns the members of a JSON object.
std::string membersOf(const std::map<std::string, double>& values) {
  std::string members;
  for (const auto& [name, value] : values) {
    members += fmt::format("{}{}:{}", members.empty() ? "" : ",", quoted(name), number(value));
  }
  return members;
}

}  // namespace

std::string tableOf(const std::vector<BackendRow>& rows, double now) {
  std::vector<Cells> lines{{"TRANSPORT", "ID", "PLUGIN", "USERS", "LAG", "MEMORY", "FAULTS", "AGE", "STATE"}};
  for (const auto& [status, state] : rows) {
    lines.push_back({cell(status.transport), cell(status.id), cell(status.plugin), count(status.users), lag(status.lag),
                     memory(status.resident_bytes), count(status.misbehaviours + status.stalls),
                     age(now - status.written), nameOf(state)});
  }
  std::array<std::size_t, kColumns> widths{};
  for (const Cells& cells : lines) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths[i] = std::max(widths[i], width(cells[i]));
    }
  }
  std::string table;
  for (const Cells& cells : lines) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      const bool is_number = i >= 3 && i + 1 < kColumns;
      const std::string blanks(widths[i] - width(cells[i]), ' ');
      table += is_number ? blanks + cells[i] : i + 1 < kColumns ? cells[i] + blanks : cells[i];
      table += i + 1 < kColumns ? "  " : "\n";
    }
  }
  return table;
}

std::string jsonOf(const std::vector<BackendRow>& rows, double now) {
  std::string json = "{\"backends\":[";
  for (const auto& [status, state] : rows) {
    json += json.ends_with('[') ? "\n" : ",\n";
    json += fmt::format(
        R"({{"file":{},"transport":{},"id":{},"plugin":{},"plugin_version":{},"version":{},"pid":{},"users":{},)"
        R"("lag_p99_seconds":{},"resident_memory_bytes":{},"misbehaviours":{},"stalls":{},"age_seconds":{},)"
        R"("state":"{}","plugin_metrics":{{{}}}}})",
        quoted(status.file), quoted(status.transport), quoted(status.id), quoted(status.plugin),
        quoted(status.plugin_version), quoted(status.version), status.pid, number(status.users),
        status.lag ? number(*status.lag) : "null", number(status.resident_bytes), number(status.misbehaviours),
        number(status.stalls), number(now - status.written), nameOf(state), membersOf(status.plugin_metrics));
  }
  return json + "\n]}\n";
}

}  // namespace prism::host
