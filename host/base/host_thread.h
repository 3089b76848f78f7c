// SPDX-License-Identifier: MIT
// Threads that the host starts for its own work. They block signals, so that the main thread gets them. Faults, such as
// SIGSEGV, stay unblocked, since a thread that blocks a fault dies without a crash report.
#pragma once

#include <pthread.h>

#include <cstddef>

namespace prism::host {

// The signals that a thread leaves unblocked.
enum class UnblockedSignals {
  kFaults,
  kFaultsAndRequests,  // also SIGTERM, SIGINT, SIGHUP and SIGXCPU, by which others ask the process for something
};

// Returns false and sets errno if the system cannot create the thread. `name` begins with "prism-" and has at most 15
// characters. `stack_size` 0 is the system's default.
bool startHostThread(pthread_t* thread, const char* name, std::size_t stack_size, void* (*body)(void*), void* data,
                     UnblockedSignals unblocked = UnblockedSignals::kFaults);

// [any thread, signal handlers] Returns true on a thread that startHostThread() has started.
bool isHostThread();

}  // namespace prism::host
