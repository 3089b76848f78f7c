// Whether XML from a plugin may be written into Spectrum's stream: parsed, by expat, inside a root of our own, so that no
// declaration, document type, processing instruction or second root can hide in it.
#pragma once

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
  SecretVector<char> body = {};  // of a message
};

// Whether `xml` is exactly one complete stanza in the namespace jabber:client; if so it is taken apart into *stanza, if
// not, the answer says why.
std::optional<std::string> rejectStanza(std::string_view xml, Stanza* stanza);

// Whether `xml` is text and complete elements: what may stand inside an element. If not, the answer says why.
std::optional<std::string> rejectFragment(std::string_view xml);

// A JID without its resource.
std::string_view bareJid(std::string_view jid);

}  // namespace prism::host
