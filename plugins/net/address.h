// SPDX-License-Identifier: MIT
// Addresses: as literals, and in the order in which they are tried.
#pragma once

#include "net/resolver.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace net {

const sockaddr* generic(const Address& address);

// "192.0.2.1", "2001:db8::1", "fe80::1%eth0"; nothing if `text` is no such thing.
std::optional<Address> literalAddress(const std::string& text, std::uint16_t port);

void setPort(Address& address, std::uint16_t port);

// IPv6 and IPv4 by turns, beginning with the family that came first (RFC 8305, section 4); otherwise as they were.
std::vector<Address> byTurns(const std::vector<Address>& addresses);

}  // namespace net
