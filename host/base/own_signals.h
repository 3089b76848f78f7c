// SPDX-License-Identifier: MIT
// The signals that the host handles or ignores. When a plugin or a library gives one back to its default action, which
// would end or stop the process, the host's handler takes its place (end/signal_calls.cpp).
#pragma once

#include <csignal>

namespace prism::host {

enum class SignalUse {
  kStray,     // asks a backend for nothing; a plugin may handle or ignore it
  kFault,     // a plugin may handle it
  kReserved,  // the host's alone
};

// sigaction(2) of the C library, past its replacement for plugins. Also async-signal-safe.
using Sigaction = int (*)(int number, const struct sigaction* action, struct sigaction* ret_before);
int systemSigaction(int number, const struct sigaction* action, struct sigaction* ret_before);
void setSystemSigaction(Sigaction function);

// [main] `action` is the host's for this signal from now on. It is not installed.
void ownSignal(int number, SignalUse use, const struct sigaction& action);
void disownSignal(int number);

// [any thread, signal handlers] sigaction(2) for plugins and libraries. A handler of the host reads as SIG_DFL there.
int guardedSigaction(int number, const struct sigaction* action, struct sigaction* ret_before);

// [any thread, signal handlers] Whether guardedSigaction() would not install this handler.
bool isHandlerRefused(int number, void (*handler)(int));

// [main] Whether a handler for this reserved signal has been refused since the last call.
bool takeRefusal(int number);

}  // namespace prism::host
