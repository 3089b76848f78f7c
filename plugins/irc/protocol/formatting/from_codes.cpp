// SPDX-License-Identifier: MIT
#include "protocol/formatting/formatting.h"
#include "protocol/formatting/look.h"
#include "protocol/formatting/palette.h"
#include "protocol/text/shown.h"
#include <prism/text.hpp>

#include <utility>

namespace irc {
namespace {

// Limits the XHTML of hostile lines: one that changes its look at every character becomes a hundred times as large.
constexpr std::size_t kLongestXhtml = 65536;

constexpr std::uint32_t kBlack = 0x000000;
constexpr std::uint32_t kWhite = 0xffffff;

// Calls `show` with each visible character, in UTF-8, and its look.
template <typename Show>
void readCodes(std::string_view text, Show show) {
  Look look;
  while (!text.empty()) {
    if (const std::size_t size = readCode(text, &look)) {
      text.remove_prefix(size);
      continue;
    }
    const prism::Utf8Character character = prism::readUtf8(text);
    if (!character.valid) {
      show(prism::kReplacementCharacter, look);
    } else if (isShown(character.code)) {
      show(text.substr(0, character.size), look);
    }
    text.remove_prefix(character.size);
  }
}

void appendColour(std::string_view property, std::uint32_t rgb, std::string* style) {
  style->append(property).append(": #");
  for (unsigned shift = 24; shift > 0; shift -= 4) {
    *style += "0123456789abcdef"[rgb >> (shift - 4) & 0xFU];
  }
  *style += "; ";
}

std::uint32_t rgbOf(const Colour& colour, std::uint32_t by_default) {
  return colour.kind == Colour::Kind::kRgb       ? colour.value
         : colour.kind == Colour::Kind::kPalette ? paletteRgb(colour.value)
                                                 : by_default;
}

// Returns a look as declarations of CSS, with the properties that XEP-0071 recommends; empty for the default look.
std::string styleOf(const Look& look) {
  std::string style;
  const auto appendIf = [&](bool on, std::string_view declaration) {
    if (on) {
      style.append(declaration).append("; ");
    }
  };
  appendIf(look.bold, "font-weight: bold");
  appendIf(look.italic, "font-style: italic");
  appendIf(look.underline && look.strike, "text-decoration: underline line-through");
  appendIf(look.underline && !look.strike, "text-decoration: underline");
  appendIf(look.strike && !look.underline, "text-decoration: line-through");
  appendIf(look.monospace, "font-family: monospace");
  // The reader's colours are unknown. Reverse assumes black on white.
  const Colour& text = look.reverse ? look.background : look.text;
  const Colour& background = look.reverse ? look.text : look.background;
  if (look.reverse || text.kind != Colour::Kind::kDefault) {
    appendColour("color", rgbOf(text, kWhite), &style);
  }
  if (look.reverse || background.kind != Colour::Kind::kDefault) {
    appendColour("background-color", rgbOf(background, kBlack), &style);
  }
  if (!style.empty()) {
    style.resize(style.size() - 2);  // removes the last "; "
  }
  return style;
}

// Builds the fragment: one <span/> for each run of one look.
class Xhtml {
 public:
  void append(std::string_view character, const Look& look) {
    if (look != look_) {
      look_ = look;
      begin(styleOf(look));
    }
    appendText(character);
  }

  // Empty if nothing is formatted.
  std::string take() {
    protectSpace();
    close();
    return formatted_ && text_.size() <= kLongestXhtml ? std::move(text_) : std::string();
  }

 private:
  // Different looks may have the same style, such as a reverse of reversed colours.
  void begin(std::string style) {
    if (style == style_) {
      return;
    }
    close();
    if (!style.empty()) {
      formatted_ = true;
      text_ += "<span style='" + style + "'>";
    }
    style_ = std::move(style);
  }

  void close() {
    if (!style_.empty()) {
      text_ += "</span>";
    }
  }

  // HTML collapses spaces, and drops them at the ends of a line. Those of text drawings must stay.
  void appendText(std::string_view character) {
    const char c = character[0];
    if (c == ' ' && (line_start_ || space_ != std::string::npos)) {
      text_ += kNoBreakSpace;
      return;
    }
    if (c == '\n') {
      protectSpace();
    }
    space_ = c == ' ' ? text_.size() : std::string::npos;
    line_start_ = c == '\n';
    switch (c) {
      case '\n':
        text_ += "<br/>";
        break;
      case '&':
        text_ += "&amp;";
        break;
      case '<':
        text_ += "&lt;";
        break;
      case '>':
        text_ += "&gt;";
        break;
      default:
        text_ += character;
    }
  }

  // The last space is at the end of a line.
  void protectSpace() {
    if (space_ != std::string::npos) {
      text_.replace(space_, 1, kNoBreakSpace);
      space_ = std::string::npos;
    }
  }

  static constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

  std::string text_;
  Look look_;
  std::string style_;                      // of the open element; empty if none is open
  std::size_t space_ = std::string::npos;  // the position of the last character, if it is a space
  bool line_start_ = true;
  bool formatted_ = false;
};

}  // namespace

FormattedText fromCodes(std::string_view text) {
  FormattedText formatted;
  Xhtml xhtml;
  readCodes(text, [&](std::string_view character, const Look& look) {
    formatted.plain += character;
    xhtml.append(character, look);
  });
  formatted.xhtml = xhtml.take();
  return formatted;
}

std::string stripCodes(std::string_view text) {
  std::string plain;
  readCodes(text, [&](std::string_view character, const Look&) { plain += character; });
  return plain;
}

}  // namespace irc
