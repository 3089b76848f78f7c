// SPDX-License-Identifier: MIT
// Support for functions that replace those of the C library for the host, the plugin and all libraries. The dynamic
// linker finds a symbol of the program before one of the C library. So a file with such functions belongs to the
// program, not to the host's library. Builds with sanitizers leave these files out, since a sanitizer replaces the same
// functions (host/CMakeLists.txt).
#pragma once

#include <dlfcn.h>

#define PRISM_REPLACES_LIBC extern "C" __attribute__((visibility("default")))

namespace prism::host {

// Returns the C library's function, which the program has replaced. Not async-signal-safe.
template <typename Function>
Function libcFunction(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace prism::host
