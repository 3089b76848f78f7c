// SPDX-License-Identifier: MIT
// The declarations of CSS that IRC has codes for.
#pragma once

#include "protocol/formatting/look.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace irc {

// Applies the declarations of a style attribute to the look of the parent element.
void applyStyle(std::string_view style, Look* look);

// Parses a colour, #rgb, #rrggbb, rgb(r, g, b) or a name, as 0xRRGGBB.
std::optional<std::uint32_t> cssColour(std::string_view text);

}  // namespace irc
