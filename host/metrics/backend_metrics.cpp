// SPDX-License-Identifier: MIT
#include "host/metrics/backend_metrics.h"

#include "host/metrics/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

void addCounts(std::string_view name, std::string_view help, const FunctionCounts::Counts& counts, MetricsText* out) {
  out->begin(name, "counter", help);
  for (const auto& [function, count] : counts) {
    out->add(count, {{"function", function}});
  }
}

void addProcess(const BackendMetrics& metrics, MetricsText* out) {
  if (metrics.resident_bytes) {
    out->begin("prism_resident_memory_bytes", "gauge", "Resident memory of the process.");
    out->add(*metrics.resident_bytes);
  }
  if (metrics.descriptors) {
    out->begin("prism_open_fds", "gauge", "Open file descriptors of the process.");
    out->add(*metrics.descriptors);
  }
  if (metrics.max_descriptors) {
    out->begin("prism_max_fds", "gauge", "The limit of open file descriptors (RLIMIT_NOFILE).");
    out->add(*metrics.max_descriptors);
  }
}

// Adds the plugin's own metrics. The samples of a metric are together already.
void addPlugin(const std::string& plugin, const std::vector<PluginMetrics::Series>& all, MetricsText* out) {
  std::string prefix = "prism_plugin_" + plugin + "_";
  std::replace(prefix.begin(), prefix.end(), '-', '_');
  std::string_view last;
  for (const auto& [definition, value] : all) {
    if (definition.name != last) {
      const bool is_counter = definition.kind == PluginMetrics::Kind::kCounter;
      out->begin(prefix + definition.name, is_counter ? "counter" : "gauge", definition.help);
      last = definition.name;
    }
    out->add(value, definition.labels);
  }
}

}  // namespace

std::string metricsText(const BackendIdentity& identity, const BackendMetrics& metrics) {
  MetricsText out({{"transport", identity.transport}, {"id", identity.id}});
  out.begin("prism_backend_info", "gauge", "The backend, its process and its versions; always 1.");
  out.add(1, {{"pid", fmt::format("{}", identity.pid)},
              {"pid_start", fmt::format("{}", identity.pid_start)},
              {"plugin", identity.plugin},
              {"plugin_version", identity.plugin_version},
              {"version", identity.version},
              {"abi", identity.abi}});
  out.begin("prism_start_time_seconds", "gauge", "Unix time at which the backend has connected to Spectrum 2.");
  out.addSeconds(identity.start_time);
  out.begin("prism_written_timestamp_seconds", "gauge",
            "Unix time of these values. More than a minute old: the backend hangs, cannot write, or was killed.");
  out.addSeconds(metrics.time);
  out.begin("prism_users", "gauge", "Users who are logged in, or are being logged in.");
  out.add(metrics.users);
  out.begin("prism_logins_total", "counter", "Logins that have ended, by outcome.");
  for (std::size_t i = 0; i < kLoginOutcomes.size(); ++i) {
    out.add(metrics.traffic.logins[i], {{"outcome", kLoginOutcomes[i]}});
  }
  out.begin("prism_messages_total", "counter",
            "Messages of users to the network, and of the network and the host to users.");
  out.add(metrics.messages_to_network, {{"direction", "to_network"}});
  out.add(metrics.traffic.messages_to_users, {{"direction", "to_users"}});
  out.begin("prism_spectrum_received_bytes_total", "counter", "Bytes received from Spectrum 2.");
  out.add(metrics.bytes_received);
  out.begin("prism_spectrum_sent_bytes_total", "counter", "Bytes sent to Spectrum 2.");
  out.add(metrics.bytes_sent);
  out.begin("prism_spectrum_unsent_bytes", "gauge", "Bytes that wait until Spectrum 2 reads.");
  out.add(metrics.bytes_unsent);
  out.begin(
      "prism_loop_lag_seconds", "histogram",
      "How long turns of the event loop took; everything else that was ready waited for so long. The first 1000 turns "
      "of each 15 s are measured; of further ones, one in 64 is, and counts as 64.");
  out.add(metrics.loop_lag);
  out.begin("prism_callback_seconds", "summary",
            "Time in the plugin, by function, in the turns of the loop that are measured. The first call of a turn is "
            "timed; of the others, one in 64 is, and counts as 64.");
  for (const CallTimes::Total& total : metrics.call_times) {
    out.addSeconds(std::chrono::duration<double>(total.time).count(), {{"function", total.function}}, "_sum");
    out.add(total.calls, {{"function", total.function}}, "_count");
  }
  addCounts("prism_stalls_total", "Calls of the plugin, or turns of the loop, that lasted for stall_warning.",
            metrics.stalls, &out);
  addCounts("prism_misbehaviours_total", "Faults of the plugin that the log names, by function.", metrics.misbehaviours,
            &out);
  addProcess(metrics, &out);
  addPlugin(identity.plugin, metrics.plugin, &out);
  return out.take();
}

}  // namespace prism::host
