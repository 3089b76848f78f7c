// SPDX-License-Identifier: MIT
#include "tests/net/dns_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cctype>
#include <utility>

namespace net::tests {
namespace {

// Format of messages: RFC 1035 section 4; AAAA: RFC 3596.
constexpr std::size_t kHeader = 12;
constexpr unsigned char kAaaa = 28;
constexpr char kNoSuchName = 3;

std::string nameIn(const std::string& message, std::size_t* end) {
  std::string name;
  std::size_t at = kHeader;
  while (at < message.size() && message[at] != 0) {
    const auto size = static_cast<unsigned char>(message[at]);
    name += (name.empty() ? "" : ".") + message.substr(at + 1, size);
    at += 1 + size;
  }
  *end = at + 1;
  for (char& c : name) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

std::string recordOf(unsigned char type, const std::string& address) {
  std::array<char, 16> bytes{};
  const bool ipv6 = type == kAaaa;
  if (::inet_pton(ipv6 ? AF_INET6 : AF_INET, address.c_str(), bytes.data()) != 1) {
    return "";  // an address of the other family
  }
  const char size = ipv6 ? 16 : 4;
  return std::string("\xC0\x0C", 2) + std::string{0, static_cast<char>(type), 0, 1, 0, 0, 0, 60, 0, size} +
         std::string(bytes.data(), static_cast<std::size_t>(size));
}

}  // namespace

DnsServer::DnsServer(Zone zone)
    : zone_(std::move(zone)), fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)), stop_(::eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

DnsServer::~DnsServer() {
  ::eventfd_write(stop_.get(), 1);
  thread_.join();
}

void DnsServer::set(const std::string& name, std::vector<std::string> addresses) {
  const std::lock_guard lock(mutex_);
  zone_[name] = std::move(addresses);
}

void DnsServer::answerOnce(const std::string& name, std::vector<std::string> afterwards) {
  const std::lock_guard lock(mutex_);
  afterwards_[name] = std::move(afterwards);
}

void DnsServer::run() {
  for (;;) {
    std::array<pollfd, 2> fds{{{fd_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
    ::poll(fds.data(), fds.size(), -1);
    if (fds[1].revents != 0) {
      return;
    }
    std::array<char, 1500> buffer;
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t count =
        ::recvfrom(fd_.get(), buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (count < static_cast<ssize_t>(kHeader)) {
      continue;
    }
    ++questions_;
    const std::string answer = answerTo({buffer.data(), static_cast<std::size_t>(count)});
    if (!answer.empty()) {
      ::sendto(fd_.get(), answer.data(), answer.size(), 0, reinterpret_cast<const sockaddr*>(&from), size);
    }
  }
}

std::string DnsServer::answerTo(const std::string& question) {
  const std::lock_guard lock(mutex_);
  std::size_t end = 0;
  const auto found = zone_.find(nameIn(question, &end));
  const bool known = found != zone_.end();
  if (known && found->second.empty()) {
    return "";
  }
  const auto type = static_cast<unsigned char>(question[end + 1]);
  std::string records;
  char count = 0;
  for (const std::string& address : known ? found->second : std::vector<std::string>()) {
    const std::string record = recordOf(type, address);
    records += record;
    count = static_cast<char>(count + (record.empty() ? 0 : 1));
  }
  // The questions for the two families come together, so the second answer is still of the present addresses.
  if (const auto later = known && count > 0 ? afterwards_.find(found->first) : afterwards_.end();
      later != afterwards_.end()) {
    found->second = later->second;
    afterwards_.erase(later);
  }
  const char code = known ? 0 : kNoSuchName;
  return question.substr(0, 2) + std::string{'\x81', static_cast<char>(0x80 | code), 0, 1, 0, count, 0, 0, 0, 0} +
         question.substr(kHeader, end + 4 - kHeader) + records;
}

}  // namespace net::tests
