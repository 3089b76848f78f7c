// SPDX-License-Identifier: MIT
// Rejects payloads of stanzas that crash Spectrum. Swiften, which Spectrum reads and writes stanzas with, parses some
// ninety kinds of payload. A few of them fail an assertion or dereference a null pointer when malformed. They were
// found by sending variants of each kind to Spectrum 2.2.1.
#pragma once

#include <expat.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Receives the elements of one stanza in order. Names are "namespace name", as in XmlReader.
class PayloadRules {
 public:
  // Both return the reason to reject the stanza, or nullopt.
  std::optional<std::string> onStart(std::string_view name, const XML_Char** attributes);
  std::optional<std::string> onEnd();

  // Returns true if Spectrum parses the text of the open element as a JID.
  bool isInJid() const { return !open_.empty() && open_.back().is_jid; }

  // Returns true if the open element is a form or stands in one.
  bool isInForm() const { return forms_ > 0; }

  // Returns true if Spectrum parses the value of an attribute of this name as a JID.
  static bool isJidAttribute(std::string_view name);

  // The number of bytes that Spectrum adds as content to an empty element of this name.
  static std::size_t addedSize(std::string_view name);

 private:
  enum class Kind { kOther, kForm, kChecksum, kFile, kJingle };
  struct Open {
    Kind kind;
    bool is_jid;
    bool has_child = false;
  };

  std::vector<Open> open_;
  int forms_ = 0;  // open elements that are forms
};

}  // namespace prism::host
