// SPDX-License-Identifier: MIT
// sigaltstack(2) for the whole process: a thread that a library leaves without an alternate stack gets its own again, so
// that an overflow is still reported. A symbol of the program comes before that of the C library; this file belongs to
// the program, and not to the host's library.
#include <dlfcn.h>

#include <csignal>

#include "host/crash/alternate_stack.h"

extern "C" __attribute__((visibility("default"))) int sigaltstack(const stack_t* stack, stack_t* ret_before) noexcept {
  static const auto set = reinterpret_cast<int (*)(const stack_t*, stack_t*)>(::dlsym(RTLD_NEXT, "sigaltstack"));
  const int result = set(stack, ret_before);
  if (result == 0 && stack && (stack->ss_flags & SS_DISABLE) != 0) {
    prism::host::AlternateStack::takeBackOnThisThread();
  }
  return result;
}
