// SPDX-License-Identifier: MIT
#include "protocol/formatting/look.h"

#include <array>

namespace irc {
namespace {

constexpr char kBold = 0x02;
constexpr char kColour = 0x03;
constexpr char kRgb = 0x04;
constexpr char kReset = 0x0F;
constexpr char kMonospace = 0x11;
constexpr char kReverse = 0x16;
constexpr char kItalic = 0x1D;
constexpr char kStrike = 0x1E;
constexpr char kUnderline = 0x1F;

struct Toggle {
  char code;
  bool Look::*flag;
};
constexpr std::array<Toggle, 6> kToggles = {{{kBold, &Look::bold},
                                             {kItalic, &Look::italic},
                                             {kUnderline, &Look::underline},
                                             {kStrike, &Look::strike},
                                             {kMonospace, &Look::monospace},
                                             {kReverse, &Look::reverse}}};

constexpr std::uint32_t kDefaultNumber = 99;  // the default colour

bool isDigit(char c) { return c >= '0' && c <= '9'; }

int hexDigit(char c) {
  return isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Reads a number of one or two digits. Returns the count of digits; 0 if there is no number.
std::size_t readNumber(std::string_view text, Colour* colour) {
  std::size_t size = 0;
  std::uint32_t number = 0;
  for (; size < 2 && size < text.size() && isDigit(text[size]); ++size) {
    number = number * 10 + static_cast<std::uint32_t>(text[size] - '0');
  }
  if (size > 0) {
    *colour = number == kDefaultNumber ? Colour{} : Colour{Colour::Kind::kPalette, number};
  }
  return size;
}

// Reads six hexadecimal digits. Returns 6, or 0 if there are fewer.
std::size_t readRgb(std::string_view text, Colour* colour) {
  constexpr std::size_t kDigits = 6;
  if (text.size() < kDigits) {
    return 0;
  }
  std::uint32_t value = 0;
  for (const char c : text.substr(0, kDigits)) {
    const int digit = hexDigit(c);
    if (digit < 0) {
      return 0;
    }
    value = value << 4U | static_cast<std::uint32_t>(digit);
  }
  *colour = {Colour::Kind::kRgb, value};
  return kDigits;
}

// Reads the colours behind a colour code: one, or two with a comma between them. Without any, the code resets the
// colours.
std::size_t readColours(std::string_view text, std::size_t (*read)(std::string_view, Colour*), Look* look) {
  std::size_t size = read(text, &look->text);
  if (size == 0) {
    look->text = look->background = Colour();
    return 0;
  }
  if (size < text.size() && text[size] == ',') {
    const std::size_t second = read(text.substr(size + 1), &look->background);
    size += second > 0 ? second + 1 : 0;
  }
  return size;
}

void appendColour(const Colour& colour, std::string* out) {
  if (colour.kind == Colour::Kind::kRgb) {
    for (unsigned shift = 24; shift > 0; shift -= 4) {
      *out += "0123456789ABCDEF"[colour.value >> (shift - 4) & 0xFU];
    }
    return;
  }
  const std::uint32_t number = colour.kind == Colour::Kind::kPalette ? colour.value % 100 : kDefaultNumber;
  *out += static_cast<char>('0' + number / 10);
  *out += static_cast<char>('0' + number % 10);
}

void appendColours(const Colour& text, const Colour* background, Colour::Kind kind, std::string* out) {
  *out += kind == Colour::Kind::kRgb ? kRgb : kColour;
  appendColour(text, out);
  if (background) {
    *out += ',';
    appendColour(*background, out);
  }
}

// Appends the codes that set the colours of `to` on text without colours. Returns true if a comma behind the last code
// would begin a second colour.
bool appendColours(const Look& to, std::string* out) {
  using Kind = Colour::Kind;
  if (to.background.kind == Kind::kDefault) {
    appendColours(to.text, nullptr, to.text.kind, out);
    return true;
  }
  // One code has colours of one kind. If the text's colour is of the other kind, a second code sets it.
  const bool as_number = to.background.kind == Kind::kPalette && to.text.kind == Kind::kDefault;
  const bool same = to.text.kind == to.background.kind || as_number;
  appendColours(same ? to.text : Colour{to.background.kind, 0}, &to.background, to.background.kind, out);
  if (!same) {
    appendColours(to.text, nullptr, to.text.kind, out);
  }
  return !same;
}

}  // namespace

std::size_t readCode(std::string_view text, Look* look) {
  if (text.empty()) {
    return 0;
  }
  for (const Toggle& toggle : kToggles) {
    if (text[0] == toggle.code) {
      look->*toggle.flag = !(look->*toggle.flag);
      return 1;
    }
  }
  switch (text[0]) {
    case kReset:
      *look = Look();
      return 1;
    case kColour:
      return 1 + readColours(text.substr(1), readNumber, look);
    case kRgb:
      return 1 + readColours(text.substr(1), readRgb, look);
    default:
      return 0;
  }
}

std::string codesBetween(const Look& from, const Look& to, std::string_view next) {
  std::string codes;
  Look now = from;
  // Digits that follow would become part of a code that resets colours. They do not with a reset of everything.
  const auto isGone = [](const Colour& before, const Colour& after) {
    return before.kind != Colour::Kind::kDefault && after.kind == Colour::Kind::kDefault;
  };
  if (now != to && (to == Look() || isGone(now.text, to.text) || isGone(now.background, to.background))) {
    codes += kReset;
    now = Look();
  }
  const bool open = (now.text != to.text || now.background != to.background) && appendColours(to, &codes);
  bool toggled = false;
  for (const Toggle& toggle : kToggles) {
    if (now.*toggle.flag != to.*toggle.flag) {
      codes += toggle.code;
      toggled = true;
    }
  }
  if (open && !toggled && next.starts_with(',')) {
    codes += {kBold, kBold};  // changes nothing, and separates the comma from the number
  }
  return codes;
}

}  // namespace irc
