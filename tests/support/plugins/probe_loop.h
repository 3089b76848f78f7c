// SPDX-License-Identifier: MIT
// The probe's commands that misuse the event loop.
#pragma once

#include "tests/support/plugins/commands.h"

#include <string>

namespace prism::tests {

class ProbeLoop {
 public:
  // `host` must outlive this.
  explicit ProbeLoop(const prism_host* host) : host_(host) {}

  // Watches a descriptor and closes it, without removing the watch. Returns its number.
  std::string closeWatched();

  // Watches a pipe that nobody writes any more, and ignores its end. Returns the descriptor's number.
  std::string spin();

  // Adds a watch and a timer, publishes and fetches a file, looks a name up, and logs the results.
  void addAndLog();

 private:
  const prism_host* host_;
  prism_watch watch_ = 0;
};

}  // namespace prism::tests
