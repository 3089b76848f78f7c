// SPDX-License-Identifier: MIT
// Finding and reaching Spectrum 2.
#pragma once

#include <sys/socket.h>
#include <prism/unique_fd.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/base/result.h"

namespace prism::host {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// How long to go on: until the deadline, or until `cancel_fd` becomes readable (then the error is EINTR).
struct Patience {
  std::chrono::steady_clock::time_point deadline;
  int cancel_fd;
};

// Connects to `host`, a name or an IPv4 or IPv6 literal (with or without brackets), trying each address that the name
// has. The socket is non-blocking and has TCP_NODELAY. Errors: EHOSTUNREACH for a name that is not known, ETIMEDOUT, or
// what the last address failed with.
Result<UniqueFd> connectTo(const std::string& host, std::uint16_t port, const Patience& patience);

// Its two halves. Sentences of errors begin where "cannot connect to Spectrum" may stand before them.
Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, const Patience& patience);
Result<UniqueFd> connectToAny(std::span<const Address> addresses, const Patience& patience);

}  // namespace prism::host
