// SPDX-License-Identifier: MIT
// Gives freed memory back to the kernel. The C library keeps what lies between pieces that are still in use.
#pragma once

#include <prism/host.hpp>

namespace purple {

class Memory {
 public:
  explicit Memory(prism::Host host) : host_(host) {}

  // Something large has been freed. Soon after, once for all that happens meanwhile, memory is given back.
  void freed();

 private:
  const prism::Host host_;
  prism::Timer timer_;
};

}  // namespace purple
