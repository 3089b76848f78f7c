// SPDX-License-Identifier: MIT
// The password of the user, which never stands on a command line: everybody could read it there.
#pragma once

#include <optional>
#include <string>

#include "console/signals.h"

namespace prism::console {

// From the environment, where it is removed, so that no process that we start inherits it; empty if there is none.
std::string passwordFromEnvironment();

// Asks for it on the terminal, without echo. nullopt if the user does not want to say it (Ctrl-C, Ctrl-D).
std::optional<std::string> askPassword(const std::string& user, Signals* signals);

}  // namespace prism::console
