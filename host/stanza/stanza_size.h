// SPDX-License-Identifier: MIT
// How large a text is once Spectrum has written it into a stanza, and where to cut one that does not fit. An XMPP server
// closes the stream that carries a stanza over its limit, with all users behind it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

// Bytes of `text` with every character escaped that an XMPP library may escape, in text or in an attribute.
std::size_t escapedSize(std::string_view text);

// The same of base64, with a line break after each 76 characters.
std::size_t base64Size(std::size_t bytes);

// Cuts *text, if it does not fit into `room` bytes once it is escaped, and marks the place. `text` is UTF-8.
void cutToFit(std::size_t room, std::string* text);

// Cuts a text, which is UTF-8, into pieces that fit into `room` bytes each once they are escaped: at a line break, else
// at a space, else between two characters. There are at most kMostPieces of them; the last one says what is missing.
class TextPieces {
 public:
  static constexpr std::size_t kMostPieces = 16;

  // `text` must outlive this.
  TextPieces(std::string_view text, std::size_t room) : rest_(text), room_(room) {}

  // Whether there is another piece; it is valid until the next call.
  bool next();
  std::string_view piece() const { return piece_; }

 private:
  std::string_view rest_;
  const std::size_t room_;
  std::size_t count_ = 0;
  std::string last_;
  std::string_view piece_;
};

}  // namespace prism::host
