// SPDX-License-Identifier: MIT
// How a piece of text looks, and the control codes that say so: https://modern.ircdocs.horse/formatting
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace irc {

struct Colour {
  enum class Kind : unsigned char {
    Default,  // what the reader's client has
    Palette,  // number 0 to 98
    Rgb,      // 0xRRGGBB
  };
  Kind kind = Kind::Default;
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

// Reads the code that `text` begins with into the look. Returns its size, 0 if there is none.
std::size_t readCode(std::string_view text, Look* look);

// The codes that lead from one look to another, when `next` is what follows: nothing in it is taken for a part of a colour.
std::string codesBetween(const Look& from, const Look& to, std::string_view next);

}  // namespace irc
