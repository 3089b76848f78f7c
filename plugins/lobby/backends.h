// SPDX-License-Identifier: MIT
// Which backends run. Each one holds a lock on a file of its own. The kernel releases it when the process ends,
// whatever ends it, so that the others notice.
#pragma once

#include <prism/unique_fd.hpp>

#include <cstdint>
#include <string>

namespace lobby {

class Backends {
 public:
  explicit Backends(std::string directory) : directory_(std::move(directory)) {}
  ~Backends();
  Backends(const Backends&) = delete;
  Backends& operator=(const Backends&) = delete;

  // This process is the backend of this number from now on. Throws a std::runtime_error with a sentence.
  void begin(std::int64_t number);

  std::int64_t own() const { return own_; }

  bool runs(std::int64_t number) const;

  // Removes the files of backends that do not run.
  void removeFiles() const;

 private:
  std::string fileOf(std::int64_t number) const { return directory_ + "/backend-" + std::to_string(number); }
  static bool isLocked(const std::string& file);

  const std::string directory_;
  std::int64_t own_ = 0;
  prism::UniqueFd lock_;
};

}  // namespace lobby
