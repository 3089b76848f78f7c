// SPDX-License-Identifier: MIT
// What has brought a crash about, in words.
#pragma once

#include <signal.h>
#include <ucontext.h>

#include "host/base/signal_text.h"

namespace prism::host {

// Appends `SIGSEGV (no memory is there) at the address 0x...`, and the like. May be called in a signal handler.
void describeSignal(const siginfo_t& info, const ucontext_t& interrupted, SignalText* text);

// From now on, what std::terminate() is called for is noted, without the text of the exception: that may be secret.
void noteTermination();

// What has been noted, as a part of a sentence; empty if nothing has. May be called in a signal handler.
std::string_view termination();

}  // namespace prism::host
