// SPDX-License-Identifier: MIT
#include "protocol/nickname.h"

#include <prism/text.hpp>

#include <algorithm>
#include <cstdint>

namespace irc {
namespace {

const std::string kNobody = "guest";
constexpr std::size_t kSafeLength = 9;  // RFC 1459: every server accepts it
constexpr std::size_t kUsernameLength = 18;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isOneOf(char c, std::string_view all) { return all.find(c) != std::string_view::npos; }

// Letters of Latin-1 and Latin Extended-A, U+00C0 to U+017F, without their diacritics.
constexpr const char* kPlainLetters[] = {
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",  // U+00C0
    "D", "N", "O",  "O",  "O", "O", "O",  "_", "O", "U", "U", "U", "U", "Y", "TH", "ss",
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // U+00E0
    "d", "n", "o",  "o",  "o", "o", "o",  "_", "o", "u", "u", "u", "u", "y", "th", "y",
    "A", "a", "A",  "a",  "A", "a", "C",  "c", "C", "c", "C", "c", "C", "c", "D",  "d",  // U+0100
    "D", "d", "E",  "e",  "E", "e", "E",  "e", "E", "e", "E", "e", "G", "g", "G",  "g",
    "G", "g", "G",  "g",  "H", "h", "H",  "h", "I", "i", "I", "i", "I", "i", "I",  "i",  // U+0120
    "I", "i", "IJ", "ij", "J", "j", "K",  "k", "k", "L", "l", "L", "l", "L", "l",  "L",
    "l", "L", "l",  "N",  "n", "N", "n",  "N", "n", "n", "N", "n", "O", "o", "O",  "o",  // U+0140
    "O", "o", "OE", "oe", "R", "r", "R",  "r", "R", "r", "S", "s", "S", "s", "S",  "s",
    "S", "s", "T",  "t",  "T", "t", "T",  "t", "U", "u", "U", "u", "U", "u", "U",  "u",  // U+0160
    "U", "u", "U",  "u",  "W", "w", "Y",  "y", "Y", "Z", "z", "Z", "z", "Z", "z",  "s",
};

std::string_view plainLetters(char32_t code) {
  constexpr char32_t kFirst = 0xC0;
  constexpr char32_t kEnd = kFirst + std::size(kPlainLetters);
  static_assert(kEnd == 0x180);
  if (code >= 0x300 && code <= 0x36F) {
    return {};  // a combining diacritic, behind its letter
  }
  return code >= kFirst && code < kEnd ? kPlainLetters[code - kFirst] : "_";
}

// Returns the part before '@' in ASCII.
std::string localPart(std::string_view wanted) {
  wanted = wanted.substr(0, wanted.find('@'));
  std::string out;
  while (!wanted.empty()) {
    const prism::Utf8Character character = prism::readUtf8(wanted);
    if (character.code < 0x80) {
      out += static_cast<char>(character.code);
    } else {
      out += character.valid ? plainLetters(character.code) : "_";
    }
    wanted.remove_prefix(character.size);
  }
  return out;
}

bool hasOtherScript(std::string_view wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// A number of four digits at most, which different names hardly share.
std::string numberOf(std::string_view wanted) {
  std::uint32_t hash = 2166136261U;
  for (const char c : wanted.substr(0, wanted.find('@'))) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return std::to_string(hash % 10000);
}

// The suffix of attempt `number`.
std::string suffix(unsigned number) { return number <= 2 ? std::string(number, '_') : std::to_string(number - 2); }

std::string candidate(std::string_view nick, unsigned number, std::size_t limit) {
  const std::string end = suffix(number);
  std::string name(nick.substr(0, limit - std::min(limit, end.size())));
  if (name.empty() && isDigit(end[0])) {
    name = "_";
  }
  return name + end;
}

}  // namespace

std::string legalNickname(std::string_view wanted, std::size_t max_length) {
  std::string nick = localPart(wanted);
  nick.erase(std::remove_if(nick.begin(), nick.end(),
                            [](char c) { return !isLetter(c) && !isDigit(c) && !isOneOf(c, "[]\\`_^{|}-"); }),
             nick.end());
  if (nick.find_first_not_of('_') == std::string::npos && (nick.empty() || hasOtherScript(wanted))) {
    nick = kNobody + (hasOtherScript(wanted) ? numberOf(wanted) : "");
  }
  if (isDigit(nick[0]) || nick[0] == '-') {
    nick.insert(0, 1, '_');
  }
  return max_length == 0 ? nick : nick.substr(0, max_length);
}

std::string alternativeNickname(std::string_view nick, unsigned attempt, std::size_t max_length) {
  const std::size_t limit = max_length == 0 ? std::max(kSafeLength, nick.size()) : max_length;
  // A cut nickname may equal one that was tried already. It does not count then.
  unsigned number = 0;
  std::string name(nick);
  std::string before;
  for (unsigned found = 0; found < attempt;) {
    before = name;
    name = candidate(nick, ++number, limit);
    found += name != nick && name != before ? 1 : 0;
  }
  return name;
}

std::string legalUsername(std::string_view wanted) {
  std::string name = localPart(wanted);
  name.erase(std::remove_if(name.begin(), name.end(),
                            [](char c) { return !isLetter(c) && !isDigit(c) && !isOneOf(c, ".-_"); }),
             name.end());
  name.erase(0, name.find_first_not_of(".-_"));  // many servers accept only a letter or digit in front
  return name.empty() ? kNobody : name.substr(0, kUsernameLength);
}

}  // namespace irc
