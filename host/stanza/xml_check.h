// SPDX-License-Identifier: MIT
// Whether a stanza from outside may be passed on, as it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "proto/secret_memory.h"

namespace prism::host {

// The element that a stanza is (RFC 6120 section 8).
struct Stanza {
  std::string name;  // message, presence, iq
  std::string to;
  std::string from;
  std::string type = {};
  SecretVector<char> body = {};  // of a message
  bool own = false;              // status 110 of a room's presence (XEP-0045 section 15.6.2): the user's own
  bool renamed = false;          // status 303
  bool banned = false;           // status 301
};

// Whether `xml` is exactly one complete stanza in the namespace jabber:client; if so it is taken apart into *stanza, if
// not, the answer says why.
std::optional<std::string> rejectStanza(std::string_view xml, Stanza* stanza);

// The same for a stanza to Spectrum, which reads it and writes it anew: it must not make Spectrum fail, nor be larger than
// `max_size` bytes once it is written.
std::optional<std::string> rejectStanzaToSpectrum(std::string_view xml, std::size_t max_size, Stanza* stanza);

}  // namespace prism::host
