// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace prism::host {

// Replaces a reused protobuf message by a new one if its last content, of `size` bytes, was over 64 KiB. A reused
// message keeps the memory of the largest content that it has ever held. That saves allocations for usual content, but
// would waste memory after an unusually large one.
template <typename Message>
void resetIfLarge(std::size_t size, Message* message) {
  constexpr std::size_t kLarge = 64 * 1024;
  if (size > kLarge) {
    *message = Message();
  }
}

}  // namespace prism::host
