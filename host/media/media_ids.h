// SPDX-License-Identifier: MIT
// The ids of publications and fetches (prism/media.h), which have one sequence.
#pragma once

#include <prism/media.h>

namespace prism::host {

class MediaIds {
 public:
  prism_media_id next() { return ++last_; }

  // Returns true if there is, or was, a publication or a fetch of this id.
  bool everHad(prism_media_id id) const { return id >= 1 && id <= last_; }

 private:
  prism_media_id last_ = 0;
};

}  // namespace prism::host
