// SPDX-License-Identifier: MIT
#include "protocol/tags.h"

#include <algorithm>

namespace irc {
namespace {

// A key is [+][vendor/]name.
bool isKey(std::string_view name) {
  name.remove_prefix(name.starts_with('+') ? 1 : 0);
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '/' ||
           c == '.';
  });
}

void appendEscaped(std::string_view value, std::string* out) {
  for (const char c : value) {
    switch (c) {
      case ';':
        *out += "\\:";
        break;
      case ' ':
        *out += "\\s";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '\r':
        *out += "\\r";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\0':
        break;
      default:
        *out += c;
    }
  }
}

}  // namespace

bool appendTag(std::string_view name, std::string_view value, std::string* tags) {
  if (!isKey(name)) {
    return false;
  }
  std::string added(tags->empty() ? "" : ";");
  added += name;
  if (!value.empty()) {
    added += '=';
    appendEscaped(value, &added);
  }
  if (tags->size() + added.size() > kMostClientTags) {
    return false;
  }
  *tags += added;
  return true;
}

std::string withTags(std::string_view tags, std::string line) {
  if (tags.empty()) {
    return line;
  }
  std::string tagged = "@";
  tagged.append(tags).append(1, ' ').append(line);
  return tagged;
}

}  // namespace irc
