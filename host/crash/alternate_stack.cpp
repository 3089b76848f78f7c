// SPDX-License-Identifier: MIT
#include "host/crash/alternate_stack.h"

#include <sys/mman.h>

#include <csignal>

namespace prism::host {
namespace {

// Bytes, enough for a crash report. Until it is used, it costs address space but no memory.
constexpr std::size_t kSize = 128 * 1024;
constexpr std::size_t kGuard = 64 * 1024;  // inaccessible memory below it; a multiple of every page size

thread_local const AlternateStack* of_this_thread = nullptr;

}  // namespace

AlternateStack::AlternateStack() {
  stack_t present{};
  if (::sigaltstack(nullptr, &present) != 0 || (present.ss_flags & SS_DISABLE) == 0) {
    return;
  }
  void* const memory =
      ::mmap(nullptr, kGuard + kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    return;
  }
  ::mprotect(memory, kGuard, PROT_NONE);
  memory_ = memory;
  of_this_thread = this;
  reinstall();
}

void AlternateStack::reinstallOnThisThread() {
  if (of_this_thread) {
    of_this_thread->reinstall();
  }
}

void AlternateStack::reinstall() const {
  stack_t stack{};
  if (memory_ && ::sigaltstack(nullptr, &stack) == 0 && (stack.ss_flags & SS_DISABLE) != 0) {
    stack = {};
    stack.ss_sp = static_cast<char*>(memory_) + kGuard;
    stack.ss_size = kSize;
    ::sigaltstack(&stack, nullptr);
  }
}

AlternateStack::~AlternateStack() {
  of_this_thread = nullptr;
  stack_t present{};
  if (!memory_ || ::sigaltstack(nullptr, &present) != 0) {
    return;
  }
  // A library that starts threads of its own may have installed another stack here.
  if (present.ss_sp == static_cast<char*>(memory_) + kGuard) {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
  }
  ::munmap(memory_, kGuard + kSize);
}

}  // namespace prism::host
