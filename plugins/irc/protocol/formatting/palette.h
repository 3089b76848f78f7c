// SPDX-License-Identifier: MIT
// The numbered colours of IRC.
#pragma once

#include "protocol/formatting/look.h"

#include <cstdint>

namespace irc {

// Returns 0xRRGGBB of a number of the palette, 0 to 98. The first sixteen have no standard values: these are mIRC's.
std::uint32_t paletteRgb(std::uint32_t number);

// Returns the number of the colour nearest to 0xRRGGBB: the lowest of equals, which the oldest clients know.
std::uint32_t nearestNumber(std::uint32_t rgb);

}  // namespace irc
