// SPDX-License-Identifier: MIT
// Makes the ids of all requests of the process, whatever service they belong to (prism_request_id).
//
// The id of a request that a receipt answers has the mark of its session in the upper bits. So a receipt with the id of
// another user is noticed when the request itself is forgotten.
#pragma once

#include <prism/types.h>

namespace prism::host {

class RequestIds {
 public:
  static constexpr unsigned kNumberBits = 40;  // at 1,000 requests a second, enough for 34 years
  static constexpr unsigned kMarkBits = 13;    // so that ids are below 2^53
  static constexpr prism_request_id kNumberMask = (prism_request_id{1} << kNumberBits) - 1;

  // Returns the id without the mark of a session.
  static prism_request_id numberOf(prism_request_id id) { return id & kNumberMask; }

  // Returns an id that was never returned before, without a mark. Never 0. Ids grow.
  prism_request_id next() { return ++last_; }

  // Returns the last id; 0 before the first.
  prism_request_id last() const { return last_; }

 private:
  prism_request_id last_ = 0;
};

}  // namespace prism::host
