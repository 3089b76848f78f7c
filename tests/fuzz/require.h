// SPDX-License-Identifier: MIT
// What must hold whatever the input is. The fuzzer takes an abort for a finding, in every kind of build.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace prism::fuzz {

inline void require(bool holds, const char* sentence) {
  if (!holds) {
    std::fprintf(stderr, "this must hold, and does not: %s\n", sentence);
    std::abort();
  }
}

}  // namespace prism::fuzz
