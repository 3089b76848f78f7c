// SPDX-License-Identifier: MIT
#include "host/stanza/jid.h"

#include <Poco/String.h>
#include <arpa/inet.h>
#include <fmt/format.h>
#include <idn-free.h>
#include <idna.h>
#include <stringprep.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace prism::host {
namespace {

constexpr std::size_t kMaxPart = 1023;  // bytes
constexpr std::size_t kLongestEscape = 3;

// The characters that XEP-0106 escapes, in the order of its table. A backslash is escaped only where it would look like
// the start of an escape.
constexpr std::string_view kEscaped = " \"&'/:<>@";

bool beginsEscape(std::string_view text) {
  if (text.size() < kLongestEscape) {
    return false;
  }
  const std::string_view code = text.substr(1, 2);
  for (const std::string_view known : {"20", "22", "26", "27", "2f", "3a", "3c", "3e", "40", "5c"}) {
    if (code == known) {
      return true;
    }
  }
  return false;
}

std::string nodeOf(std::string_view name, const JidStyle& style) {
  std::string node;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (style.unescaped) {
      node += c == '@' ? '%' : c;
    } else if (kEscaped.find(c) != std::string_view::npos || (c == '\\' && beginsEscape(name.substr(i)))) {
      node += fmt::format("\\{:02x}", static_cast<unsigned char>(c));
    } else {
      node += c;
    }
  }
  return node;
}

// Tests all bytes of a word for printable ASCII at once: the high bit is clear, subtracting 0x20 does not borrow (not
// below 0x20), and adding 1 does not carry into the high bit (not 0x7F).
template <typename Word>
bool arePrintable(const char* bytes) {
  constexpr Word kOnes = static_cast<Word>(0x0101010101010101);
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return ((word | (word - 0x20 * kOnes) | (word + kOnes)) & (0x80 * kOnes)) == 0;
}

// The last word may overlap the one before it, so some bytes are tested twice.
bool isPrintableAscii(std::string_view text) {
  const char* const end = text.data() + text.size();
  if (text.size() < sizeof(std::uint32_t)) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  }
  if (text.size() < sizeof(std::uint64_t)) {
    return arePrintable<std::uint32_t>(text.data()) && arePrintable<std::uint32_t>(end - sizeof(std::uint32_t));
  }
  for (const char* place = text.data(); end - place > static_cast<std::ptrdiff_t>(sizeof(std::uint64_t));
       place += sizeof(std::uint64_t)) {
    if (!arePrintable<std::uint64_t>(place)) {
      return false;
    }
  }
  return arePrintable<std::uint64_t>(end - sizeof(std::uint64_t));
}

