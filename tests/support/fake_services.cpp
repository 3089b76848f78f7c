// SPDX-License-Identifier: MIT
#include "tests/support/fake_services.h"

#include "tests/support/fake_host.h"
#include <prism/admin.h>
#include <prism/metrics.h>

#include <gtest/gtest.h>

#include <string>

namespace prism::tests {
namespace {

std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

// ------------------------------------------------------------------------------------------------- metrics

prism_result defineMetric(const prism_host* host, const prism_metric* metric, prism_series* series) {
  EXPECT_EQ(metric->struct_size, sizeof *metric);
  std::string line =
      "metrics.define " + text(metric->name) + " kind=" + std::to_string(metric->kind) + " help=" + text(metric->help);
  for (std::uint64_t i = 0; i < metric->labels_count; ++i) {
    line += " " + text(metric->labels[i].name) + "=" + text(metric->labels[i].value);
  }
  FakeHost& fake = FakeHost::of(host);
  const prism_result result = fake.note(line);
  if (result == PRISM_OK) {
    *series = fake.nextId();
  }
  return result;
}

prism_result addToMetric(const prism_host* host, prism_series series, std::int64_t amount) {
  return FakeHost::of(host).note("metrics.add " + std::to_string(series) + " " + std::to_string(amount));
}

prism_result setMetric(const prism_host* host, prism_series series, std::int64_t value) {
  return FakeHost::of(host).note("metrics.set " + std::to_string(series) + " " + std::to_string(value));
}

constexpr prism_metrics kMetrics{sizeof(prism_metrics), 0, &defineMetric, &addToMetric, &setMetric};

// -------------------------------------------------------------------------------------------------- admin

prism_result sendCommand(const prism_host* host, prism_str command, prism_admin_fn ended, void* data,
                         prism_command_id* id) {
  FakeHost& fake = FakeHost::of(host);
  const prism_result result = fake.note("admin.send " + text(command));
  if (result == PRISM_OK) {
    *id = fake.nextId();
    fake.keepCommand(*id, ended, data);
  }
  return result;
}

prism_result withdrawCommand(const prism_host* host, prism_command_id id) {
  FakeHost::of(host).note("admin.withdraw " + std::to_string(id));
  return FakeHost::of(host).forgetCommand(id);
}

constexpr prism_admin kAdmin{sizeof(prism_admin), 0, &sendCommand, &withdrawCommand};

struct Service {
  std::string_view name;
  const void* table;
};

constexpr Service kServices[] = {
    {PRISM_METRICS, &kMetrics},
    {PRISM_ADMIN, &kAdmin},
};

}  // namespace

const void* findFakeService(std::string_view name) {
  for (const Service& service : kServices) {
    if (service.name == name) {
      return service.table;
    }
  }
  return nullptr;
}

}  // namespace prism::tests
