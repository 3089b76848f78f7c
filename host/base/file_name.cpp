// SPDX-License-Identifier: MIT
#include "host/base/file_name.h"

#include <Poco/SHA1Engine.h>
#include <fmt/format.h>

namespace prism::host {
namespace {

constexpr std::size_t kLongestFileName = 200;  // file systems allow 255 bytes; endings follow

bool isSafe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '@' || c == '.';
}

}  // namespace

std::string escapeForPath(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    if (isSafe(c) && !(c == '.' && escaped.empty())) {
      escaped += c;
    } else {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

std::string fileNameOf(std::string_view name) {
  if (name.empty()) {
    return "%";
  }
  std::string escaped = escapeForPath(name);
  if (escaped.size() > kLongestFileName) {
    Poco::SHA1Engine engine;
    engine.update(name.data(), name.size());
    const std::string hash = "%%" + Poco::DigestEngine::digestToHex(engine.digest());
    escaped.resize(kLongestFileName - hash.size());
    escaped += hash;
  }
  return escaped;
}

}  // namespace prism::host
