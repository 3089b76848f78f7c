// SPDX-License-Identifier: MIT
// Detects a process that the plugin has forked and that returns into the host's code. Such a child shares the socket to
// Spectrum, the sockets to the network and the log with the host, and must not touch any of them.
#pragma once

namespace prism::host {

// 1 in the host. The kernel sets it to 0 in every copy of the process, whichever call has made the copy
// (MADV_WIPEONFORK).
extern const volatile unsigned char* fork_mark;

inline bool isForkedChild() { return *fork_mark == 0; }

// [any thread, signal handlers] Returns true in a forked child, and also in a process that shares the host's memory,
// such as a child of vfork(2) before its exec() or _exit(). Costs a system call.
bool isOtherProcess();

// [main] Declares the calling process to be the host.
void markHostProcess();

}  // namespace prism::host
