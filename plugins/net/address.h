// SPDX-License-Identifier: MIT
// IP addresses: parses literals, sets ports, and orders addresses for connection attempts.
#pragma once

#include "net/resolver.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace net {

const sockaddr* asSockaddr(const Address& address);

// Parses "192.0.2.1", "2001:db8::1" or "fe80::1%eth0". Returns nullopt if `text` is not a literal address.
std::optional<Address> literalAddress(const std::string& text, std::uint16_t port);

void setPort(Address& address, std::uint16_t port);

// Interleaves IPv6 and IPv4, beginning with the family of the first address (RFC 8305, section 4). Keeps the order
// within each family.
std::vector<Address> interleaveFamilies(const std::vector<Address>& addresses);

}  // namespace net
