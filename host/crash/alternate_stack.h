// SPDX-License-Identifier: MIT
// A stack of its own for the signal handlers of a thread: one that has used up its stack could run none.
#pragma once

#include <cstddef>
#include <cstdint>

namespace prism::host {

// Lasts as long as this, which lives and ends on the thread that is meant. Where there is no memory for it, or the
// thread has one already, nothing changes.
class AlternateStack {
 public:
  AlternateStack();
  ~AlternateStack();
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;

  // [any thread] Has effect if a library has left the thread without any.
  static void takeBackOnThisThread();

 private:
  void takeBack() const;

  void* memory_ = nullptr;
};

}  // namespace prism::host
