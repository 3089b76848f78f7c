// SPDX-License-Identifier: MIT
#include "protocol/jid_name.h"

#include "protocol/text/casemapping.h"
#include <prism/text.hpp>

#include <stringprep.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace irc {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::string_view kCutMark = "=~";
constexpr std::size_t kHashDigits = 16;
// Characters that a node must not have, and '%', by which Spectrum replaces '@'. With disable_jid_escaping Spectrum
// escapes none of them.
constexpr std::string_view kEscapedAscii = "\"&'/:<>@%";

int digitOf(char c) {
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::size_t digit = kDigits.find(lower);
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

bool isEscape(std::string_view text) {
  return text.size() >= 3 && text[0] == '=' && digitOf(text[1]) >= 0 && digitOf(text[2]) >= 0;
}

bool isPlain(char c) { return c > ' ' && c < 0x7F && c != '=' && kEscapedAscii.find(c) == std::string_view::npos; }

// Runs a profile of stringprep. Unassigned code points are allowed, as in Swiften. Returns false if the profile
// prohibits the text, or the result is too long.
bool prepare(std::string_view text, const Stringprep_profile* profile, std::string* prepared) {
  std::array<char, 1024> buffer{};
  if (text.size() >= buffer.size()) {
    return false;
  }
  std::copy(text.begin(), text.end(), buffer.begin());
  if (stringprep(buffer.data(), buffer.size(), static_cast<Stringprep_profile_flags>(0), profile) != STRINGPREP_OK) {
    return false;
  }
  *prepared = buffer.data();
  return true;
}

// Returns false if stringprep changes the text: it would be another name. Nodeprep may change the case of ASCII, which
// names of IRC ignore.
bool canBeJid(std::string_view text) {
  std::string prepared;
  return prepare(text, stringprep_xmpp_resourceprep, &prepared) && prepared == text &&
         prepare(text, stringprep_xmpp_nodeprep, &prepared) && !prepared.empty() &&
         prepared == foldCase(text, Casemapping::kAscii);
}

void appendEscaped(std::string_view bytes, std::string* out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *out += '=';
    *out += kDigits[byte >> 4U];
    *out += kDigits[byte & 0xFU];
  }
}

std::string escaped(std::string_view name, bool keep_other_scripts) {
  std::string out;
  for (std::string_view rest = name; !rest.empty();) {
    const prism::Utf8Character character = prism::readUtf8(rest);
    const std::string_view bytes = rest.substr(0, character.size);
    const bool is_ascii = character.valid && character.code < 0x80;
    const bool may_stay = is_ascii
                              ? isPlain(bytes[0]) || (bytes[0] == '=' && !isEscape(rest) && !rest.starts_with(kCutMark))
                              : character.valid && keep_other_scripts && canBeJid(bytes);
    if (may_stay) {
      out += bytes;
    } else {
      appendEscaped(bytes, &out);
    }
    rest.remove_prefix(character.size);
  }
  return out;
}

// FNV-1a, 64 bits. It distinguishes long names with the same beginning.
std::string hashOf(std::string_view name) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  std::string digits;
  for (std::size_t i = 0; i < kHashDigits; ++i, hash >>= 4U) {
    digits += kDigits[hash & 0xFU];
  }
  return digits;
}

// Cuts between characters, and not within an escape.
std::string_view cutName(std::string_view name, std::size_t size) {
  size = prism::utf8Prefix(name, size).size();
  const std::size_t escape = name.rfind('=', size - 1);
  return name.substr(0, escape != std::string_view::npos && escape + 3 > size ? escape : size);
}

}  // namespace

std::string jidName(std::string_view name) {
  if (name.size() <= kMostJidName && std::all_of(name.begin(), name.end(), isPlain)) {
    return std::string(name);
  }
  std::string out = escaped(name, true);
  if (out.size() > kMostJidName || !canBeJid(out)) {  // a JID may have some characters, but not next to each other
    out = escaped(name, false);
  }
  if (out.size() > kMostJidName) {
    const std::string hash = hashOf(name);
    out = std::string(cutName(out, kMostJidName - kCutMark.size() - hash.size())).append(kCutMark).append(hash);
  }
  return out;
}

std::string ircName(std::string_view jid_name) {
  std::string out;
  out.reserve(jid_name.size());
  while (!jid_name.empty()) {
    if (isEscape(jid_name)) {
      out += static_cast<char>(digitOf(jid_name[1]) * 16 + digitOf(jid_name[2]));
      jid_name.remove_prefix(3);
    } else {
      out += jid_name[0];
      jid_name.remove_prefix(1);
    }
  }
  return out;
}

bool isCutName(std::string_view jid_name) {
  const std::size_t size = kCutMark.size() + kHashDigits;
  return jid_name.size() > size && jid_name.substr(jid_name.size() - size, kCutMark.size()) == kCutMark;
}

}  // namespace irc
