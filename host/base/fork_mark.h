// SPDX-License-Identifier: MIT
// Tells the host from a process that the plugin has forked and that returns into the host's code. Both share the socket
// to Spectrum, the network's sockets and the log; the child must touch none of them.
#pragma once

namespace prism::host {

// 1 in the host. The kernel makes it 0 in every copy of the process, however that was made (MADV_WIPEONFORK).
extern const volatile unsigned char* fork_mark;

inline bool isForkedChild() { return *fork_mark == 0; }

// [any thread, signal handlers] Also true in a process that shares the host's memory, as a child of vfork(2) does until
// it calls exec() or _exit(). It costs a system call.
bool isOtherProcess();

// [main] This process is the host.
void markHostProcess();

}  // namespace prism::host
