// SPDX-License-Identifier: MIT
// Text that may stand in Spectrum's XML stream: UTF-8 (RFC 3629) whose characters XML 1.0 allows
// (https://www.w3.org/TR/xml/#charsets). Anything else may end the stream for every user of the transport.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

bool isXmlText(std::string_view text);

// Copies `text` to *out, each byte that belongs to no allowed character replaced by U+FFFD, a forbidden character by
// one U+FFFD. Returns true if nothing had to be replaced.
bool assignXmlText(std::string_view text, std::string* out);

// Where an escaped text is to stand; in an attribute, quotes and white space are escaped, too.
enum class XmlPlace { kText, kAttribute };

// Appends a text that XML allows, with what has a meaning in XML escaped.
void appendEscaped(std::string_view text, XmlPlace place, std::string* out);

}  // namespace prism::host
