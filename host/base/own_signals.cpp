// SPDX-License-Identifier: MIT
#include "host/base/own_signals.h"

#include "host/base/fork_mark.h"

#include <array>
#include <atomic>

namespace prism::host {
namespace {

struct Owned {
  std::atomic<bool> known = false;
  SignalUse use = SignalUse::kStray;
  struct sigaction action {};
  std::atomic<bool> refused = false;
};

std::atomic<Sigaction> system_sigaction = nullptr;
std::array<Owned, NSIG> all_owned;

// Returns null for a signal that is not registered, and in a process that the plugin has forked.
Owned* findOwned(int number) {
  if (number <= 0 || number >= NSIG) {
    return nullptr;
  }
  Owned& owned = all_owned[static_cast<std::size_t>(number)];
  return owned.known.load(std::memory_order_acquire) && !isOtherProcess() ? &owned : nullptr;
}

bool isRefused(const Owned& owned, void (*handler)(int)) {
  switch (owned.use) {
    case SignalUse::kStray:
      return handler == SIG_DFL;
    case SignalUse::kFault:
      return handler == SIG_DFL || handler == SIG_IGN;
    case SignalUse::kReserved:
      return true;
  }
  return false;
}

}  // namespace

int systemSigaction(int number, const struct sigaction* action, struct sigaction* ret_before) {
  const Sigaction function = system_sigaction;
  return function ? function(number, action, ret_before) : ::sigaction(number, action, ret_before);
}

void setSystemSigaction(Sigaction function) { system_sigaction = function; }

void ownSignal(int number, SignalUse use, const struct sigaction& action) {
  Owned& owned = all_owned[static_cast<std::size_t>(number)];
  if (!owned.known) {
    owned.use = use;
    owned.action = action;
    owned.known.store(true, std::memory_order_release);
  }
}

void disownSignal(int number) { all_owned[static_cast<std::size_t>(number)].known = false; }

int guardedSigaction(int number, const struct sigaction* action, struct sigaction* ret_before) {
  Owned* const owned = findOwned(number);
  if (!owned) {
    return systemSigaction(number, action, ret_before);
  }
  struct sigaction installed {};
  if (action && isRefused(*owned, action->sa_handler)) {
    owned->refused = owned->refused || action->sa_handler != SIG_DFL;
    installed = owned->action;
  } else if (action) {
    installed = *action;
    if (owned->use == SignalUse::kStray) {
      installed.sa_flags &= ~static_cast<int>(SA_RESETHAND);  // else the kernel would restore the default action
    }
  }
  const int result = systemSigaction(number, action ? &installed : nullptr, ret_before);
  if (result == 0 && ret_before && ret_before->sa_handler == owned->action.sa_handler) {
    *ret_before = {};
  }
  return result;
}

bool isHandlerRefused(int number, void (*handler)(int)) {
  const Owned* const owned = findOwned(number);
  return owned && isRefused(*owned, handler);
}

bool takeRefusal(int number) { return all_owned[static_cast<std::size_t>(number)].refused.exchange(false); }

}  // namespace prism::host
