// SPDX-License-Identifier: MIT
// Tells public addresses from those that only the gateway's own machine or network can reach. A URL of a user must not
// lead to the latter (server-side request forgery).
#pragma once

#include <sys/socket.h>

#include <string_view>

namespace prism::host {

// Returns the name of the range that keeps an address from being public, such as "loopback"; an empty text if the
// address is public. Addresses of other families than IPv4 and IPv6 are never public.
//
// The ranges are those that IANA's registries of special-purpose addresses call not globally reachable, multicast, and
// reserved space. An IPv6 address that carries an IPv4 address (mapped, compatible, translated, NAT64, 6to4, Teredo,
// ISATAP) is judged by that one, too, since a router or the kernel may deliver to it.
std::string_view privateRangeOf(const sockaddr* address, socklen_t size);

}  // namespace prism::host