// Returns the part as a stringprep profile prepares it. Returns nullopt if the profile prohibits it, or if the result
// is empty or too long. As in Swiften, code points that Unicode 3.2 does not assign are allowed.
std::optional<std::string> prepared(std::string_view part, const Stringprep_profile* profile) {
  char buffer[kMaxPart + 1];
  if (part.empty() || part.size() > kMaxPart || part.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::memcpy(buffer, part.data(), part.size());
  buffer[part.size()] = '\0';
  if (::stringprep(buffer, sizeof buffer, Stringprep_profile_flags{}, profile) != STRINGPREP_OK || buffer[0] == '\0') {
    return std::nullopt;
  }
  return buffer;
}

bool canBePrepared(std::string_view part, const Stringprep_profile* profile) {
  return prepared(part, profile).has_value();
}

// Returns true if `domain` is an IPv4 address. Swiften takes each name of digits and dots for an address.
bool isAddress(std::string_view domain) {
  in_addr address{};
  return ::inet_pton(AF_INET, std::string(domain).c_str(), &address) == 1;
}

// Returns true if Swiften accepts `domain` as a domain name (RFC 5891) or an IPv4 address.
bool canBeDomain(std::string_view domain) {
  constexpr std::size_t kLongest = 253;  // bytes, RFC 1035 section 2.3.4 without the root
  if (domain.ends_with('.')) {
    domain.remove_suffix(1);
  }
  const bool number =
      std::all_of(domain.begin(), domain.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (domain.size() > kLongest || (number && !isAddress(domain)) || !canBePrepared(domain, stringprep_nameprep)) {
    return false;
  }
  char* encoded = nullptr;
  const int result =
      ::idna_to_ascii_8z(std::string(domain).c_str(), &encoded, IDNA_ALLOW_UNASSIGNED | IDNA_USE_STD3_ASCII_RULES);
  ::idn_free(encoded);
  return result == IDNA_SUCCESS;
}

}  // namespace

std::string jidOf(std::string_view name, const JidStyle& style) { return nodeOf(name, style) + '@' + style.transport; }

std::size_t jidSize(std::string_view name, const JidStyle& style) {
  const auto escapes =
      std::count_if(name.begin(), name.end(), [](char c) { return c == '\\' || kEscaped.find(c) != kEscaped.npos; });
  const std::size_t node = preparedSize(name) + (kLongestEscape - 1) * static_cast<std::size_t>(escapes);
  return std::min(node, kMaxPart) + 1 + style.transport.size();
}

std::size_t preparedSize(std::string_view text) {
  constexpr std::size_t kMostGrowth = 11;  // of U+FDFA, by NFKC (RFC 3920 appendices A and B)
  const auto others = std::count_if(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) < 0; });
  return text.size() + (kMostGrowth - 1) * static_cast<std::size_t>(others);
}

bool isUsualName(std::string_view name) {
  if (name.empty() || name.size() > kMaxPart / kLongestEscape) {
    return false;
  }
  const char first = name.front();
  return first != ' ' && first != '/' && first != '@' && name.back() != ' ' && isPrintableAscii(name);
}

bool mayFold(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](unsigned char c) { return c >= 0x80 || (c >= 'A' && c <= 'Z'); });
}

bool canBeNode(std::string_view name, const JidStyle& style) {
  constexpr std::string_view kNeverInUnescaped = " \"&'/:<>@";  // RFC 6122 appendix A.5; one '@' is allowed below
  if (isUsualName(name) && (!style.unescaped || name.find_first_of(kNeverInUnescaped) == name.npos)) {
    return true;
  }
  // For a name that begins with '/' or '@', Spectrum uses the gateway's own JID.
  if (name.empty() || name.front() == '/' || name.front() == '@' || name.size() > kMaxPart) {
    return false;
  }
  // Spectrum turns only one '@' into '%', and only one back.
  if (style.unescaped && std::count(name.begin(), name.end(), '@') > 1) {
    return false;
  }
  // XEP-0106 section 4.2: no escaped space at either end.
  if (!style.unescaped && (name.front() == ' ' || name.back() == ' ')) {
    return false;
  }
  return canBePrepared(nodeOf(name, style), stringprep_xmpp_nodeprep);
}

bool canBeResource(std::string_view nickname) {
  return (isPrintableAscii(nickname) && !nickname.empty() && nickname.size() <= kMaxPart) ||
         canBePrepared(nickname, stringprep_xmpp_resourceprep);
}

bool isJid(std::string_view text) {
  const std::string_view bare = bareJid(text);
  if (bare.size() < text.size() && !canBeResource(text.substr(bare.size() + 1))) {
    return false;
  }
  const std::size_t at = bare.find('@');
  if (at == std::string_view::npos) {
    return canBeDomain(bare);
  }
  return canBePrepared(bare.substr(0, at), stringprep_xmpp_nodeprep) && canBeDomain(bare.substr(at + 1));
}

std::string normalizedNode(std::string_view name) {
  if (auto node = prepared(name, stringprep_xmpp_nodeprep)) {
    return *std::move(node);
  }
  return Poco::toLower(std::string(name));
}

std::string_view bareJid(std::string_view jid) { return jid.substr(0, jid.find('/')); }

}  // namespace prism::host
