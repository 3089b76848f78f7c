// SPDX-License-Identifier: MIT
// The soft limits of this process (getrlimit(2)) that a plugin may lower, and with them harm the host.
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

  // Returns a phrase for each limit that is lower than at the last call, such as `the limit of processor time
  // (RLIMIT_CPU) from unlimited to 60`. None is set back, since the plugin may mean it.
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
