// SPDX-License-Identifier: MIT
#include "host/watchdog/process_limits.h"

#include <fmt/format.h>

namespace prism::host {
namespace {

rlim_t softLimit(__rlimit_resource resource) {
  rlimit limit{};
  return ::getrlimit(resource, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

std::string inWords(rlim_t value) { return value == RLIM_INFINITY ? "unlimited" : fmt::format("{}", value); }

}  // namespace

ProcessLimits::ProcessLimits()
    : limits_{{{RLIMIT_FSIZE, "the size of files (RLIMIT_FSIZE)", 0},
               {RLIMIT_NOFILE, "the number of descriptors (RLIMIT_NOFILE)", 0},
               {RLIMIT_AS, "memory (RLIMIT_AS)", 0},
               {RLIMIT_DATA, "memory (RLIMIT_DATA)", 0},
               {RLIMIT_CPU, "processor time (RLIMIT_CPU)", 0}}} {
  for (Limit& limit : limits_) {
    limit.value = softLimit(limit.resource);
  }
}

std::vector<std::string> ProcessLimits::takeLowered() {
  std::vector<std::string> lowered;
  for (Limit& limit : limits_) {
    const rlim_t now = softLimit(limit.resource);
    if (now < limit.value) {
      lowered.push_back(
          fmt::format("the limit of {} was lowered from {} to {}", limit.name, inWords(limit.value), now));
    }
    limit.value = now;
  }
  return lowered;
}

}  // namespace prism::host
