// SPDX-License-Identifier: MIT
// What no plugin should do: functions that crash, or do not return.
#pragma once

#include <string>

namespace prism::tests {

// Returns when somebody opens this FIFO for writing.
void stall(const std::string& fifo);

// Crashes in one of several ways, on this thread.
void crash(const std::string& way);

// The same on a thread of its own, and waits for that.
void crashInThread(const std::string& way);

// The same while this thread holds the lock of the loader, which reading another thread's stack takes.
void crashInThreadWhileLoading();

}  // namespace prism::tests
