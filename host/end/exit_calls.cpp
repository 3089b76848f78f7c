// SPDX-License-Identifier: MIT
// Replaces exit(3) and its like for the whole process. The return of main() does not pass here: the C library then
// calls its own exit().
#include "host/base/fork_mark.h"
#include "host/base/libc_replacement.h"
#include "host/end/last_resort.h"
#include "host/end/plugin_exit.h"

#include <pthread.h>
#include <threads.h>
#include <unistd.h>

namespace {

using prism::host::libcFunction;

void onEndOfThread(const char* function) {
  if (::gettid() == ::getpid() && !prism::host::isForkedChild()) {
    prism::host::onExitCall(function, -1);
  }
}

}  // namespace

PRISM_REPLACES_LIBC __attribute__((noreturn)) void exit(int status) {
  const int code = prism::host::onExitCall("exit", status);
  libcFunction<void (*)(int)>("exit")(code);
  prism::host::endProcess(code);
}

PRISM_REPLACES_LIBC __attribute__((noreturn)) void quick_exit(int status) {
  const int code = prism::host::onExitCall("quick_exit", status);
  libcFunction<void (*)(int)>("quick_exit")(code);
  prism::host::endProcess(code);
}

PRISM_REPLACES_LIBC __attribute__((noreturn)) void _exit(int status) {
  prism::host::endProcess(prism::host::onExitCall("_exit", status));
}

PRISM_REPLACES_LIBC __attribute__((noreturn)) void _Exit(int status) {
  prism::host::endProcess(prism::host::onExitCall("_Exit", status));
}

PRISM_REPLACES_LIBC __attribute__((noreturn)) void pthread_exit(void* result) {
  onEndOfThread("pthread_exit");
  libcFunction<void (*)(void*)>("pthread_exit")(result);
  prism::host::endProcess(0);
}

PRISM_REPLACES_LIBC __attribute__((noreturn)) void thrd_exit(int result) {
  onEndOfThread("thrd_exit");
  libcFunction<void (*)(int)>("thrd_exit")(result);
  prism::host::endProcess(0);
}
