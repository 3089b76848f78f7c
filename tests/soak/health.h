// SPDX-License-Identifier: MIT
// Detects growth of the host's memory and descriptors over time.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace prism::soak {

class Health {
 public:
  // Takes a sample. Call it when no user is logged in. A new process starts a new series.
  void sample(pid_t host);

  // Returns true if there are enough samples.
  bool hasEnoughSamples() const;

  // Describes the growth, or returns an empty string if there is none or too few samples. Ignores memory with
  // sanitizers, which keep freed memory.
  std::string growth() const;

  std::string text() const;

 private:
  pid_t host_ = 0;
  std::vector<std::uint64_t> resident_kb_;
  std::vector<std::size_t> descriptors_;
};

}  // namespace prism::soak
