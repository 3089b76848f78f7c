// SPDX-License-Identifier: MIT
// A thread's stack as lines of a report. Everything but prepareStackTrace() is async-signal-safe and thread-safe.
#pragma once

#include "host/base/signal_text.h"

#include <ucontext.h>

#include <cstdint>

namespace prism::host {

// Has libunwind initialize itself now, and not at its first use in a signal handler.
void prepareStackTrace();

// Calls line(data, text) for each frame, from the interrupted one outwards. Repeated frames of an endless recursion are
// counted. A line has the address, the function if the file names it, and the file with the offset in it that
// addr2line(1) takes.
void traceStack(const ucontext_t& interrupted, void (*line)(void* data, const SignalText& text), void* data);

// Does the same for the stack of the calling thread, from this function's caller outwards.
void traceThisStack(void (*line)(void* data, const SignalText& text), void* data);

// Appends the part of a line behind the frame's number. For a caller, `address` must lie within the call, and not be
// the return address.
void describeAddress(std::uint64_t address, SignalText* text);

}  // namespace prism::host
