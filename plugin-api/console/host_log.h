// SPDX-License-Identifier: MIT
// The host's log: shown as it comes, or only when the host fails.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "prism/testing/spectrum.h"

namespace prism::console {

class HostLog {
 public:
  // `spectrum` must outlive it.
  HostLog(testing::Spectrum* spectrum, bool verbose) : spectrum_(spectrum), verbose_(verbose) {}

  // Shows the whole lines that have come since the last call, if it is to be shown at all.
  void follow(const std::function<void(std::string_view)>& show);

  // Shows all that has not been shown.
  void rest(const std::function<void(std::string_view)>& show);

 private:
  testing::Spectrum* const spectrum_;
  const bool verbose_;
  std::size_t shown_ = 0;  // bytes
};

}  // namespace prism::console
