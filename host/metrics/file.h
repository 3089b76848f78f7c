// SPDX-License-Identifier: MIT
// A file that is replaced as a whole: a reader sees the old contents or the new ones. Not thread-safe.
#pragma once

#include "host/base/result.h"

#include <sys/types.h>

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class ReplacedFile {
 public:
  explicit ReplacedFile(std::string path) : path_(std::move(path)) {}

  // Writes `text` to a file beside the path, with `.tmp` appended to its name, and renames that. The file can be read
  // by everybody whatever the umask is. After an error, the old file is as before, and the other one is gone. The
  // error's sentence is the reason alone. Not synced to the disk, since the values are stale after a crash of the
  // machine.
  std::optional<Error> replace(std::string_view text);

  // Removes the file if it is the last one that replace() has written. One of another process stays: a backend that
  // ends slowly may have a successor with the same path.
  void remove();

 private:
  // A file system gives the inode of a removed file to a later one, but not with the same time.
  struct Identity {
    dev_t device;
    ino_t inode;
    timespec modified;
  };

  int writeBeside(const std::string& beside, std::string_view text, Identity* ret_identity);

  const std::string path_;
  std::optional<Identity> written_;
};

}  // namespace prism::host
