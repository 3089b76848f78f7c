// SPDX-License-Identifier: MIT
// Describes the cause of a crash in words.
#pragma once

#include "host/base/signal_text.h"

#include <signal.h>
#include <ucontext.h>

namespace prism::host {

// Appends a text such as `SIGSEGV (no memory is there), address 0x...`. Async-signal-safe.
void describeSignal(const siginfo_t& info, const ucontext_t& interrupted, SignalText* text);

// Sets a std::terminate_handler that records the type of the exception. The text of the exception is not recorded,
// since it may be secret.
void installTerminateHandler();

// Returns the record of std::terminate() as a part of a sentence; empty if it has not been called. Async-signal-safe.
std::string_view termination();

}  // namespace prism::host
