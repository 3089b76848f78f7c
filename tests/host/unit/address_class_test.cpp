// SPDX-License-Identifier: MIT
#include "host/network/address_class.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace prism::host {
namespace {

// Returns the range of an address in text form; "public" if there is none.
std::string rangeOf(const std::string& text) {
  sockaddr_storage address{};
  auto* ipv4 = reinterpret_cast<sockaddr_in*>(&address);
  auto* ipv6 = reinterpret_cast<sockaddr_in6*>(&address);
  socklen_t size = sizeof *ipv4;
  if (::inet_pton(AF_INET, text.c_str(), &ipv4->sin_addr) == 1) {
    address.ss_family = AF_INET;
  } else {
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &ipv6->sin6_addr), 1) << text;
    address.ss_family = AF_INET6;
    size = sizeof *ipv6;
  }
  const std::string range(privateRangeOf(reinterpret_cast<const sockaddr*>(&address), size));
  return range.empty() ? "public" : range;
}

struct Case {
  const char* first;  // of the range
  const char* last;
  const char* range;
};

// Each range of IPv4 with its first and last address. The table covers the whole space: each range begins behind the
// one before.
constexpr Case kIpv4[] = {
    {"0.0.0.0", "0.255.255.255", "this network"},
    {"1.0.0.0", "9.255.255.255", "public"},
    {"10.0.0.0", "10.255.255.255", "private"},
    {"11.0.0.0", "100.63.255.255", "public"},
    {"100.64.0.0", "100.127.255.255", "shared"},
    {"100.128.0.0", "126.255.255.255", "public"},
    {"127.0.0.0", "127.255.255.255", "loopback"},
    {"128.0.0.0", "169.253.255.255", "public"},
    {"169.254.0.0", "169.254.255.255", "link-local"},
    {"169.255.0.0", "172.15.255.255", "public"},
    {"172.16.0.0", "172.31.255.255", "private"},
    {"172.32.0.0", "191.255.255.255", "public"},
    {"192.0.0.0", "192.0.0.255", "protocol"},
    {"192.0.1.0", "192.0.1.255", "public"},
    {"192.0.2.0", "192.0.2.255", "documentation"},
    {"192.0.3.0", "192.88.98.255", "public"},
    {"192.88.99.0", "192.88.99.255", "6to4 relay"},
    {"192.88.100.0", "192.167.255.255", "public"},
    {"192.168.0.0", "192.168.255.255", "private"},
    {"192.169.0.0", "198.17.255.255", "public"},
    {"198.18.0.0", "198.19.255.255", "benchmarking"},
    {"198.20.0.0", "198.51.99.255", "public"},
    {"198.51.100.0", "198.51.100.255", "documentation"},
    {"198.51.101.0", "203.0.112.255", "public"},
    {"203.0.113.0", "203.0.113.255", "documentation"},
    {"203.0.114.0", "223.255.255.255", "public"},
    {"224.0.0.0", "239.255.255.255", "multicast"},
    {"240.0.0.0", "255.255.255.255", "reserved"},
};

std::uint32_t numberOf(const char* ipv4) {
  in_addr address{};
  EXPECT_EQ(::inet_pton(AF_INET, ipv4, &address), 1) << ipv4;
  return ntohl(address.s_addr);
}

std::string textOf(std::uint32_t ipv4) {
  const in_addr address{htonl(ipv4)};
  char text[INET_ADDRSTRLEN];
  return ::inet_ntop(AF_INET, &address, text, sizeof text);
}

TEST(AddressClassTest, TheTableCoversAllOfIpv4) {
  std::uint64_t next = 0;
  for (const Case& range : kIpv4) {
    EXPECT_EQ(numberOf(range.first), next) << range.first;
    next = std::uint64_t{numberOf(range.last)} + 1;
  }
  EXPECT_EQ(next, std::uint64_t{1} << 32);
}

