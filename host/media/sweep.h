// SPDX-License-Identifier: MIT
// One pass over the published files, in small steps: it adds up their sizes and removes those that are too old. All
// backends of a transport, and perhaps of several, publish into the same directory, so each counts what is there.
//
// The layout is DIRECTORY/TOKEN/NAME, TOKEN being 32 hexadecimal digits. Anything else in it is left alone, and
// symbolic links are not followed.
#pragma once

#include <dirent.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>

namespace prism::host {

class Sweep {
 public:
  // Removes files that were written before `oldest` (Unix time), and unfinished ones, whose names begin with a dot,
  // before `oldest_part`.
  Sweep(const std::string& directory, std::time_t oldest, std::time_t oldest_part);

  // Visits up to `most` tokens. Returns false when there are no more.
  bool step(std::size_t most);

  // The sizes of the files that are left, each in whole blocks of kBlock bytes, so that empty ones count, too.
  std::uint64_t size() const { return size_; }
  static constexpr std::uint64_t kBlock = 4096;
  static std::uint64_t sizeInBlocks(std::uint64_t size) { return (size / kBlock + 1) * kBlock; }

 private:
  struct Close {
    void operator()(DIR* directory) const { ::closedir(directory); }
  };
  using Directory = std::unique_ptr<DIR, Close>;

  static Directory openAt(int parent, const char* name);
  void visit(const char* token);

  Directory directory_;
  const std::time_t oldest_;
  const std::time_t oldest_part_;
  std::uint64_t size_ = 0;
};

// Returns true if this is the name of a directory that the host has made for one file.
bool isToken(const char* name);

}  // namespace prism::host
