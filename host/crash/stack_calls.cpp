// SPDX-License-Identifier: MIT
// Replaces sigaltstack(2) for the whole process. When a library leaves a thread without an alternate stack, the thread
// gets its own one again, so that a stack overflow is still reported.
#include "host/base/libc_replacement.h"
#include "host/crash/alternate_stack.h"

#include <csignal>

PRISM_REPLACES_LIBC int sigaltstack(const stack_t* stack, stack_t* ret_before) noexcept {
  static const auto set = prism::host::libcFunction<int (*)(const stack_t*, stack_t*)>("sigaltstack");
  const int result = set(stack, ret_before);
  if (result == 0 && stack && (stack->ss_flags & SS_DISABLE) != 0) {
    prism::host::AlternateStack::reinstallOnThisThread();
  }
  return result;
}
