// SPDX-License-Identifier: MIT
#include "host/loop/signals.h"

#include "host/base/event_fd.h"
#include "host/base/fork_mark.h"
#include "host/base/own_signals.h"
#include "host/end/last_resort.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace prism::host {
namespace {

// The state that the signal handlers use.
volatile std::sig_atomic_t signal_fd = -1;
volatile std::sig_atomic_t hang_up_fd = -1;
volatile std::sig_atomic_t last_signal = 0;
volatile std::sig_atomic_t raised_here = 0;

using Handler = void (*)(int);
using InfoHandler = void (*)(int, siginfo_t*, void*);

struct sigaction actionOf(Handler handler) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  return action;
}

struct sigaction actionOf(InfoHandler handler) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_RESTART | SA_SIGINFO;
  return action;
}

template <typename AnyHandler>
void handle(int number, AnyHandler handler) {
  const struct sigaction action = actionOf(handler);
  systemSigaction(number, &action, nullptr);
}

Handler handlerOf(int number) {
  struct sigaction action {};
  systemSigaction(number, nullptr, &action);
  return action.sa_handler;
}

// In a forked process, takes the signal's default action and returns true. Such a process shares the descriptors, so
// the handler would wake the host.
bool raiseInForkedChild(int number) {
  if (!isOtherProcess()) {
    return false;
  }
  handle(number, SIG_DFL);
  ::raise(number);
  return true;
}

// kill(2) and its like give a code of at most 0; only then si_pid is set (sigaction(2)).
bool isRaisedHere(const siginfo_t& info) { return info.si_code <= 0 && info.si_pid == ::getpid(); }

extern "C" void onEndingSignal(int number, siginfo_t* info, void*) {
  const int saved_errno = errno;
  if (!raiseInForkedChild(number)) {
    last_signal = number;
    raised_here = isRaisedHere(*info) ? 1 : 0;
    limitShutdown();
    ::eventfd_write(signal_fd, 1);
  }
  errno = saved_errno;
}

extern "C" void onHangUpSignal(int number, siginfo_t*, void*) {
  const int saved_errno = errno;
  if (!raiseInForkedChild(number)) {
    ::eventfd_write(hang_up_fd, 1);
  }
  errno = saved_errno;
}

extern "C" void onStraySignal(int) {}

struct HandledSignal {
  int number;
  const char* name;
  InfoHandler handler;
};
constexpr HandledSignal kHandled[] = {{SIGTERM, "SIGTERM", &onEndingSignal},
                                      {SIGINT, "SIGINT", &onEndingSignal},
                                      {SIGXCPU, "SIGXCPU", &onEndingSignal},
                                      {SIGHUP, "SIGHUP", &onHangUpSignal}};

constexpr int kStray[] = {SIGPIPE, SIGXFSZ, SIGUSR1, SIGUSR2,   SIGALRM, SIGVTALRM,
                          SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT, SIGTSTP};

// These stop a background process that uses its terminal. They need SIG_IGN: after a handler, the kernel would restart
// the call for ever.
constexpr int kOfTheTerminal[] = {SIGTTIN, SIGTTOU};

// Installs `handler` if the signal has its default action. A handler of somebody else stays, and so does SIG_IGN.
void ignoreUnlessHandled(int number, Handler handler) {
  ownSignal(number, SignalUse::kStray, actionOf(handler));
  if (handlerOf(number) == SIG_DFL) {
    handle(number, handler);
  }
}

// Uses an empty handler where possible, since programs that the plugin starts would inherit SIG_IGN.
void ignoreAllUnlessHandled() {
  for (const int number : kStray) {
    ignoreUnlessHandled(number, &onStraySignal);
  }
  for (const int number : kOfTheTerminal) {
    ignoreUnlessHandled(number, SIG_IGN);
  }
  for (int number = SIGRTMIN; number <= SIGRTMAX; ++number) {
    ignoreUnlessHandled(number, &onStraySignal);
  }
}

// Lowers the soft limit of processor time below the hard one. At the hard limit the kernel kills the process without
// notice. SIGXCPU comes at the soft limit, and leaves time for a shutdown.
void reserveProcessorTimeForShutdown() {
  constexpr rlim_t kSeconds = 4;  // more than kShutdownTime, since several threads may be busy
  rlimit limit{};
  if (::getrlimit(RLIMIT_CPU, &limit) != 0 || limit.rlim_max == RLIM_INFINITY) {
    return;
  }
  const rlim_t soft = limit.rlim_max - std::min(kSeconds, limit.rlim_max / 2);
  if (limit.rlim_cur > soft) {
    limit.rlim_cur = soft;
    ::setrlimit(RLIMIT_CPU, &limit);
  }
}

}  // namespace

void ignoreStraySignals() {
  ignoreAllUnlessHandled();
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

Signals::HangUp::HangUp(void (*hang_up_action)()) : action(hang_up_action), fd(makeEventFd()) {}

void Signals::HangUp::onReady(std::uint32_t) {
  clearEventFd(fd.get());
  if (action) {
    action();
  }
}

Signals::Signals(EventLoop& loop, void (*hang_up)()) : loop_(loop), fd_(makeEventFd()), hang_up_(hang_up) {
  signal_fd = fd_.get();
  hang_up_fd = hang_up_.fd.get();
  last_signal = 0;
  raised_here = 0;
  loop_.add(fd_.get(), EPOLLIN, this, "the signals");
  loop_.add(hang_up_.fd.get(), EPOLLIN, &hang_up_, "SIGHUP");
  for (const HandledSignal& handled : kHandled) {
    ownSignal(handled.number, SignalUse::kReserved, actionOf(handled.handler));
  }
  reinstall();
}

Signals::~Signals() {
  for (const HandledSignal& handled : kHandled) {
    disownSignal(handled.number);
    handle(handled.number, SIG_DFL);
  }
  loop_.remove(fd_.get());
  loop_.remove(hang_up_.fd.get());
}

int Signals::received() const { return last_signal; }

bool Signals::raisedHere() const { return raised_here != 0; }

void Signals::clear() {
  raised_here = 0;
  last_signal = 0;  // before the descriptor, so that a signal in between is not lost
  clearEventFd(fd_.get());
}

void Signals::wake() { ::eventfd_write(fd_.get(), 1); }

std::string Signals::reinstall() {
  std::string names;
  for (const HandledSignal& handled : kHandled) {
    const bool refused = takeRefusal(handled.number);
    if (handlerOf(handled.number) != actionOf(handled.handler).sa_handler || refused) {
      handle(handled.number, handled.handler);
      names += (names.empty() ? "" : ", ") + std::string(handled.name);
    }
  }
  ignoreAllUnlessHandled();
  reserveProcessorTimeForShutdown();
  return names;
}

// The owner of the loop checks received() after each turn. So only the descriptor of a wake() without a signal has to
// be cleared here, or the loop would not sleep again.
void Signals::onReady(std::uint32_t) {
  if (last_signal == 0) {
    clearEventFd(fd_.get());
  }
}

}  // namespace prism::host
