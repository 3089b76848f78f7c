// SPDX-License-Identifier: MIT
#include "protocol/netsplit.h"

#include <algorithm>

namespace irc {
namespace {

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Labels with dots between them, the last one of letters. Networks that hide the names put '*' in front.
bool isServerName(std::string_view name) {
  const auto may = [](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
  if (name.starts_with('*')) {
    name.remove_prefix(1);
  } else if (name.starts_with('.')) {
    return false;
  }
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size() || name.find("..") != std::string_view::npos) {
    return false;
  }
  return std::all_of(name.begin(), name.end(), may) && std::all_of(name.begin() + dot + 1, name.end(), isLetter);
}

}  // namespace

bool isNetsplit(std::string_view reason) {
  const std::size_t space = reason.find(' ');
  return space != std::string_view::npos && isServerName(reason.substr(0, space)) &&
         isServerName(reason.substr(space + 1));
}

}  // namespace irc
