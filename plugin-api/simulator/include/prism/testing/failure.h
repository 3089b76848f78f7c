// SPDX-License-Identifier: MIT
// What is thrown when something that was awaited does not come.
#pragma once

#include <stdexcept>

namespace prism::testing {

// what() says what was awaited and for how long, what came instead, how the host is, and its stderr so far.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace prism::testing
