// SPDX-License-Identifier: MIT
// Further actions that a protocol offers for an account, for example a search for people or a change of the password.
#pragma once

#include "user/questions.h"
#include "user/shared.h"

namespace purple {

// Asks the user to choose an action, and runs it.
void offerActions(const Owner& owner, Questions& questions);

}  // namespace purple
