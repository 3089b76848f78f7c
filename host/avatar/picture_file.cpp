// SPDX-License-Identifier: MIT
#include "host/avatar/picture_file.h"

#include <Poco/SHA1Engine.h>

#include <array>

namespace prism::host {
namespace {

bool hasAt(std::string_view bytes, std::size_t offset, std::string_view mark) {
  return bytes.size() > offset && bytes.substr(offset).starts_with(mark);
}

}  // namespace

bool isPicture(std::string_view bytes) {
  constexpr std::size_t kRiffType = 8;
  constexpr std::size_t kBoxType = 4;
  return hasAt(bytes, 0, "\x89PNG\r\n\x1A\n") || hasAt(bytes, 0, "\xFF\xD8\xFF") || hasAt(bytes, 0, "GIF87a") ||
         hasAt(bytes, 0, "GIF89a") || hasAt(bytes, 0, "BM") || hasAt(bytes, kBoxType, "ftypavif") ||
         (hasAt(bytes, 0, "RIFF") && hasAt(bytes, kRiffType, "WEBP"));
}

std::string sha1Of(std::string_view bytes, std::string_view prefix) {
  Poco::SHA1Engine engine;
  engine.update(prefix.data(), prefix.size());
  engine.update(bytes.data(), bytes.size());
  std::string hash = Poco::DigestEngine::digestToHex(engine.digest());
  constexpr std::array<char, 128> kZeros{};  // two blocks overwrite what the engine keeps of the last one
  engine.update(kZeros.data(), kZeros.size());
  return hash;
}

}  // namespace prism::host
