// SPDX-License-Identifier: MIT
// Texts that XMPP clients write for clients that lack a feature: https://xmpp.org/extensions/xep-0428.html. They are
// recognised by their words, since Spectrum passes on the text alone.
#pragma once

#include <string>
#include <string_view>

namespace irc {

// The text says only that the message is encrypted (XEP-0384).
bool isEncryptionFallback(std::string_view text);

// The text says only that an earlier message is retracted (XEP-0424).
bool isRetractionFallback(std::string_view text);

// Shortens the quote in front of a reply (XEP-0461), lines that begin with '>', to one line of 60 characters at most:
// '"How are you?" Fine'. Returns other texts unchanged.
std::string withShortQuote(std::string_view text);

}  // namespace irc
