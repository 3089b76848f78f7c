// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace prism::host {

// What this process takes up, in kB.
struct ProcessMemory {
  std::uint64_t resident_kb = 0;
  std::uint64_t shared_kb = 0;
};

// Zeros where /proc cannot be read; then errno says why.
ProcessMemory readProcessMemory();

// Gives freed memory back to the system, if there is much. The C library keeps what lies between what is still in use:
// after a peak that would be nearly all.
void giveFreedMemoryBack();

}  // namespace prism::host
