// SPDX-License-Identifier: MIT
// Returns freed memory to the kernel. The C library itself keeps free blocks between blocks that are in use.
#pragma once

#include <prism/host.hpp>

namespace purple {

class Memory {
 public:
  explicit Memory(prism::Host host) : host_(host) {}

  // Call it after a large block was freed. Memory is returned after a short delay, once for all calls until then.
  void trimSoon();

 private:
  const prism::Host host_;
  prism::Timer timer_;
};

}  // namespace purple