TEST(AddressClassTest, EachRangeOfIpv4BeginsAndEndsWhereItShould) {
  for (const Case& range : kIpv4) {
    EXPECT_EQ(rangeOf(range.first), range.range) << range.first;
    EXPECT_EQ(rangeOf(range.last), range.range) << range.last;
  }
}

// Every /16 with a few of its addresses, against the table.
TEST(AddressClassTest, SamplesOfAllOfIpv4) {
  const Case* range = std::begin(kIpv4);
  for (std::uint64_t address = 0; address < std::uint64_t{1} << 32; address += 8191) {
    const auto number = static_cast<std::uint32_t>(address);
    while (numberOf(range->last) < number) {
      ++range;
    }
    ASSERT_EQ(rangeOf(textOf(number)), range->range) << textOf(number);
  }
}

TEST(AddressClassTest, FormsOfIpv6ThatCarryIpv4AreJudgedByIt) {
  for (const Case& range : kIpv4) {
    for (const char* ipv4 : {range.first, range.last}) {
      const std::uint32_t number = numberOf(ipv4);
      char words[16];
      std::snprintf(words, sizeof words, "%x:%x", number >> 16, number & 0xFFFF);
      EXPECT_EQ(rangeOf(std::string("::ffff:") + ipv4), range.range) << "mapped " << ipv4;
      EXPECT_EQ(rangeOf(std::string("::ffff:0:") + ipv4), range.range) << "translated " << ipv4;
      EXPECT_EQ(rangeOf(std::string("64:ff9b::") + ipv4), range.range) << "NAT64 " << ipv4;
      EXPECT_EQ(rangeOf(std::string("2002:") + words + "::1"), range.range) << "6to4 " << ipv4;
      EXPECT_EQ(rangeOf(std::string("2a00:1:2:3:0:5efe:") + words), range.range) << "ISATAP " << ipv4;
      EXPECT_EQ(rangeOf(std::string("2a00:1:2:3:200:5efe:") + words), range.range) << "ISATAP " << ipv4;
      EXPECT_NE(rangeOf(std::string("::") + ipv4), "public") << "compatible " << ipv4;
      EXPECT_EQ(rangeOf(std::string("64:ff9b:1::") + ipv4), "reserved") << "local NAT64 " << ipv4;
    }
  }
}

TEST(AddressClassTest, RangesOfIpv6) {
  const Case cases[] = {
      {"::", "::", "unspecified"},
      {"::1", "::1", "loopback"},
      {"::2", "::ffff", "reserved"},
      {"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "reserved"},
      {"100::", "100::ffff:ffff:ffff:ffff", "reserved"},
      {"1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1fff::", "reserved"},
      {"2000::", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"},
      {"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "protocol"},
      {"2001:200::", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "public"},
      {"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
      {"2001:db9::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"},
      {"2003::", "3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"},
      {"3ffe::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "6bone"},
      {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
      {"3fff:1000::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public"},
      {"4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"},
      {"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "unique local"},
      {"fe00::", "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"},
      {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local"},
      {"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "site-local"},
      {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"},
      {"2001:4860:4860::8888", "2a03:2880:f12f:83:face:b00c:0:25de", "public"},
  };
  for (const Case& range : cases) {
    EXPECT_EQ(rangeOf(range.first), range.range) << range.first;
    EXPECT_EQ(rangeOf(range.last), range.range) << range.last;
  }
}

TEST(AddressClassTest, OtherFamiliesAndShortAddressesAreNotPublic) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_EQ(privateRangeOf(reinterpret_cast<const sockaddr*>(&local), sizeof local), "no Internet");
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  ipv4.sin_addr.s_addr = htonl(0x08080808);
  EXPECT_EQ(privateRangeOf(reinterpret_cast<const sockaddr*>(&ipv4), sizeof ipv4), "");
  EXPECT_EQ(privateRangeOf(reinterpret_cast<const sockaddr*>(&ipv4), sizeof ipv4 - 1), "no Internet");
}

}  // namespace
}  // namespace prism::host
