// SPDX-License-Identifier: MIT
// The host's own descriptors. A plugin that closes a descriptor twice may close one of these, or put a file of its own
// in its place; then the host would wait for ever, spin, or write to a stranger. So each is checked from time to time.
#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <string>

namespace prism::host {

// [any thread] `fd` is the host's from now on, until disownDescriptor(). `what` is a literal for the administrator.
// Device and inode number are compared.
void ownDescriptor(int fd, const char* what);

// [any thread] The same for one that `epoll` watches for `event`. The kernel gives eventfds, timerfds and epolls no
// identity of their own, but an epoll knows which file it watches. The check also has it watched for `event` again, which
// the plugin may have changed.
void ownWatchedDescriptor(int fd, const char* what, int epoll, const epoll_event& event);

// [any thread] Has it watched for other events from now on. Does nothing if it is lost.
void watchOwnDescriptor(int fd, std::uint32_t events);

void disownDescriptor(int fd);

// [any thread] Whether `fd` is not what it was when it became the host's.
bool isLost(int fd);

// [main] Puts /dev/null in the place of those that are closed. So no new file gets their numbers, which their owners
// still close.
void plugClosedDescriptors();

// [any thread] Describes one that is lost, as `7, a timer`; empty if there is none.
std::string findLostDescriptor();

}  // namespace prism::host
