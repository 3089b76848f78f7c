// SPDX-License-Identifier: MIT
#include "session/server_address.h"

#include <algorithm>
#include <charconv>

namespace irc {

namespace {

constexpr std::uint16_t kPort = 6667;
constexpr std::uint16_t kTlsPort = 6697;

bool isHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_' || c == ':' || c == '%';
}

// Removes the host from the front of `text`, and returns it. The separator and the port are left.
std::string_view takeHost(std::string_view& text) {
  if (text.substr(0, 1) == "[") {
    const auto end = text.find(']');
    if (end == std::string_view::npos) {
      return {};
    }
    const auto host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return host;
  }
  // An IPv6 address without brackets has no port behind ':'.
  const bool bare_ipv6 = std::count(text.begin(), text.end(), ':') > 1;
  const auto end = bare_ipv6 ? text.find('/') : text.find_first_of(":/");
  const auto host = text.substr(0, end);
  text.remove_prefix(host.size());
  return host;
}

}  // namespace

std::optional<ServerAddress> parseServerAddress(std::string_view text, bool tls) {
  const std::string_view host = takeHost(text);
  if (host.empty() || !std::all_of(host.begin(), host.end(), isHostCharacter)) {
    return std::nullopt;
  }
  ServerAddress address{{std::string(host), tls ? kTlsPort : kPort}, tls};
  if (text.empty()) {
    return address;
  }
  if (text.front() != ':' && text.front() != '/') {
    return std::nullopt;
  }
  text.remove_prefix(1);
  if (text.substr(0, 1) == "+") {
    address.tls = true;
    text.remove_prefix(1);
  }
  const char* const end = text.data() + text.size();
  const auto [parsed_to, problem] = std::from_chars(text.data(), end, address.endpoint.port);
  if (problem != std::errc() || parsed_to != end || address.endpoint.port == 0) {
    return std::nullopt;
  }
  address.tls = address.tls || address.endpoint.port == kTlsPort;
  return address;
}

}  // namespace irc
