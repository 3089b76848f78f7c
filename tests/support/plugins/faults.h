// SPDX-License-Identifier: MIT
// Faults of a plugin: functions that crash or block.
#pragma once

#include <string>

namespace prism::tests {

// Blocks until a process opens this FIFO for writing.
void stall(const std::string& fifo);
// The same for at most this time: a slow function that comes back by itself.
void stallAtMost(const std::string& fifo, int milliseconds);

// Crashes on the calling thread. `way` is a key of kWays in faults.cpp.
void crash(const std::string& way);

// Crashes in the same ways on a new thread, and joins it.
void crashInThread(const std::string& way);

// Crashes on a new thread while this thread holds the dynamic loader's lock. A stack trace of another thread needs
// that lock.
void crashInThreadWhileLoading();

}  // namespace prism::tests
