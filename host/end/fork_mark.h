// Tells a process that the plugin has forked, and that has come back into the host, from the host itself. The two share
// the socket to Spectrum, the network's sockets and the log: the child must touch none of them.
#pragma once

namespace prism::host {

// 1 in the host. The kernel makes it 0 in every copy of the process, however that was made (MADV_WIPEONFORK).
extern const volatile unsigned char* fork_mark;

inline bool isForkedChild() { return *fork_mark == 0; }

// [main] This process is the host.
void markHostProcess();

// Ends the child. `function` is the plugin's that has come back in it.
[[noreturn]] void endForkedChild(const char* function);

}  // namespace prism::host
