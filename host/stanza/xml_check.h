// SPDX-License-Identifier: MIT
// Checks whether a stanza from a plugin or from Spectrum may be passed on unchanged.
#pragma once

#include "proto/secret_memory.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// The parts of a stanza (RFC 6120 section 8) that the host needs.
struct Stanza {
  std::string name;  // message, presence, iq
  std::string to;
  std::string from;
  std::string type = {};
  SecretVector<char> body = {};  // the first <body> of a message
  bool own = false;              // status 110 (XEP-0045 section 15.6.2): the presence is the user's
  bool renamed = false;          // status 303
  bool banned = false;           // status 301
};

// Returns nullopt and sets *stanza if `xml` is exactly one complete stanza in the namespace jabber:client. Otherwise
// returns the reason.
std::optional<std::string> rejectStanza(std::string_view xml, Stanza* stanza);

// Stricter, for a stanza to Spectrum, which parses it and writes it again. It must not make Spectrum fail, and must not
// be larger than `max_size` bytes as Spectrum writes it.
std::optional<std::string> rejectStanzaToSpectrum(std::string_view xml, std::size_t max_size, Stanza* stanza);

}  // namespace prism::host
