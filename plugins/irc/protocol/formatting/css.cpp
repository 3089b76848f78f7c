// SPDX-License-Identifier: MIT
#include "protocol/formatting/css.h"

#include "protocol/formatting/palette.h"
#include "protocol/text/casemapping.h"
#include <prism/text.hpp>

#include <algorithm>

namespace irc {
namespace {

struct Name {
  std::string_view name;
  std::uint32_t rgb;
};
constexpr Name kNames[] = {
    {"aqua", 0x00ffff},    {"black", 0x000000},  {"blue", 0x0000ff},    {"brown", 0xa52a2a},  {"cyan", 0x00ffff},
    {"fuchsia", 0xff00ff}, {"gold", 0xffd700},   {"gray", 0x808080},    {"green", 0x008000},  {"grey", 0x808080},
    {"indigo", 0x4b0082},  {"lime", 0x00ff00},   {"magenta", 0xff00ff}, {"maroon", 0x800000}, {"navy", 0x000080},
    {"olive", 0x808000},   {"orange", 0xffa500}, {"pink", 0xffc0cb},    {"purple", 0x800080}, {"red", 0xff0000},
    {"silver", 0xc0c0c0},  {"teal", 0x008080},   {"violet", 0xee82ee},  {"white", 0xffffff},  {"yellow", 0xffff00},
};

// Takes the text up to the next `separator`, and the separator.
std::string_view takeUntil(char separator, std::string_view* text) {
  const std::string_view part = text->substr(0, text->find(separator));
  text->remove_prefix(std::min(part.size() + 1, text->size()));
  return prism::trim(part);
}

std::optional<std::uint32_t> number(std::string_view text, std::uint32_t base) {
  std::uint32_t value = 0;
  for (const char c : text) {
    const std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                                : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a') + 10
                                                       : base;
    if (digit >= base || value > 0xFFFFFF) {
      return std::nullopt;
    }
    value = value * base + digit;
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

std::optional<std::uint32_t> hexColour(std::string_view digits) {
  const std::optional<std::uint32_t> value = number(digits, 16);
  if (!value || (digits.size() != 3 && digits.size() != 6)) {
    return std::nullopt;
  }
  if (digits.size() == 6) {
    return value;
  }
  return (*value >> 8U & 0xFU) * 0x110000U + (*value >> 4U & 0xFU) * 0x1100U + (*value & 0xFU) * 0x11U;
}

// Parses "255, 0, 0" or "100%, 0%, 0%".
std::optional<std::uint32_t> rgbColour(std::string_view channels) {
  std::uint32_t rgb = 0;
  for (int i = 0; i < 3; ++i) {
    std::string_view channel = takeUntil(',', &channels);
    const bool percent = channel.ends_with('%');
    channel.remove_suffix(percent ? 1 : 0);
    const std::optional<std::uint32_t> value = number(channel, 10);
    if (!value) {
      return std::nullopt;
    }
    rgb = rgb << 8U | (percent ? std::min(*value, 100U) * 255U / 100U : std::min(*value, 255U));
  }
  return channels.empty() ? std::optional(rgb) : std::nullopt;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void setColour(std::string_view value, Colour* colour) {
  if (const std::optional<std::uint32_t> rgb = cssColour(value)) {
    *colour = {Colour::Kind::kPalette, nearestNumber(*rgb)};
  } else if (value == "transparent" || value == "initial") {
    *colour = Colour();
  }
}

void declare(std::string_view property, std::string_view value, Look* look) {
  if (property == "font-weight") {
    const std::uint32_t weight = number(value, 10).value_or(value.starts_with("bold") ? 700 : 400);
    look->bold = value != "inherit" ? weight >= 600 : look->bold;
  } else if (property == "font-style") {
    look->italic = value == "italic" || value == "oblique" || (value == "inherit" && look->italic);
  } else if (property == "text-decoration") {
    look->underline = has(value, "underline") || (value != "none" && look->underline);
    look->strike = has(value, "line-through") || (value != "none" && look->strike);
  } else if (property == "font-family") {
    look->monospace = has(value, "mono") || has(value, "courier") || (value == "inherit" && look->monospace);
  } else if (property == "color") {
    setColour(value, &look->text);
  } else if (property == "background-color" || property == "background") {
    setColour(value, &look->background);
  }
}

}  // namespace

std::optional<std::uint32_t> cssColour(std::string_view text) {
  const std::string lower = foldCase(prism::trim(text), Casemapping::kAscii);
  const std::string_view colour = lower;
  if (colour.starts_with('#')) {
    return hexColour(colour.substr(1));
  }
  if (colour.starts_with("rgb(") && colour.ends_with(')')) {
    return rgbColour(colour.substr(4, colour.size() - 5));
  }
  for (const Name& known : kNames) {
    if (known.name == colour) {
      return known.rgb;
    }
  }
  return std::nullopt;
}

void applyStyle(std::string_view style, Look* look) {
  const std::string lower = foldCase(style, Casemapping::kAscii);
  for (std::string_view rest = lower; !rest.empty();) {
    std::string_view declaration = takeUntil(';', &rest);
    const std::string_view property = takeUntil(':', &declaration);
    declare(property, prism::trim(declaration), look);
  }
}

}  // namespace irc
