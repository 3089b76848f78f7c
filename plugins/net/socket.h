// SPDX-License-Identifier: MIT
// Non-blocking TCP sockets that never raise SIGPIPE.
#pragma once

#include "net/resolver.h"
#include <prism/unique_fd.hpp>

#include <sys/types.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

namespace net {

// Describes an errno as part of a sentence: "connection refused".
std::string reason(int error);

// Starts to connect, from the address `from` if it is given. The socket becomes writable when the connection is
// established or has failed. Returns a closed descriptor, and sets *error to an errno, if it fails at once.
prism::UniqueFd startConnect(const Address& address, const std::optional<Address>& from, int* error);

// Returns 0 if the connection is established, else the errno of the failed connect().
int connectResult(int fd);

// Returns the address of this end of a connection; "" if there is none.
std::string localAddressOf(int fd);

// recv() and send() that start again after EINTR.
ssize_t receive(int fd, char* buffer, std::size_t capacity, int flags = 0);
ssize_t transmit(int fd, std::string_view bytes);

inline bool wouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace net
