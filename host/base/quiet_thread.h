// SPDX-License-Identifier: MIT
// Threads of the host's own. Signals are for the main thread; a fault of its own is all that one of these takes, since a
// thread that blocks it dies without a report.
#pragma once

#include <pthread.h>

#include <cstddef>

namespace prism::host {

// False, with errno, if the system has no thread for it. `name` has 15 characters at the most, and begins with "prism-".
// `stack_size` 0: as large as the system makes them.
enum class TakenSignals {
  kOwnFaults,
  kOfTheProcess,  // besides those that ask the process for something: SIGTERM, SIGINT, SIGHUP and SIGXCPU
};
bool startQuietThread(pthread_t* thread, const char* name, std::size_t stack_size, void* (*body)(void*), void* data,
                      TakenSignals taken = TakenSignals::kOwnFaults);

// Whether the thread that asks is one of them. May be asked in a signal handler.
bool isQuietThread();

}  // namespace prism::host
