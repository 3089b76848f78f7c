// SPDX-License-Identifier: MIT
#include "host/config/name_servers.h"

#include "host/base/quote.h"
#include "host/config/config.h"
#include <prism/text.hpp>

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string>

namespace prism::host {
namespace {

bool isAddress(int family, std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> address;
  return ::inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}

bool isPort(std::string_view text) {
  constexpr std::uint32_t kMost = 65'535;
  const auto port = parseNumber(text);
  return port && *port > 0 && *port <= kMost;
}

bool isNameServer(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return false;
  }
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    const std::string_view rest = end == std::string_view::npos ? "" : text.substr(end + 1);
    return end != std::string_view::npos && isAddress(AF_INET6, text.substr(1, end - 1)) &&
           (rest.empty() || (rest.starts_with(':') && isPort(rest.substr(1))));
  }
  if (std::count(text.begin(), text.end(), ':') > 1) {
    return isAddress(AF_INET6, text);
  }
  const std::size_t colon = text.find(':');
  return isAddress(AF_INET, text.substr(0, colon)) &&
         (colon == std::string_view::npos || isPort(text.substr(colon + 1)));
}

}  // namespace

std::optional<Error> rejectNameServers(std::string_view value, std::string_view config) {
  std::string_view left = value;
  while (!left.empty()) {
    const std::size_t comma = std::min(left.find(','), left.size());
    if (!isNameServer(trim(left.substr(0, comma)))) {
      return Error{EINVAL, fmt::format("{}: prism.name_servers must be addresses, separated by commas, such as "
                                       "192.0.2.1:53,[2001:db8::1]:53, but is {}",
                                       config, inQuotes(value))};
    }
    left.remove_prefix(std::min(comma + 1, left.size()));
  }
  return std::nullopt;
}

}  // namespace prism::host
