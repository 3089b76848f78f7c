// SPDX-License-Identifier: MIT
// Replaces sigaction(2), signal(2) and its like for the whole process. Where a plugin or a library sets the default
// action for a signal of the host, the signal keeps the host's handler (base/own_signals.h).
#include "host/base/libc_replacement.h"
#include "host/base/own_signals.h"

#include <csignal>

namespace {

using prism::host::guardedSigaction;
using prism::host::libcFunction;
using Handler = void (*)(int);
using SetHandler = Handler (*)(int, Handler);

// Runs before main(), since dlsym() is not async-signal-safe, and even earlier if the constructor of a library sets a
// signal.
bool findSystemSigaction() {
  static const bool found = (prism::host::setSystemSigaction(libcFunction<prism::host::Sigaction>("sigaction")), true);
  return found;
}
[[maybe_unused]] const bool found_early = findSystemSigaction();

Handler setHandler(int number, Handler handler, int flags) {
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  findSystemSigaction();
  return guardedSigaction(number, &action, &before) == 0 ? before.sa_handler : SIG_ERR;
}

}  // namespace

PRISM_REPLACES_LIBC int sigaction(int number, const struct sigaction* action, struct sigaction* ret_before) noexcept {
  findSystemSigaction();
  return guardedSigaction(number, action, ret_before);
}

PRISM_REPLACES_LIBC Handler signal(int number, Handler handler) noexcept {
  return setHandler(number, handler, SA_RESTART);
}

PRISM_REPLACES_LIBC Handler bsd_signal(int number, Handler handler) noexcept {
  return setHandler(number, handler, SA_RESTART);
}

PRISM_REPLACES_LIBC Handler ssignal(int number, Handler handler) noexcept {
  return setHandler(number, handler, SA_RESTART);
}

PRISM_REPLACES_LIBC Handler sysv_signal(int number, Handler handler) noexcept {
  return setHandler(number, handler, static_cast<int>(SA_RESETHAND | SA_NODEFER));
}

// The C library's header maps signal() to this function in the strict standard modes.
PRISM_REPLACES_LIBC Handler __sysv_signal(int number, Handler handler) noexcept {
  return setHandler(number, handler, static_cast<int>(SA_RESETHAND | SA_NODEFER));
}

// The C library's sigset() also unblocks the signal, or blocks it for SIG_HOLD, so it is replaced for refused handlers
// only.
PRISM_REPLACES_LIBC Handler sigset(int number, Handler handler) noexcept {
  if (handler != SIG_HOLD && prism::host::isHandlerRefused(number, handler)) {
    return setHandler(number, handler, 0);
  }
  static const auto set = libcFunction<SetHandler>("sigset");
  return set(number, handler);
}

PRISM_REPLACES_LIBC int sigignore(int number) noexcept { return setHandler(number, SIG_IGN, 0) == SIG_ERR ? -1 : 0; }
