// SPDX-License-Identifier: MIT
#include "protocol/text/charset.h"

#include "protocol/text/casemapping.h"
#include <prism/text.hpp>

#include <iconv.h>

#include <algorithm>
#include <cerrno>

namespace irc {
namespace {

constexpr std::size_t kLongestName = 64;

// One conversion, for one text: iconv(3) keeps its shift state in it.
class Conversion {
 public:
  Conversion(const char* to, const char* from) : handle_(::iconv_open(to, from)) {}
  ~Conversion() {
    if (*this) {
      ::iconv_close(handle_);
    }
  }
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;

  explicit operator bool() const { return handle_ != kNone; }

  // Converts a text. Writes `replacement` for each part that cannot be converted. `skip` returns the size of such a
  // part at the beginning of a text.
  std::string convert(std::string_view text, std::string_view replacement, std::size_t (*skip)(std::string_view)) {
    std::string out;
    char* in = const_cast<char*>(text.data());  // iconv does not write to it, despite the type
    std::size_t left = text.size();
    while (left > 0) {
      const int error = step(&in, &left, &out);
      if (error == 0 || left == 0) {
        break;
      }
      if (error != E2BIG) {
        const std::size_t size = std::min(left, skip(std::string_view(in, left)));
        out += replacement;
        in += size;
        left -= size;
      }
    }
    step(nullptr, nullptr, &out);  // returns to the initial shift state
    return out;
  }

  // Returns true if the whole text can be converted.
  bool converts(std::string_view text, std::string* out) {
    char* in = const_cast<char*>(text.data());
    std::size_t left = text.size();
    int error = E2BIG;
    while (error == E2BIG) {
      error = step(&in, &left, out);
    }
    return error == 0 && step(nullptr, nullptr, out) == 0;
  }

 private:
  // Converts as much as possible. Returns 0, or the errno of iconv(3).
  int step(char** in, std::size_t* left, std::string* out) {
    char buffer[512];
    char* end = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t result = ::iconv(handle_, in, left, &end, &room);
    const int error = result == static_cast<std::size_t>(-1) ? errno : 0;
    out->append(buffer, sizeof buffer - room);
    return error;
  }

  static inline const iconv_t kNone = reinterpret_cast<iconv_t>(-1);
  iconv_t handle_;
};

// Rejects the suffixes of iconv_open(3), such as //TRANSLIT.
bool isName(const std::string& name) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:()+";
  return !name.empty() && name.size() <= kLongestName && name.find_first_not_of(kAllowed) == std::string::npos;
}

bool isUtf8Name(const std::string& name) {
  return equalFolded(name, "UTF-8", Casemapping::kAscii) || equalFolded(name, "UTF8", Casemapping::kAscii);
}

std::size_t skipByte(std::string_view) { return 1; }
std::size_t skipCharacter(std::string_view text) { return prism::readUtf8(text).size; }

// Returns the size of the longest prefix in valid UTF-8.
std::size_t validPrefixSize(std::string_view bytes) {
  std::size_t size = 0;
  while (size < bytes.size()) {
    const prism::Utf8Character character = prism::readUtf8(bytes.substr(size));
    if (!character.valid) {
      break;
    }
    size += character.size;
  }
  return size;
}

std::string replaceInvalid(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const std::size_t good = validPrefixSize(bytes);
    out += bytes.substr(0, good);
    bytes.remove_prefix(good);
    if (!bytes.empty()) {
      out += prism::kReplacementCharacter;
      bytes.remove_prefix(1);
    }
  }
  return out;
}

bool isAscii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

bool isUtf8(std::string_view bytes) { return validPrefixSize(bytes) == bytes.size(); }

bool isUsableCharset(const std::string& name) {
  if (!isName(name)) {
    return false;
  }
  Conversion read("UTF-8", name.c_str());
  Conversion write(name.c_str(), "UTF-8");
  // Sequences of ASCII must not shift to other characters, as in ISO-2022-JP, ISO-2022-KR and HZ.
  std::string ascii = "\x1B$B!!\x1B(B\x1B$)C\x0E!!\x0F~{!!~}";
  for (char c = 1; c < 0x7F; ++c) {
    ascii += c;
  }
  std::string there;
  std::string back;
  return read && write && read.converts(ascii, &there) && there == ascii && write.converts(ascii, &back) &&
         back == ascii;
}

std::string toUtf8(std::string_view bytes, const std::string& fallback) {
  const std::size_t good = validPrefixSize(bytes);
  if (good == bytes.size()) {
    return std::string(bytes);
  }
  // Servers cut long lines within characters. Such a line is UTF-8 all the same.
  if (prism::readUtf8(bytes.substr(good)).cut && !isAscii(bytes.substr(0, good))) {
    return std::string(bytes.substr(0, good)).append(prism::kReplacementCharacter);
  }
  if (isUtf8Name(fallback)) {
    return replaceInvalid(bytes);
  }
  Conversion conversion("UTF-8", isName(fallback) ? fallback.c_str() : "CP1252");
  return conversion ? conversion.convert(bytes, prism::kReplacementCharacter, skipByte) : replaceInvalid(bytes);
}

std::string fromUtf8(std::string_view text, const std::string& charset) {
  if (!isName(charset) || isUtf8Name(charset) || isAscii(text)) {
    return std::string(text);
  }
  Conversion conversion(charset.c_str(), "UTF-8");
  return conversion ? conversion.convert(text, "?", skipCharacter) : std::string(text);
}

}  // namespace irc
