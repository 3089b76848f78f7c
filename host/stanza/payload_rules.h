// SPDX-License-Identifier: MIT
// Payloads of stanzas that end Spectrum: Swiften, which it reads and writes stanzas with, knows some ninety of them, and
// asserts, or follows a null pointer, at a few that are not as it expects. Found by sending variants of each of them to
// Spectrum 2.2.1.
#pragma once

#include <expat.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Is told of the elements of one stanza, in order. Names are "namespace name", as in XmlReader.
class PayloadRules {
 public:
  // Each returns why the stanza may not pass, if so.
  std::optional<std::string> onStart(std::string_view name, const XML_Char** attributes);
  std::optional<std::string> onEnd();

  // True if Spectrum reads the text of the open element as a JID.
  bool isInJid() const { return !open_.empty() && open_.back().is_jid; }

  // True if Spectrum reads the value of an attribute of this name as a JID.
  static bool isJidAttribute(std::string_view name);

  // Bytes of content that Spectrum gives an element of this name where it finds none.
  static std::size_t addedSize(std::string_view name);

 private:
  enum class Kind { kOther, kForm, kChecksum, kFile, kJingle };
  struct Open {
    Kind kind;
    bool is_jid;
    bool has_child = false;
  };

  std::vector<Open> open_;
  int forms_ = 0;  // of them
};

}  // namespace prism::host
