// SPDX-License-Identifier: MIT
// The soft limits of this process (getrlimit(2)), which a plugin may lower, and harm the host by it.
#pragma once

#include <sys/resource.h>

#include <array>
#include <string>
#include <vector>

namespace prism::host {

class ProcessLimits {
 public:
  // Remembers the limits as they are.
  ProcessLimits();

  // Returns a sentence for each limit that is lower than at the last call, such as `the limit of processor time
  // (RLIMIT_CPU) was lowered from unlimited to 60`. None is set back: an administrator may have lowered it, by
  // prlimit(1).
  std::vector<std::string> takeLowered();

 private:
  struct Limit {
    __rlimit_resource resource;
    const char* name;
    rlim_t value;
  };

  std::array<Limit, 5> limits_;
};

}  // namespace prism::host
