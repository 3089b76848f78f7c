// SPDX-License-Identifier: MIT
#include "host/base/host_thread.h"

#include <sys/prctl.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

namespace prism::host {

bool startHostThread(pthread_t* thread, const char* name, std::size_t stack_size, void* (*body)(void*), void* data,
                     UnblockedSignals unblocked) {
  sigset_t blocked;
  sigset_t before;
  sigfillset(&blocked);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP}) {
    sigdelset(&blocked, fault);
  }
  if (unblocked == UnblockedSignals::kFaultsAndRequests) {
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGXCPU}) {
      sigdelset(&blocked, number);
    }
  }
  pthread_attr_t attributes;
  if (const int error = ::pthread_attr_init(&attributes)) {
    errno = error;
    return false;
  }
  if (stack_size > 0) {
    ::pthread_attr_setstacksize(&attributes, stack_size);
  }
  ::pthread_sigmask(SIG_SETMASK, &blocked, &before);  // the new thread inherits this mask
  const int error = ::pthread_create(thread, &attributes, body, data);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_attr_destroy(&attributes);
  if (error == 0) {
    ::pthread_setname_np(*thread, name);
  }
  errno = error;
  return error == 0;
}

bool isHostThread() {
  std::array<char, 17> name{};
  return ::prctl(PR_GET_NAME, name.data()) == 0 && std::string_view(name.data()).starts_with("prism-");
}

}  // namespace prism::host
