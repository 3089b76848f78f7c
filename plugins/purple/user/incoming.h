// SPDX-License-Identifier: MIT
// Passes received messages on to Spectrum.
#pragma once

#include "user/files.h"
#include "user/shared.h"
#include <prism/host.hpp>

namespace purple {

// Completes `event`, which has sender and recipient, with text, mark-up, pictures and time, and sends it. Outside of
// rooms, a message with the flag SEND is a carbon of the user's own, and one with SYSTEM or ERROR a headline.
void passOn(const Owner& owner, const Files& files, prism::Message event, const char* html, PurpleMessageFlags flags,
            time_t time);

}  // namespace purple
