// SPDX-License-Identifier: MIT
// Shows the host's log: continuously if verbose, else only when the host fails.
#pragma once

#include "prism/testing/spectrum.h"

#include <cstddef>
#include <functional>
#include <string_view>

namespace prism::console {

class HostLog {
 public:
  // `spectrum` must outlive this.
  HostLog(testing::Spectrum* spectrum, bool verbose) : spectrum_(spectrum), verbose_(verbose) {}

  // If verbose, shows the complete lines since the last call.
  void showNew(const std::function<void(std::string_view)>& show);

  // Shows all lines that showNew() has not shown.
  void showRest(const std::function<void(std::string_view)>& show);

 private:
  testing::Spectrum* const spectrum_;
  const bool verbose_;
  std::size_t shown_ = 0;  // bytes
};

}  // namespace prism::console
