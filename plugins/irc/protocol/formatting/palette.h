// SPDX-License-Identifier: MIT
// The colours that have numbers in IRC.
#pragma once

#include "protocol/formatting/look.h"

#include <cstdint>

namespace irc {

// 0xRRGGBB of a number of the palette, 0 to 98. The first sixteen have no agreed values; these are mIRC's.
std::uint32_t paletteRgb(std::uint32_t number);

// The number whose colour is nearest to 0xRRGGBB; of equals the lowest, which the oldest clients know.
std::uint32_t nearestNumber(std::uint32_t rgb);

}  // namespace irc
