// SPDX-License-Identifier: MIT
// The probe's commands for metrics of its own.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/metrics.h>

#include <string>

namespace prism::tests {

class ProbeMetrics {
 public:
  // `host` must outlive this. Looks the service up at the first command.
  explicit ProbeMetrics(const prism_host* host) : host_(host) {}

  // Executes a command and returns its result as a text:
  //   define KIND NAME [LABEL=VALUE...]     help is "About NAME."
  //   define-many COUNT                     series until the service refuses one
  //   define-wrongly HOW
  //   add SERIES AMOUNT, set SERIES VALUE
  //   add-in-thread SERIES AMOUNT TIMES     on two threads
  std::string execute(Words& words);

 private:
  std::string define(Words& words);
  std::string defineMany(std::uint64_t count);
  std::string defineWrongly(const std::string& how);
  std::string addInThreads(Words& words);

  const prism_host* host_;
  const prism_metrics* service_ = nullptr;
};

}  // namespace prism::tests
