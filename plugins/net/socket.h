// SPDX-License-Identifier: MIT
// TCP sockets that never block, and never raise SIGPIPE.
#pragma once

#include "net/resolver.h"

#include <sys/types.h>
#include <prism/unique_fd.hpp>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

namespace net {

// What an errno means, to go on a sentence with: "connection refused".
std::string reason(int error);

// Begins to connect, from `from` if it is given; that it is through, or has failed, shows when the socket is writable.
// Nothing, and an errno in *error, if it fails at once.
prism::UniqueFd beginToConnect(const Address& address, const std::optional<Address>& from, int* error);

// 0, or the errno with which connecting has failed.
int connectResult(int fd);

// Either end of a connection, "" if there is none.
std::string localAddressOf(int fd);
std::string peerAddressOf(int fd);

// recv() and send(), begun again where a signal has interrupted them.
ssize_t receive(int fd, char* buffer, std::size_t capacity, int flags = 0);
ssize_t transmit(int fd, std::string_view bytes);

inline bool wouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace net
