// SPDX-License-Identifier: MIT
// What is said when the process dies by a fault: of the plugin, of a library, or of the host. One report goes to the
// files of the log and to stderr: the signal, the plugin, which of its functions runs, how many users there are, and the
// stack. Then the signal takes its default action, so that a core is written.
//
// A report never shows what functions have been told, since that may be secret.
#pragma once

#include <chrono>

#include "host/session/session_table.h"
#include "host/watchdog/call_monitor.h"

namespace prism::host {

// [main] From now on: SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP (GLib's g_error()), SIGABRT, and what ends in it;
// SIGSYS, and SIGQUIT, by which an administrator asks for a core. A signal that somebody handles already, as a
// sanitizer does, is left to him. To be called once.
void reportCrashes();

// [main] The same again, for those of these signals that a library or the plugin has given back to their default
// action, or lets be ignored. A handler of somebody else's stays. So does the stack on which the handlers run.
void takeBackCrashSignals();

// What a report tells besides. It must stay as it is until the process ends.
struct CrashFacts {
  const char* plugin;  // its id and version
  const CallMonitor* calls;
  const SessionTable* sessions;
};
void tellInCrashReports(const CrashFacts* facts);

// [not main] Ends the process in the same way, since the main thread has been in `function` for `time`: the stack is the
// main thread's, and so is the core.
[[noreturn]] void abortHanging(const char* function, std::chrono::milliseconds time);

}  // namespace prism::host
