// SPDX-License-Identifier: MIT
// Tells the backends of each other's writes: who has written to the log writes one byte to a file, which the others
// watch with inotify(7). The log's own file will not do: it changes before the event can be read.
#pragma once

#include <prism/unique_fd.hpp>

#include <string>

namespace lobby {

class Bell {
 public:
  // Rings nothing.
  Bell() = default;

  // Throws a std::runtime_error with a sentence.
  explicit Bell(const std::string& directory);

  // Readable after a ring by any backend. -1 if this machine has no watches left.
  int fd() const { return watch_.get(); }

  void ring() const;

  // Forgets what has happened. Returns true if a backend may have ended, whose lock the kernel releases right now.
  bool read() const;

 private:
  prism::UniqueFd file_;
  prism::UniqueFd watch_;
};

}  // namespace lobby
