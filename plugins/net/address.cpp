// SPDX-License-Identifier: MIT
#include "net/address.h"

#include <arpa/inet.h>
#include <netdb.h>

#include <cstring>
#include <memory>

namespace net {

const sockaddr* asSockaddr(const Address& address) { return reinterpret_cast<const sockaddr*>(&address.storage); }

std::string Address::text() const {
  char name[NI_MAXHOST] = "";
  ::getnameinfo(asSockaddr(*this), size, name, sizeof name, nullptr, 0, NI_NUMERICHOST);
  return name;
}

void setPort(Address& address, std::uint16_t port) {
  if (address.storage.ss_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_port = htons(port);
  } else {
    reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port = htons(port);
  }
}

std::optional<Address> literalAddress(const std::string& text, std::uint16_t port) {
  Address address;
  auto* ipv4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  if (::inet_pton(AF_INET, text.c_str(), &ipv4->sin_addr) == 1) {
    ipv4->sin_family = AF_INET;
    address.size = sizeof *ipv4;
  } else if (text.find(':') != std::string::npos) {
    // getaddrinfo() knows the names of interfaces in link-local addresses. AI_NUMERICHOST keeps it from using DNS.
    addrinfo hints{};
    hints.ai_family = AF_INET6;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* list = nullptr;
    if (::getaddrinfo(text.c_str(), nullptr, &hints, &list) != 0) {
      return std::nullopt;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, &::freeaddrinfo);
    std::memcpy(&address.storage, list->ai_addr, list->ai_addrlen);
    address.size = list->ai_addrlen;
  } else {
    return std::nullopt;
  }
  setPort(address, port);
  return address;
}

std::vector<Address> interleaveFamilies(const std::vector<Address>& addresses) {
  std::vector<Address> interleaved;
  if (addresses.empty()) {
    return interleaved;
  }
  const sa_family_t first_family = addresses.front().storage.ss_family;
  std::vector<const Address*> first;
  std::vector<const Address*> second;
  for (const Address& address : addresses) {
    (address.storage.ss_family == first_family ? first : second).push_back(&address);
  }
  interleaved.reserve(addresses.size());
  for (std::size_t i = 0; i < first.size() || i < second.size(); ++i) {
    if (i < first.size()) {
      interleaved.push_back(*first[i]);
    }
    if (i < second.size()) {
      interleaved.push_back(*second[i]);
    }
  }
  return interleaved;
}

}  // namespace net
