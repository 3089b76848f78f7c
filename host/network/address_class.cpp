// SPDX-License-Identifier: MIT
#include "host/network/address_class.h"

#include <netinet/in.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace prism::host {
namespace {

using Bytes4 = std::array<std::uint8_t, 4>;
using Bytes16 = std::array<std::uint8_t, 16>;

template <std::size_t kSize>
struct Range {
  std::array<std::uint8_t, kSize> prefix;
  unsigned bits;
  std::string_view name;

  bool has(std::span<const std::uint8_t> address) const {
    for (unsigned bit = 0; bit < bits; bit += 8) {
      const unsigned left = bits - bit;
      const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xFF : 0xFF << (8 - left));
      if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
};

// https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast (RFC 5771).
constexpr Range<4> kIpv4Ranges[] = {
    {{0, 0, 0, 0}, 8, "this network"},         // RFC 791; Linux connects 0.0.0.0 to itself
    {{10, 0, 0, 0}, 8, "private"},             // RFC 1918
    {{100, 64, 0, 0}, 10, "shared"},           // RFC 6598, carrier-grade NAT
    {{127, 0, 0, 0}, 8, "loopback"},           // RFC 1122
    {{169, 254, 0, 0}, 16, "link-local"},      // RFC 3927; also the metadata servers of clouds
    {{172, 16, 0, 0}, 12, "private"},          // RFC 1918
    {{192, 0, 0, 0}, 24, "protocol"},          // RFC 6890
    {{192, 0, 2, 0}, 24, "documentation"},     // RFC 5737
    {{192, 88, 99, 0}, 24, "6to4 relay"},      // RFC 7526
    {{192, 168, 0, 0}, 16, "private"},         // RFC 1918
    {{198, 18, 0, 0}, 15, "benchmarking"},     // RFC 2544
    {{198, 51, 100, 0}, 24, "documentation"},  // RFC 5737
    {{203, 0, 113, 0}, 24, "documentation"},   // RFC 5737
    {{224, 0, 0, 0}, 4, "multicast"},          // RFC 5771
    {{240, 0, 0, 0}, 4, "reserved"},           // RFC 1112; with the limited broadcast
};

// Ranges within 2000::/3, the only space that is assigned to public addresses.
// https://www.iana.org/assignments/iana-ipv6-special-registry
constexpr Range<16> kIpv6Ranges[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23, "protocol"},       // RFC 2928; with Teredo and ORCHID
    {{0x20, 0x01, 0x0D, 0xB8}, 32, "documentation"},  // RFC 3849
    {{0x3F, 0xFE}, 16, "6bone"},                      // RFC 3701
    {{0x3F, 0xFF}, 20, "documentation"},              // RFC 9637
};

// Ranges outside of 2000::/3, for their names.
constexpr Range<16> kIpv6OtherRanges[] = {
    {{}, 128, "unspecified"},                                             // RFC 4291
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},  // RFC 4291
    {{0xFC}, 7, "unique local"},                                          // RFC 4193
    {{0xFE, 0x80}, 10, "link-local"},                                     // RFC 4291
    {{0xFE, 0xC0}, 10, "site-local"},                                     // RFC 3879
    {{0xFF}, 8, "multicast"},                                             // RFC 4291
};

// IPv6 addresses that carry an IPv4 address, and where it is.
struct Embedding {
  Range<16> range;
  std::size_t at;
};
constexpr Embedding kEmbeddings[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96, "mapped"}, 12},      // RFC 4291 section 2.5.5.2
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0}, 96, "translated"}, 12},  // RFC 2765
    {{{0x00, 0x64, 0xFF, 0x9B}, 96, "NAT64"}, 12},                         // RFC 6052
    {{{0x20, 0x02}, 16, "6to4"}, 2},                                       // RFC 3056
};

std::string_view rangeOf(std::span<const std::uint8_t> ipv4) {
  for (const auto& range : kIpv4Ranges) {
    if (range.has(ipv4)) {
      return range.name;
    }
  }
  return {};
}

// ISATAP (RFC 5214): an interface identifier of 00:00:5e:fe or 02:00:5e:fe and an IPv4 address, behind any prefix.
bool isIsatap(const Bytes16& address) {
  return (address[8] & 0xFD) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;
}

std::string_view rangeOf(const Bytes16& ipv6) {
  const std::span<const std::uint8_t> bytes(ipv6);
  for (const auto& embedding : kEmbeddings) {
    if (embedding.range.has(bytes)) {
      return rangeOf(bytes.subspan(embedding.at, 4));
    }
  }
  constexpr Range<16> kPublic{{0x20}, 3, ""};
  if (!kPublic.has(bytes)) {
    for (const auto& range : kIpv6OtherRanges) {
      if (range.has(bytes)) {
        return range.name;
      }
    }
    return "reserved";
  }
  for (const auto& range : kIpv6Ranges) {
    if (range.has(bytes)) {
      return range.name;
    }
  }
  return isIsatap(ipv6) ? rangeOf(bytes.subspan(12, 4)) : std::string_view();
}

}  // namespace

std::string_view privateRangeOf(const sockaddr* address, socklen_t size) {
  if (address->sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    Bytes4 bytes;
    std::memcpy(bytes.data(), reinterpret_cast<const char*>(address) + offsetof(sockaddr_in, sin_addr), bytes.size());
    return rangeOf(std::span<const std::uint8_t>(bytes));
  }
  if (address->sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    Bytes16 bytes;
    std::memcpy(bytes.data(), reinterpret_cast<const char*>(address) + offsetof(sockaddr_in6, sin6_addr), bytes.size());
    return rangeOf(bytes);
  }
  return "no Internet";
}

}  // namespace prism::host
