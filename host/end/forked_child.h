// SPDX-License-Identifier: MIT
// Ends a process that the plugin has forked, when it returns into the host's code (host/base/fork_mark.h).
#pragma once

namespace prism::host {

// `function` is the plugin's that has returned in the child.
[[noreturn]] void endForkedChild(const char* function);

}  // namespace prism::host
