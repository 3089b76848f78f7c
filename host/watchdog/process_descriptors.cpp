// SPDX-License-Identifier: MIT
#include "host/watchdog/process_descriptors.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

namespace prism::host {

std::optional<std::uint64_t> countDescriptors() {
  constexpr const char* kDirectory = "/proc/self/fd";
  struct stat status {};
  if (::stat(kDirectory, &status) == 0 && status.st_size > 0) {
    return status.st_size;  // the number, since Linux 6.2; 0 before
  }
  std::error_code error;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator entry(kDirectory, error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  if (error || count == 0) {
    return std::nullopt;
  }
  return count - 1;  // without the directory's own
}

}  // namespace prism::host
