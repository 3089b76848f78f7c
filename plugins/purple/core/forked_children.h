// SPDX-License-Identifier: MIT
// The children that libpurple forks, of which those that look up names never exec: they run on as copies of this process.
// A copy keeps nothing that an exec would close, so that Spectrum sees the end of its connection when the host ends; and
// nobody but us waits for its end.
#pragma once

#include <prism/host.hpp>

#include <sys/types.h>

namespace purple {

class ForkedChildren {
 public:
  // One in a process.
  explicit ForkedChildren(prism::Host host);
  ~ForkedChildren();
  ForkedChildren(const ForkedChildren&) = delete;
  ForkedChildren& operator=(const ForkedChildren&) = delete;

 private:
  void reap();

  prism::Timer timer_;
  pid_t ended_ = 0;  // a child that had ended when we last looked
};

}  // namespace purple
