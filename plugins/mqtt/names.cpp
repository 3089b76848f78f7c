// SPDX-License-Identifier: MIT
#include "names.h"

#include <prism/text.hpp>

#include <cctype>

namespace mqtt {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// RFC 6122 appendix A.5 prohibits "&'/:<>@ in a local part. XEP-0106 escapes the backslash, and Spectrum 2 reads '%' as
// '@'. '=' and '|' are the escapes of this file.
bool standsForItself(unsigned char byte) {
  return byte > ' ' && byte < 0x7F && !std::isupper(byte) &&
         std::string_view("\"&'/:<>@\\%=|").find(static_cast<char>(byte)) == std::string_view::npos;
}

int valueOf(char digit) {
  const auto place = kHex.find(static_cast<char>(std::tolower(static_cast<unsigned char>(digit))));
  return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

}  // namespace

std::string nameOf(std::string_view topic) {
  std::string name;
  for (const char character : topic) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '/') {
      name += '|';
    } else if (standsForItself(byte)) {
      name += character;
    } else {
      name += {'=', kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
  }
  return name;
}

std::string topicOf(std::string_view name) {
  std::string topic;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool escape = name[i] == '=' && i + 2 < name.size() && valueOf(name[i + 1]) >= 0 && valueOf(name[i + 2]) >= 0;
    if (escape) {
      topic += static_cast<char>(valueOf(name[i + 1]) * 16 + valueOf(name[i + 2]));
      i += 2;
    } else {
      topic += name[i] == '|' ? '/' : name[i];
    }
  }
  return topic;
}

bool isText(std::string_view bytes) {
  while (!bytes.empty()) {
    const prism::Utf8Character character = prism::readUtf8(bytes);
    const bool is_control =
        character.code < 0x20 && character.code != '\t' && character.code != '\n' && character.code != '\r';
    if (!character.valid || is_control || character.code == 0xFFFE || character.code == 0xFFFF) {
      return false;
    }
    bytes.remove_prefix(character.size);
  }
  return true;
}

std::string shownPayload(std::string_view payload, std::size_t most) {
  const std::string size = std::to_string(payload.size()) + " bytes";
  if (payload.empty()) {
    return "(empty)";
  }
  // The rest is not read: payloads may have 256 MiB.
  const std::string_view shown = payload.size() > most ? prism::utf8Prefix(payload, most) : payload;
  if (!isText(shown)) {
    return "(" + size + " that are not text)";
  }
  return std::string(shown) + (shown.size() < payload.size() ? "\n(cut, of " + size + ")" : "");
}

}  // namespace mqtt
