// SPDX-License-Identifier: MIT
// Makes the ids of all requests of the process, whatever service they belong to (prism_request_id).
#pragma once

#include <prism/types.h>

namespace prism::host {

class RequestIds {
 public:
  // Returns an id that was never returned before. Never 0. Ids grow.
  prism_request_id next() { return ++last_; }

  // Returns the last id; 0 before the first.
  prism_request_id last() const { return last_; }

 private:
  prism_request_id last_ = 0;
};

}  // namespace prism::host
