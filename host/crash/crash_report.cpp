// SPDX-License-Identifier: MIT
#include "host/crash/crash_report.h"

#include "host/base/fork_mark.h"
#include "host/base/host_thread.h"
#include "host/base/own_signals.h"
#include "host/base/signal_text.h"
#include "host/crash/alternate_stack.h"
#include "host/crash/crash_cause.h"
#include "host/crash/stack_trace.h"
#include "host/end/last_resort.h"
#include "host/log/captured_output.h"
#include "host/log/emergency_line.h"
#include "host/log/log.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace prism::host {
namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGQUIT};

// The time limit of a report. A report that takes longer waits for a lock of the loader, or for a disk.
constexpr unsigned kReportTimeLimit = 5;  // seconds

// The state that the signal handlers use.
pid_t host_process = 0;
std::atomic<const CrashFacts*> crash_facts = nullptr;
std::atomic<pid_t> reporting_thread = 0;
std::atomic<int> reported_signal = 0;
std::atomic<const char*> hanging_function = nullptr;
std::atomic<std::uint64_t> hanging_seconds = 0;

pid_t thisThread() { return static_cast<pid_t>(::syscall(SYS_gettid)); }

void writeCause(const siginfo_t& info, const ucontext_t& interrupted) {
  SignalText line = emergencyLinePrefix();
  line << "the process ends by ";
  if (const char* function = hanging_function) {
    (line << "SIGABRT: the plugin has not returned from " << function << " for ").decimal(hanging_seconds) << " s";
  } else {
    describeSignal(info, interrupted, &line);
    if (!termination().empty()) {
      line << ": " << termination();
    }
  }
  writeEmergencyLine(line);
}

void writeThread(pid_t thread) {
  std::array<char, 17> name{};
  ::prctl(PR_GET_NAME, name.data());
  const pid_t process = ::getpid();
  SignalText line;
  if (thread == process) {
    line << "    thread: the main one";
  } else {
    (line << "    thread: ").decimal(static_cast<std::uint64_t>(thread)) << " (" << name.data() << "), ";
    line << (isHostThread() ? "one of the host" : "one of the plugin or its libraries");
  }
  if (process != host_process) {
    (line << " of a forked process, ").decimal(static_cast<std::uint64_t>(process));
  }
  writeEmergencyLine(line);
}

void writeFacts(pid_t thread) {
  const CrashFacts* facts = crash_facts;
  writeEmergencyLine(SignalText() << "    plugin: " << (facts ? facts->plugin : "none yet"));
  const char* function = facts ? facts->calls->snapshot().function : nullptr;
  const bool elsewhere = function && thread != ::getpid();
  writeEmergencyLine(SignalText() << "    function: " << (function ? function : "none")
                                  << (elsewhere ? ", meanwhile on the main thread" : ""));
  writeThread(thread);
  if (facts) {
    // Read without a lock: the number may be off by one if another thread than the main one crashes.
    writeEmergencyLine((SignalText() << "    users: ").decimal(facts->sessions->size()));
  }
}

void writeStack(const ucontext_t& interrupted, pid_t thread) {
  if (hanging_function && thread != host_process) {
    writeEmergencyLine(SignalText() << "    stack: only in the core, since the main thread has blocked SIGABRT");
    return;
  }
  writeEmergencyLine(SignalText() << "    stack: (`addr2line -Cfie FILE OFFSET` tells the line)");
  traceStack(
      interrupted, [](void*, const SignalText& frame) { writeEmergencyLine(SignalText() << "      " << frame.view()); },
      nullptr);
}

struct sigaction actionOf(void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&action.sa_mask);  // so that a fault within the report ends the process at once
  sigdelset(&action.sa_mask, SIGALRM);
  return action;
}

void setHandler(int number, void (*handler)(int, siginfo_t*, void*)) {
  const struct sigaction action = actionOf(handler);
  systemSigaction(number, &action, nullptr);
}

void setDefault(int number) {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  systemSigaction(number, &action, nullptr);
}

extern "C" void onReportTimeout(int, siginfo_t*, void*) {
  const int number = reported_signal;
  setDefault(number);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  ::raise(number);
}

void limitTime(int number) {
  reported_signal = number;
  setHandler(SIGALRM, &onReportTimeout);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, SIGALRM);
  ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  ::alarm(kReportTimeLimit);
}

extern "C" void onCrash(int number, siginfo_t* info, void* context) {
  const int saved_errno = errno;
  const auto& interrupted = *static_cast<const ucontext_t*>(context);
  const pid_t thread = thisThread();
  pid_t reporting = 0;
  if (isOtherProcess() && !isForkedChild()) {
    // A child of vfork(2) shares the host's memory, so its report would count as the host's. It dies without one, and
    // its parent notices.
  } else if (reporting_thread.compare_exchange_strong(reporting, thread)) {
    cancelLastResort();
    limitTime(number);
    drainCapturedOutput();  // a library that aborts has usually written the reason just before
    logRepeatsInSignal();
    writeCause(*info, interrupted);
    writeFacts(thread);
    writeStack(interrupted, thread);
  } else if (reporting != thread) {
    for (;;) {
      ::pause();  // until the other thread's report is done
    }
  }
  // The default action takes place when this handler returns to the faulty instruction, so the core shows that place.
  setDefault(number);
  ::raise(number);
  errno = saved_errno;
}

}  // namespace

void installCrashHandlers() {
  host_process = ::getpid();
  static const AlternateStack* const stack = new AlternateStack;  // never destroyed
  (void)stack;
  prepareStackTrace();
  installTerminateHandler();
  reinstallCrashHandlers();
}

void reinstallCrashHandlers() {
  AlternateStack::reinstallOnThisThread();
  for (const int number : kSignals) {
    ownSignal(number, SignalUse::kFault, actionOf(&onCrash));
    struct sigaction present {};
    systemSigaction(number, nullptr, &present);
    if (present.sa_handler == SIG_DFL || present.sa_handler == SIG_IGN) {
      setHandler(number, &onCrash);
    }
  }
}

void setCrashFacts(const CrashFacts* facts) { crash_facts = facts; }

void abortHanging(const char* function, std::chrono::milliseconds time) {
  hanging_seconds = static_cast<std::uint64_t>(time.count() / 1000);
  hanging_function = function;
  setHandler(SIGABRT, &onCrash);  // a library may have replaced the handler
  ::syscall(SYS_tgkill, host_process, host_process, SIGABRT);
  ::poll(nullptr, 0, static_cast<int>(kReportTimeLimit) * 1000);
  std::abort();  // the main thread blocks SIGABRT; if its report is still going on, this waits for it
}

}  // namespace prism::host
