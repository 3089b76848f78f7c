// SPDX-License-Identifier: MIT
// The parts of a JID as Swiften, Spectrum 2's library, prepares them.
#pragma once

#include <stringprep.h>

#include <algorithm>
#include <string>
#include <vector>

namespace prism::tests {

// Returns an empty string if stringprep fails, or if the result is longer than a part of a JID may be.
inline std::string prepared(const std::string& text, const Stringprep_profile* profile) {
  std::vector<char> buffer(1024);
  if (text.size() >= buffer.size()) {
    return {};
  }
  std::copy(text.begin(), text.end(), buffer.begin());
  const int result = stringprep(buffer.data(), buffer.size(), static_cast<Stringprep_profile_flags>(0), profile);
  return result == STRINGPREP_OK ? buffer.data() : "";
}

// Lower case of ASCII letters, which XMPP and IRC fold alike.
inline std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace prism::tests
