// SPDX-License-Identifier: MIT
#include "host/chat/message_id.h"

#include "host/base/xml_text.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace prism::host {
namespace {

constexpr std::size_t kLongestPlain = 255;
constexpr std::string_view kHashed = "prism-";

std::string hashOf(std::string_view network_id) {
  const XXH128_hash_t hash = XXH3_128bits(network_id.data(), network_id.size());
  return fmt::format("{}{:016x}{:016x}", kHashed, hash.high64, hash.low64);
}

}  // namespace

bool isPlainId(std::string_view id) { return !id.empty() && id.size() <= kLongestPlain && isUnescapedWord(id); }

// An id of the network that looks like a hash is hashed, too.
bool isOwnStanzaId(std::string_view network_id) { return isPlainId(network_id) && !network_id.starts_with(kHashed); }

std::string stanzaIdOf(std::string_view network_id) {
  if (isOwnStanzaId(network_id)) {
    return std::string(network_id);
  }
  return hashOf(network_id);
}

std::string partIdOf(std::string_view network_id, std::size_t part) {
  return part == 0 ? stanzaIdOf(network_id) : fmt::format("{}-{}", hashOf(network_id), part);
}

bool isStanzaIdOf(std::string_view stanza_id, std::string_view network_id) {
  if (network_id.empty()) {
    return false;
  }
  if (!stanza_id.starts_with(kHashed)) {
    return stanza_id == network_id && isOwnStanzaId(network_id);
  }
  const std::string hash = hashOf(network_id);
  if (!stanza_id.starts_with(hash)) {
    return false;
  }
  const std::string_view part = stanza_id.substr(hash.size());
  return part.empty() ? !isOwnStanzaId(network_id) : part.front() == '-';
}

std::optional<std::string_view> networkIdOf(std::string_view stanza_id) {
  return isOwnStanzaId(stanza_id) ? std::optional(stanza_id) : std::nullopt;
}

}  // namespace prism::host
