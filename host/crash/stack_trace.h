// SPDX-License-Identifier: MIT
// A thread's stack, as lines of a report. Everything here but prepareStackTrace() may be called in a signal handler.
#pragma once

#include <ucontext.h>

#include <cstdint>

#include "host/base/signal_text.h"

namespace prism::host {

// Has libunwind do once what it does at its first use, so that it need not be done in a signal handler.
void prepareStackTrace();

// Calls line(data, text) for each frame, from where a signal has interrupted the thread outwards; what an endless
// recursion repeats is counted. A line has the address, the function if the file names it, and the file with the offset in it that
// addr2line(1) takes.
void traceStack(const ucontext_t& interrupted, void (*line)(void* data, const SignalText& text), void* data);

// What a line says of an address behind the frame's number. Of a caller it is the call that is meant, and not what the
// call returns to.
void describeAddress(std::uint64_t address, SignalText* text);

}  // namespace prism::host
