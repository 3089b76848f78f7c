// SPDX-License-Identifier: MIT
// Ends the process if its shutdown takes too long, whatever hangs: the plugin, a destructor, a write to the log. It is
// a thread of its own, which uses neither descriptors nor locks and does not depend on the main thread.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace prism::host {

// The time limit of a shutdown, from its cause (EXIT is read, a signal, the end of the connection, an error) to the end
// of the process. The unit that Debian ships for Spectrum kills a backend 3 s after SIGTERM. The sanitizers look for
// leaks at the end, which takes longer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::chrono::milliseconds kShutdownTime{20'000};
#elif defined(__has_feature)
inline constexpr std::chrono::milliseconds kShutdownTime{
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ? 20'000 : 2450};
#else
inline constexpr std::chrono::milliseconds kShutdownTime{2450};
#endif

// [main] Starts the thread. To be called once. The thread also takes SIGTERM and its like while the main thread blocks
// them. Returns false and sets errno if the system cannot create the thread.
bool startLastResort();

// [any thread, signal handlers] Starts the time limit: the process ends within kShutdownTime. Later calls change
// nothing.
void limitShutdown();

// [any thread] Starts the time limit of a shutdown because of an error. If the limit expires, the last resort logs the
// sentence again and exits with the code. Only the first error counts.
void limitShutdown(int exit_code, const std::string& sentence);

// [any thread, signal handlers] Disables the last resort: a crash report has a time limit of its own.
void cancelLastResort();

// [main] Sets what the log line of the last resort names: the plugin, and the function of it that runs. Both must stay
// valid until the process ends.
void setLastResortFacts(const char* plugin, const std::atomic<const char*>* function);

// [any thread, signal handlers] Returns the plugin that setLastResortFacts() was given; empty before.
const char* lastResortPlugin();

// Ends the process at once, without exit handlers and destructors. Works although the program replaces _exit(2).
[[noreturn]] void endProcess(int exit_code);

}  // namespace prism::host
