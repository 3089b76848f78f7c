// SPDX-License-Identifier: MIT
// Ends the process when leaving takes too long, whatever hangs: the plugin, a destructor, a write to the log. A thread
// of its own, which uses neither descriptors nor locks and does not depend on the main thread.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace prism::host {

// From the cause of leaving (EXIT once it is read, a signal, the end of the connection, an error) to the end of the process. The unit that Debian ships for
// Spectrum kills a backend 3 s after SIGTERM. The sanitizers look for leaks at the end, which takes longer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::chrono::milliseconds kLeavingTime{20'000};
#elif defined(__has_feature)
inline constexpr std::chrono::milliseconds kLeavingTime{
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ? 20'000 : 2450};
#else
inline constexpr std::chrono::milliseconds kLeavingTime{2450};
#endif

// [main] Starts the thread. It also takes the signals that ask for the end while the main thread blocks them. False,
// with errno, if the system has no thread for it. To be called once.
bool startLastResort();

// [any thread, signal handlers] The process has kLeavingTime from now on. Later calls change nothing.
void limitLeaving();

// [any thread] The process is leaving because of an error: then the last resort repeats the sentence and uses the exit
// code. The first error counts.
void limitLeaving(int exit_code, const std::string& sentence);

// [any thread, signal handlers] The last resort does nothing any more: a crash report has a limit of its own.
void callOffLastResort();

// [main] What its sentence names: the plugin, and the function of it that runs. Both must stay until the process ends.
void tellLastResort(const char* plugin, const std::atomic<const char*>* function);

// Ends the process without running anything else, also where the program replaces _exit(2).
[[noreturn]] void endProcess(int exit_code);

}  // namespace prism::host
