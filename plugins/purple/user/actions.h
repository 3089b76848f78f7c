// SPDX-License-Identifier: MIT
// The actions that a protocol offers for an account beside everything else: to search for people, to change the password.
#pragma once

#include "user/questions.h"
#include "user/shared.h"

namespace purple {

// Lets the user choose one, and runs it.
void offerActions(const Owner& owner, Questions& questions);

}  // namespace purple
