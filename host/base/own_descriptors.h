// SPDX-License-Identifier: MIT
// Registry of the host's own descriptors. A plugin that closes a descriptor twice may close one of the host's, or open
// a file of its own under the same number. The host would then wait for ever, spin, or write to the wrong file. So the
// registered descriptors are checked regularly. One that has been closed or replaced counts as lost.
#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <string>

namespace prism::host {

// [any thread] Registers `fd` as the host's until disownDescriptor(). `what` is a literal that names the descriptor's
// purpose to the administrator. The check compares device and inode number.
void ownDescriptor(int fd, const char* what);

// [any thread] Registers a descriptor that `epoll` watches for `event`. The kernel gives eventfds, timerfds and epolls
// no inode of their own, but an epoll knows which file it watches. The check also sets the watched events again, since
// the plugin may have changed them.
void ownWatchedDescriptor(int fd, const char* what, int epoll, const epoll_event& event);

// [any thread] Changes the events that the epoll watches `fd` for. Does nothing if `fd` is lost.
void watchOwnDescriptor(int fd, std::uint32_t events);

void disownDescriptor(int fd);

// [any thread] Returns true if `fd` no longer refers to the file that it was registered for.
bool isLost(int fd);

// [main] Sets the sockets that nobody may shut down, those of the connection to Spectrum. They may be the same one;
// -1: none.
void protectSockets(int input, int output);

// [any thread, signal handlers] Returns true if this is a protected socket, and remembers that.
bool refuseShutdown(int fd);

// [main] Returns true if shutdown() has been refused since the last call.
bool takeRefusedShutdown();

// [main] Opens /dev/null under the number of each registered descriptor that is closed. Otherwise a new file could get
// that number, and the number's owner would close it.
void plugClosedDescriptors();

// [any thread] Returns the number and the purpose of a lost descriptor, such as `7, a timer`. Returns an empty string
// if none is lost.
std::string findLostDescriptor();

}  // namespace prism::host
