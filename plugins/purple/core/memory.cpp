// SPDX-License-Identifier: MIT
#include "core/memory.h"

#include <malloc.h>

#include <chrono>

namespace purple {
namespace {

// malloc_trim() takes some milliseconds of the loop's time.
constexpr std::chrono::milliseconds kWait{500};

}  // namespace

void Memory::trimSoon() {
  if (!timer_) {
    timer_ = host_.after(kWait, [] { ::malloc_trim(0); });
  }
}

}  // namespace purple
