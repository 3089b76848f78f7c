// SPDX-License-Identifier: MIT
// Reads the user's password. It is never an option: every user of the machine can read command lines.
#pragma once

#include "console/signals.h"

#include <optional>
#include <string>

namespace prism::console {

// Takes the password from the environment, and removes it there, so that no child process inherits it. Empty if there
// is none.
std::string passwordFromEnvironment();

// Asks for the password on the terminal, without echo. Returns nullopt if the user cancels (Ctrl-C, Ctrl-D).
std::optional<std::string> askPassword(const std::string& user, Signals* signals);

}  // namespace prism::console
