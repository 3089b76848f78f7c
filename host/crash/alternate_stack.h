// SPDX-License-Identifier: MIT
// An alternate stack for the signal handlers of a thread (sigaltstack(2)). Without it, a thread that has used up its
// stack could not run any.
#pragma once

#include <cstddef>
#include <cstdint>

namespace prism::host {

// Installed as long as the object lives, which is created and destroyed on the thread that it serves. Changes nothing
// if there is no memory for it, or if the thread has an alternate stack already.
class AlternateStack {
 public:
  AlternateStack();
  ~AlternateStack();
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;

  // [any thread] Installs the thread's object again if a library has left the thread without an alternate stack.
  static void reinstallOnThisThread();

 private:
  void reinstall() const;

  void* memory_ = nullptr;
};

}  // namespace prism::host
