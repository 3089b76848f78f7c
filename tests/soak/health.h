// SPDX-License-Identifier: MIT
// Memory and descriptors of the host, over time: whether they stay what they were.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace prism::soak {

class Health {
 public:
  // To be called when nobody is logged in. Begins anew with a new process.
  void sample(pid_t host);

  // Whether there are enough samples to tell.
  bool canTell() const;

  // What has grown; empty if nothing has, or if there are too few samples. With sanitizers, memory always grows, and is
  // not looked at.
  std::string growth() const;

  std::string text() const;

 private:
  pid_t host_ = 0;
  std::vector<std::uint64_t> resident_kb_;
  std::vector<std::size_t> descriptors_;
};

}  // namespace prism::soak
