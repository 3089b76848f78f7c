// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace prism::host {

// A protobuf message that is used again and again keeps the memory of the largest content it ever had, so that the usual
// one costs no allocation. After an unusually large one, of `size` bytes, it is to start anew.
template <typename Message>
void trimAfter(std::size_t size, Message* message) {
  constexpr std::size_t kLarge = 64 * 1024;
  if (size > kLarge) {
    *message = Message();
  }
}

}  // namespace prism::host
