// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace prism::host {

// The memory of this process in kB.
struct ProcessMemory {
  std::uint64_t resident_kb = 0;
  std::uint64_t shared_kb = 0;
};

// Returns zeros and sets errno if /proc cannot be read.
ProcessMemory readProcessMemory();

// Returns freed memory to the system if there are more than 8 MiB of it. The C library keeps free blocks that lie
// between blocks in use. After a peak, that would be nearly all of them.
void trimHeap();

}  // namespace prism::host
