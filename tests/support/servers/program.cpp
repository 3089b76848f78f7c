// SPDX-License-Identifier: MIT
#include "tests/support/servers/program.h"

#include <prism/testing/failure.h>
#include <prism/testing/host_process.h>

namespace prism::tests {

std::string runProgram(const std::vector<std::string>& command) {
  testing::HostProcess process(command);
  const auto status = process.exitStatus(testing::Milliseconds(60'000));
  if (status != testing::ExitStatus{}) {
    throw testing::Failure(command.front() + ": " + describe(status) + "\n" + process.standardError());
  }
  return process.standardOutput();
}

}  // namespace prism::tests
