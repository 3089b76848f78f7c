// SPDX-License-Identifier: MIT
// Calls of exit(3) and its like while the host runs: a plugin or a library makes them. They end the process for all
// users, so they are told with the plugin's name, and the users are logged out first.
#pragma once

namespace prism::host {

class ExitListener {
 public:
  // [any thread] `call` is what has been called, as `exit(3)`. Does not return.
  [[noreturn]] virtual void onExitCall(const char* call) = 0;

 protected:
  ~ExitListener() = default;
};

// [main] From now on. `listener` must stay until the process ends. Besides, pthread_cancel(3) of the main thread has no
// effect any more: it would end that thread alone, and leave a process that serves nobody.
void listenForExitCalls(ExitListener* listener);

// [main] main() returns this: what is called from now on, in destructors, does not change it.
void noteExitCode(int code);

// [any thread] `function` has been called with `status` (-1: with none). Returns the code with which to end, if the
// call is to have its way.
int onExitCall(const char* function, int status);

// [any thread] `function` has been called, which puts another program in the place of this one (exec), or goes on in a
// child alone (daemon). Returns if the call is to have its way, as in a process that the plugin has forked.
void onLeavingCall(const char* function);

}  // namespace prism::host
