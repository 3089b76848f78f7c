// SPDX-License-Identifier: MIT
// The report of a crash by a fault of the plugin, a library or the host. It goes to the log files and to stderr: the
// signal, the plugin, its running function, the number of users, and the stack. Then the signal takes its default
// action, so that a core is written.
//
// A report never shows the arguments of functions, since they may be secret.
#pragma once

#include "host/session/session_table.h"
#include "host/watchdog/call_monitor.h"

#include <chrono>

namespace prism::host {

// [main] Installs the handlers. To be called once. The signals are SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP (GLib's
// g_error()), SIGABRT (abort(3) and its callers), SIGSYS, and SIGQUIT, by which an administrator asks for a core.
// A signal that has a handler already, such as a sanitizer's, keeps it.
void installCrashHandlers();

// [main] Installs the handlers again for those of these signals that a library or the plugin has set to SIG_DFL or
// SIG_IGN. Handlers of others stay. Also restores the alternate stack of the calling thread.
void reinstallCrashHandlers();

// More facts for a report. They must stay valid until the process ends.
struct CrashFacts {
  const char* plugin;  // its id and version
  const CallMonitor* calls;
  const SessionTable* sessions;
};
void setCrashFacts(const CrashFacts* facts);

// [not main] Ends the process with a report, because the main thread has been in `function` for `time`. Report and core
// show the stack of the main thread.
[[noreturn]] void abortHanging(const char* function, std::chrono::milliseconds time);

}  // namespace prism::host
