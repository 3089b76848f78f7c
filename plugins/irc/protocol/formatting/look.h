// SPDX-License-Identifier: MIT
// The formatting of a piece of text, and its control codes: https://modern.ircdocs.horse/formatting
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace irc {

struct Colour {
  enum class Kind : unsigned char {
    kDefault,  // of the reader's client
    kPalette,  // number 0 to 98
    kRgb,      // 0xRRGGBB
  };
  Kind kind = Kind::kDefault;
  std::uint32_t value = 0;

  bool operator==(const Colour& other) const { return kind == other.kind && value == other.value; }
  bool operator!=(const Colour& other) const { return !(*this == other); }
};

struct Look {
  bool bold = false;
  bool italic = false;
  bool underline = false;
  bool strike = false;
  bool monospace = false;
  bool reverse = false;
  Colour text;
  Colour background;

  bool operator==(const Look& other) const {
    return bold == other.bold && italic == other.italic && underline == other.underline && strike == other.strike &&
           monospace == other.monospace && reverse == other.reverse && text == other.text &&
           background == other.background;
  }
  bool operator!=(const Look& other) const { return !(*this == other); }
};

// Applies the code at the beginning of `text` to the look. Returns its size; 0 if there is none.
std::size_t readCode(std::string_view text, Look* look);

// Returns the codes that change one look to another. `next` is the text that follows: none of it becomes part of a
// colour code.
std::string codesBetween(const Look& from, const Look& to, std::string_view next);

}  // namespace irc
