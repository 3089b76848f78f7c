// SPDX-License-Identifier: MIT
// The signals that end or interrupt a conversation, as a descriptor to poll.
#pragma once

#include <prism/unique_fd.hpp>

namespace prism::console {

class Signals {
 public:
  // Blocks them for the process: SIGINT, SIGTERM, SIGHUP end it, SIGWINCH and SIGTSTP concern its terminal. Writing to
  // a closed pipe is an error from now on, and no signal.
  Signals();

  int descriptor() const { return descriptor_.get(); }

  // The number of the next one that has come; 0: none.
  int take();

 private:
  UniqueFd descriptor_;
};

}  // namespace prism::console
