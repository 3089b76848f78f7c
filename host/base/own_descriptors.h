// The host's own descriptors. A plugin that closes a descriptor twice may close one of these, or put a file of its own
// in its place; then the host would wait for ever, spin, or write to a stranger. So each is checked from time to time.
#pragma once

#include <string>

namespace prism::host {

// [any thread] `fd` is the host's from now on, until disownDescriptor(). `what` is a literal for the administrator.
// `epoll`: one that watches `fd`. The kernel gives eventfds, timerfds and epolls no identity of their own, but an epoll
// knows which file it watches. Without one, device and inode number are compared.
void ownDescriptor(int fd, const char* what, int epoll = -1);
void disownDescriptor(int fd);

// [any thread] Whether `fd` is not what it was when it became the host's.
bool isLost(int fd);

// [main] Puts /dev/null in the place of those that are closed. So no new file gets their numbers, which their owners
// still close.
void plugClosedDescriptors();

// [any thread] Describes one that is lost, as `7, a timer`; empty if there is none.
std::string findLostDescriptor();

}  // namespace prism::host
