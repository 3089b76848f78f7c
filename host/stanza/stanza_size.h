// SPDX-License-Identifier: MIT
// Computes the size of a text after Spectrum has written it into a stanza, and cuts a text that is too large. An XMPP
// server closes the stream on which a stanza over its limit arrives, which disconnects all users of the gateway.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

// The size in bytes of `text` if every character is escaped that an XMPP library may escape in text or in an attribute.
std::size_t escapedSize(std::string_view text);

// The size in bytes of `bytes` bytes in base64, with a line break after every 76 characters.
std::size_t base64Size(std::size_t bytes);

// If *text has more than `room` bytes after escaping, cuts it and appends a mark. `text` is UTF-8.
void cutToFit(std::size_t room, std::string* text);

// Cuts a UTF-8 text into pieces of at most `room` bytes each after escaping. It cuts at a line break, or at a space, or
// between two characters. There are at most kMostPieces pieces; the last one says how many bytes are left out.
class TextPieces {
 public:
  static constexpr std::size_t kMostPieces = 16;

  // `text` must outlive this.
  TextPieces(std::string_view text, std::size_t room) : rest_(text), room_(room) {}

  // Moves to the next piece. Returns false if there is none. The piece is valid until the next call.
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
