// SPDX-License-Identifier: MIT
// Checks an invariant in every kind of build. The fuzzer reports an abort as a finding.
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
