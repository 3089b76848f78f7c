// SPDX-License-Identifier: MIT
// Handles calls of exit(3) and its like while the host runs. A plugin or a library that makes one would end the process
// for all users. So the call is logged with the plugin's name, and the users are logged out first.
#pragma once

namespace prism::host {

class ExitListener {
 public:
  // [any thread] `call` describes the call, such as `exit(3)`. Does not return.
  [[noreturn]] virtual void onExitCall(const char* call) = 0;

 protected:
  ~ExitListener() = default;
};

// [main] Sets the listener, which must stay valid until the process ends. Also makes pthread_cancel(3) of the main
// thread ineffective: it would end that thread alone, and leave a process that serves nobody.
void setExitListener(ExitListener* listener);

// [main] Sets the code that main() returns. Calls of exit(3) from destructors do not change it any more.
void setExitCode(int code);

// [any thread] Reports that `function` has been called with `status` (-1: without one). Returns the exit code to use if
// the process may end.
int onExitCall(const char* function, int status);

// [any thread] Reports a call that replaces the program in this process (exec) or goes on in a child only (daemon).
// Returns if the call is allowed, as in a process that the plugin has forked.
void onExecCall(const char* function);

}  // namespace prism::host
