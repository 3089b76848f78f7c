// SPDX-License-Identifier: MIT
// The exception of the simulator: an awaited event did not happen.
#pragma once

#include <stdexcept>

namespace prism::testing {

// what() has the awaited event and the deadline, the event that came instead, the state of the host, and its stderr.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace prism::testing
