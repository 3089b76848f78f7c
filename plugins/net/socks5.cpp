// SPDX-License-Identifier: MIT
#include "net/socks5.h"

#include "net/address.h"

#include <algorithm>
#include <cstring>

namespace net {
namespace {

constexpr char kVersion = 5;
constexpr char kNoLogin = 0;
constexpr char kLogin = 2;
constexpr char kNoMethod = '\xFF';
constexpr char kLoginVersion = 1;
constexpr char kConnect = 1;
constexpr char kIpv4 = 1;
constexpr char kName = 3;
constexpr char kIpv6 = 4;

// Size of a reply up to and including the first byte of the address, which is the length if the address is a name.
constexpr std::size_t kReplyStart = 5;

std::string lengthPrefixed(const std::string& text) { return static_cast<char>(text.size()) + text; }

std::string portBytes(std::uint16_t number) {
  return {static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
}

std::string bytesOf(const void* data, std::size_t size) { return {static_cast<const char*>(data), size}; }

std::string replyText(unsigned char reply) {
  switch (reply) {
    case 1:
      return "it failed";
    case 2:
      return "its rules forbid it";
    case 3:
      return "network unreachable";
    case 4:
      return "host unreachable";
    case 5:
      return "connection refused";
    case 6:
      return "timed out";
    case 7:
      return "it knows no such command";
    case 8:
      return "it knows no such kind of address";
    default:
      return "error " + std::to_string(reply);
  }
}

}  // namespace

Socks5::Socks5(const Proxy& proxy, const Endpoint& target) : proxy_(proxy), target_(target) {
  out_ = proxy.user.empty() ? std::string{kVersion, 1, kNoLogin} : std::string{kVersion, 2, kNoLogin, kLogin};
}

ProxyHandshake::Step Socks5::receive(std::string_view bytes, std::size_t* used) {
  *used = 0;
  for (;;) {
    const std::size_t count = std::min(bytes.size() - *used, expected_size_ - in_.size());
    in_ += bytes.substr(*used, count);
    *used += count;
    if (in_.size() < expected_size_) {
      return Step::kMore;
    }
    if (const Step step = (this->*stage_)(); step != Step::kMore) {
      return step;
    }
  }
}

ProxyHandshake::Step Socks5::onMethod() {
  if (in_[0] != kVersion) {
    return refuse("speaks no SOCKS5");
  }
  if (in_[1] == kNoLogin) {
    request();
    return Step::kMore;
  }
  if (in_[1] == kLogin && !proxy_.user.empty()) {
    out_ += kLoginVersion + lengthPrefixed(proxy_.user) + lengthPrefixed(proxy_.password);
    in_.clear();
    expected_size_ = 2;
    stage_ = &Socks5::onLoginReply;
    return Step::kMore;
  }
  if (in_[1] == kNoMethod) {
    return refuse(proxy_.user.empty() ? "wants a user and a password" : "accepts no user and password");
  }
  return refuse("wants a way of authentication that was not offered");
}

ProxyHandshake::Step Socks5::onLoginReply() {
  if (in_[1] != 0) {
    return refuse("does not accept the user and the password");
  }
  request();
  return Step::kMore;
}

void Socks5::request() {
  out_ += {kVersion, kConnect, 0};
  if (const std::optional<Address> address = literalAddress(target_.host, 0)) {
    if (address->storage.ss_family == AF_INET6) {
      const auto* ipv6 = reinterpret_cast<const sockaddr_in6*>(&address->storage);
      out_ += kIpv6 + bytesOf(&ipv6->sin6_addr, sizeof ipv6->sin6_addr);
    } else {
      const auto* ipv4 = reinterpret_cast<const sockaddr_in*>(&address->storage);
      out_ += kIpv4 + bytesOf(&ipv4->sin_addr, sizeof ipv4->sin_addr);
    }
  } else {
    out_ += kName + lengthPrefixed(target_.host);
  }
  out_ += portBytes(target_.port);
  in_.clear();
  expected_size_ = kReplyStart;
  stage_ = &Socks5::onReply;
}

// Called with the first bytes of the reply, and again with the whole reply. The address in it is not used.
ProxyHandshake::Step Socks5::onReply() {
  if (in_[0] != kVersion) {
    return refuse("speaks no SOCKS5");
  }
  if (in_[1] != 0) {
    return refuse("did not connect to " + target_.host + ", port " + std::to_string(target_.port) + ": " +
                  replyText(static_cast<unsigned char>(in_[1])));
  }
  constexpr std::size_t kHeader = 4;
  constexpr std::size_t kPort = 2;
  std::size_t whole = 0;
  switch (in_[3]) {
    case kIpv4:
      whole = kHeader + sizeof(in_addr) + kPort;
      break;
    case kIpv6:
      whole = kHeader + sizeof(in6_addr) + kPort;
      break;
    case kName:
      whole = kReplyStart + static_cast<unsigned char>(in_[4]) + kPort;
      break;
    default:
      return refuse("answered with a kind of address that does not exist");
  }
  if (in_.size() == whole) {
    return Step::kConnected;
  }
  expected_size_ = whole;
  return Step::kMore;
}

}  // namespace net
