// SPDX-License-Identifier: MIT
// For functions that the program replaces in the C library, for itself, the plugin and all libraries: a symbol of the
// program comes before that of the C library. A file with such functions belongs to the program, and not to the host's
// library, and the sanitizers have functions of their own in these places (host/CMakeLists.txt).
#pragma once

#include <dlfcn.h>

#define PRISM_REPLACES_LIBC extern "C" __attribute__((visibility("default")))

namespace prism::host {

// The function that is replaced. Not async-signal-safe.
template <typename Function>
Function inLibc(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace prism::host
