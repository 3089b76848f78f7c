// SPDX-License-Identifier: MIT
// Signals that end or interrupt a conversation, as a descriptor to poll.
#pragma once

#include <prism/unique_fd.hpp>

namespace prism::console {

class Signals {
 public:
  // Blocks the signals in the process: SIGINT, SIGTERM and SIGHUP end the conversation, SIGWINCH and SIGTSTP are about
  // its terminal. Ignores SIGPIPE: writing to a closed pipe is an error.
  Signals();

  int descriptor() const { return descriptor_.get(); }

  // Returns the number of the next pending signal; 0 if there is none.
  int take();

 private:
  UniqueFd descriptor_;
};

}  // namespace prism::console
