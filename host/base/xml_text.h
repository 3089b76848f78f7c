// SPDX-License-Identifier: MIT
// Text for Spectrum's XML stream: UTF-8 (RFC 3629) whose characters XML 1.0 allows
// (https://www.w3.org/TR/xml/#charsets). Any other byte may end the stream for every user of the transport.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

bool isXmlText(std::string_view text);

// Copies `text` to *out. Replaces each byte of invalid UTF-8, and each character that XML forbids, by U+FFFD. Returns
// true if nothing had to be replaced.
bool assignXmlText(std::string_view text, std::string* out);

// The place of an escaped text. In an attribute, quotes, tabs and newlines are escaped too.
enum class XmlPlace { kText, kAttribute };

// Returns true if all of `text` is printable ASCII (or DEL) that is not escaped there.
bool isUnescapedAscii(std::string_view text, XmlPlace place);

// Returns true if all of `text` is visible ASCII, neither spaces nor DEL, that is not escaped anywhere.
bool isUnescapedWord(std::string_view text);

// Appends valid XML text, with the characters escaped that have a meaning in XML.
void appendEscaped(std::string_view text, XmlPlace place, std::string* out);

}  // namespace prism::host
