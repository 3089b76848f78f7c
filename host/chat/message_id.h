// SPDX-License-Identifier: MIT
// The ids of messages in stanzas. The id of a stanza is the network's id where XMPP and Spectrum can carry that, else a
// hash of it. So the same message has the same id in every process, also when the host has forgotten it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

inline constexpr std::size_t kLongestNetworkId = 1023;  // bytes
inline constexpr std::size_t kLongestAuthorId = 128;    // bytes

// Returns true if an id can be in any attribute of a stanza: at most 255 printable ASCII characters, without the space
// and those that XML escapes. Spectrum writes the id of an edit (XEP-0308) without escaping it.
bool isPlainId(std::string_view id);

// Returns the id in stanzas for a network's id, which must not be empty. The result is plain.
std::string stanzaIdOf(std::string_view network_id);

// Returns the id of the stanza `part`, counted from 0, of a message that is sent as several, such as a text and files.
// The first one has that of stanzaIdOf(). The result is plain.
std::string partIdOf(std::string_view network_id, std::size_t part);

// Returns true if `stanza_id` is stanzaIdOf(network_id), or the id of a further part of the message.
bool isStanzaIdOf(std::string_view stanza_id, std::string_view network_id);

// Returns true if stanzaIdOf(network_id) is the same id.
bool isOwnStanzaId(std::string_view network_id);

// Returns the network's id for the id of a stanza that the host does not remember. Returns nullopt if it is a hash.
std::optional<std::string_view> networkIdOf(std::string_view stanza_id);

}  // namespace prism::host
