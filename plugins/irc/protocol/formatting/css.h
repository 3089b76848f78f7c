// SPDX-License-Identifier: MIT
// The little of CSS that has a meaning in IRC.
#pragma once

#include "protocol/formatting/look.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace irc {

// The declarations of a style attribute, taken into the look of what the element is in.
void applyStyle(std::string_view style, Look* look);

// A colour as 0xRRGGBB: #rgb, #rrggbb, rgb(r, g, b), or a name.
std::optional<std::uint32_t> cssColour(std::string_view text);

}  // namespace irc
