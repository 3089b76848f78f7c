// SPDX-License-Identifier: MIT
// Ends a process that the plugin has forked, when it returns into the host's code (host/base/fork_mark.h).
#pragma once

namespace prism::host {

// `function` is the plugin's function that has returned in the child; null if none is known.
[[noreturn]] void endForkedChild(const char* function);

}  // namespace prism::host
