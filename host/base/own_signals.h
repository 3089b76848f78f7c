// SPDX-License-Identifier: MIT
// The signals that the host handles or ignores. If a plugin or a library resets one of them to its default action,
// which would end or stop the process, the host's handler is installed instead (end/signal_calls.cpp).
#pragma once

#include <csignal>

namespace prism::host {

enum class SignalUse {
  kStray,     // has no meaning for a backend; a plugin may handle or ignore it
  kFault,     // a plugin may handle it, but not ignore it
  kReserved,  // only the host may handle it
};

// The C library's sigaction(2), without the check that plugins and libraries are subject to. Async-signal-safe.
using Sigaction = int (*)(int number, const struct sigaction* action, struct sigaction* ret_before);
int systemSigaction(int number, const struct sigaction* action, struct sigaction* ret_before);
void setSystemSigaction(Sigaction function);

// [main] Registers `action` as the host's for this signal. Does not install it.
void ownSignal(int number, SignalUse use, const struct sigaction& action);
void disownSignal(int number);

// [any thread, signal handlers] sigaction(2) for plugins and libraries. Where SignalUse forbids `action`, it installs
// the host's action instead and reports success. It reports a handler of the host as SIG_DFL.
int guardedSigaction(int number, const struct sigaction* action, struct sigaction* ret_before);

// [any thread, signal handlers] Returns true if guardedSigaction() would not install this handler.
bool isHandlerRefused(int number, void (*handler)(int));

// [main] Returns true if a handler for this reserved signal has been refused since the last call.
bool takeRefusal(int number);

}  // namespace prism::host
