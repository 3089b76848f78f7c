// SPDX-License-Identifier: MIT
// Cleans up after fork() in libpurple. Children that look up names never exec: they run on as copies of this process.
// In each child this closes the descriptors that an exec would close, so that Spectrum sees the end of its connection
// when the host ends. It also reaps children that no one else waits for.
#pragma once

#include <prism/host.hpp>

#include <sys/types.h>

#include <set>

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
  std::set<pid_t> ended_;  // children that had ended at the last check, and were not reaped then
};

}  // namespace purple
