// SPDX-License-Identifier: MIT
// Resolves the address of Spectrum 2 and connects to it.
#pragma once

#include "host/base/result.h"
#include <prism/unique_fd.hpp>

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace prism::host {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// The limit of a wait: the deadline, or the moment when `cancel_fd` becomes readable (then the error is EINTR).
struct WaitLimit {
  std::chrono::steady_clock::time_point deadline;
  int cancel_fd;
};

// Connects to `host`, a name or an IPv4 or IPv6 literal, with or without brackets. Tries each address of the name in
// turn. The socket is non-blocking and has TCP_NODELAY. Errors: EHOSTUNREACH for an unknown name, ETIMEDOUT, or the
// error of the last address.
Result<UniqueFd> connectTo(const std::string& host, std::uint16_t port, const WaitLimit& limit);

// Returns true if a connected TCP socket leads to another machine, as far as its addresses tell: the other end is
// neither a loopback address nor the own address. Error: ENOTCONN, if the connection is lost.
Result<bool> leadsToAnotherMachine(int socket);

// The two steps of connectTo(). Sentences of their errors lack the beginning "cannot connect to Spectrum".
Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, const WaitLimit& limit);
Result<UniqueFd> connectToAny(std::span<const Address> addresses, const WaitLimit& limit);

}  // namespace prism::host
