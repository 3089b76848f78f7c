// SPDX-License-Identifier: MIT
#include "net/http_connect.h"

#include "net/base64.h"

namespace net {
namespace {

constexpr std::string_view kStart = "HTTP/1.";
constexpr std::size_t kLongestHeader = 16 * 1024;
constexpr std::size_t kLongestReason = 200;

std::string authority(const Endpoint& target) {
  const bool ipv6 = target.host.find(':') != std::string::npos;
  return (ipv6 ? "[" + target.host + "]" : target.host) + ":" + std::to_string(target.port);
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Returns the status code of a status line, 200 for "HTTP/1.1 200 OK"; 0 if the line is not HTTP.
int statusOf(std::string_view line) {
  constexpr std::size_t kBefore = 9;  // "HTTP/1.1 "
  if (line.size() < kBefore + 3 || line.substr(0, kStart.size()) != kStart || !isDigit(line[7]) || line[8] != ' ' ||
      !isDigit(line[9]) || !isDigit(line[10]) || !isDigit(line[11])) {
    return 0;
  }
  return (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
}

// The proxy's status line in printable ASCII, for the text of a failure.
std::string printable(std::string_view line) {
  std::string text;
  for (const char c : line.substr(0, kLongestReason)) {
    text += c >= ' ' && c <= '~' ? c : '?';
  }
  return text;
}

}  // namespace

HttpConnect::HttpConnect(const Proxy& proxy, const Endpoint& target)
    : target_(authority(target)), with_user_(!proxy.user.empty()) {
  out_ = "CONNECT " + target_ + " HTTP/1.1\r\nHost: " + target_ + "\r\n";
  if (with_user_) {
    out_ += "Proxy-Authorization: Basic " + toBase64(proxy.user + ":" + proxy.password) + "\r\n";
  }
  out_ += "\r\n";
}

ProxyHandshake::Step HttpConnect::receive(std::string_view bytes, std::size_t* used) {
  *used = 0;
  for (const char c : bytes) {
    ++*used;
    if (c == '\r') {
      continue;  // ignored: then "\n\n" ends a header with either kind of line end
    }
    header_ += c;
    if (header_.size() == kStart.size() && header_ != kStart) {
      return refuse("speaks no HTTP");
    }
    if (header_.size() > kLongestHeader) {
      return refuse("sent an answer without an end");
    }
    if (c != '\n' || header_.size() < 2 || header_[header_.size() - 2] != '\n') {
      continue;
    }
    if (const Step step = onHeader(); step != Step::kMore) {
      return step;
    }
    header_.clear();  // an interim response, 1xx
  }
  return Step::kMore;
}

ProxyHandshake::Step HttpConnect::onHeader() {
  constexpr int kAuthenticationRequired = 407;
  const std::string_view line = std::string_view(header_).substr(0, header_.find('\n'));
  const int status = statusOf(line);
  switch (status / 100) {
    case 0:
      return refuse("speaks no HTTP");
    case 1:
      return Step::kMore;
    case 2:
      return Step::kConnected;
    default:
      break;
  }
  if (status == kAuthenticationRequired) {
    return refuse(with_user_ ? "does not accept the user and the password" : "wants a user and a password");
  }
  return refuse("did not connect to " + target_ + ": \"" + printable(line) + "\"");
}

}  // namespace net
