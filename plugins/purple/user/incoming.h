// SPDX-License-Identifier: MIT
// What somebody has written, on its way to Spectrum.
#pragma once

#include "user/files.h"
#include "user/shared.h"

#include <prism/types.hpp>

namespace purple {

// Passes it on as `event`, which says who has written to whom, with its text, mark-up, pictures and time, and what the flags
// say of it: outside of rooms, what is sent is the user's own, and what is nobody's words expects no answer.
void passOn(const Owner& owner, const Files& files, prism::Message event, const char* html, PurpleMessageFlags flags,
            time_t time);

}  // namespace purple
