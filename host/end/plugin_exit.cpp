// SPDX-License-Identifier: MIT
#include "host/end/plugin_exit.h"

#include "host/base/fork_mark.h"
#include "host/end/last_resort.h"

#include <fmt/format.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdlib>

namespace prism::host {
namespace {

std::atomic<ExitListener*> exit_listener = nullptr;
std::atomic<bool> ending = false;
std::atomic<int> exit_code = 0;

// Catches functions inside the C library that call its exit() directly, such as err(3).
void onExitHandler(int status, void*) { onExitCall("exit", status); }

}  // namespace

void setExitListener(ExitListener* listener) {
  exit_listener = listener;
  ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
  ::on_exit(&onExitHandler, nullptr);
}

void setExitCode(int code) {
  exit_code = code;
  ending = true;
}

int onExitCall(const char* function, int status) {
  if (isOtherProcess()) {
    if (!isForkedChild()) {
      endProcess(status);  // it shares the host's memory, so the handlers of exit() would destroy the host's objects
    }
    return status;
  }
  if (ending) {
    return exit_code;
  }
  ExitListener* const listener = exit_listener;
  if (!listener) {
    return status;
  }
  std::array<char, 64> call{};
  if (status < 0) {
    fmt::format_to_n(call.data(), call.size() - 1, "{}()", function);
  } else {
    fmt::format_to_n(call.data(), call.size() - 1, "{}({})", function, status);
  }
  listener->onExitCall(call.data());
  endProcess(status);  // not reached
}

void onExecCall(const char* function) {
  if (isOtherProcess()) {
    return;
  }
  const int code = onExitCall(function, -1);
  if (ending) {
    endProcess(code);
  }
}

}  // namespace prism::host
