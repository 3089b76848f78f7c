// SPDX-License-Identifier: MIT
// The id of this process in STATS. Spectrum 2 sends SIGABRT to that number on its own machine when a backend is silent.
// The number must not mean another process there, as the process id of another machine or container would.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace prism::host {

// Returns `local_pid` if there is one. Otherwise returns the own process id if Spectrum 2 runs in the same pid
// namespace, or else `PID@HOSTNAME`. Spectrum 2 shows such an id to administrators, but sends no signal to it.
std::string statsId(std::optional<std::uint32_t> local_pid);

// Returns true if Spectrum 2 is an ancestor of the process `pid`, in the same pid namespace. `proc` is the mount point
// of proc(5). It may belong to another pid namespace; then the answer is false. The process at the other end of the
// connection proves less: it may be a forwarder, such as sshd with a forwarded port.
bool hasSpectrumAsAncestor(const std::string& proc, pid_t pid);

}  // namespace prism::host
