// SPDX-License-Identifier: MIT
#include "host/log/emergency_line.h"

#include "host/base/write_whole.h"
#include "host/log/log.h"
#include "host/log/standard_streams.h"

#include <poll.h>

#include <atomic>
#include <ctime>

namespace prism::host {
namespace {

std::atomic<bool> stderr_given_up = false;

}  // namespace

void writeEmergencyLine(SignalText line) {
  line << "\n";
  logInSignal(line.view());
  pollfd error{standardError(), POLLOUT, 0};
  if (stderr_given_up || ::poll(&error, 1, kWriteTimeoutMs) <= 0) {
    stderr_given_up = true;
    return;
  }
  std::size_t written = 0;
  writeWhole(error.fd, line.view(), &written);
}

SignalText emergencyLinePrefix() {
  SignalText line;
  line.time(static_cast<std::uint64_t>(std::time(nullptr))) << " FATAL Host: ";
  return line;
}

}  // namespace prism::host
