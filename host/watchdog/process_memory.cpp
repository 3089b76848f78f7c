// SPDX-License-Identifier: MIT
#include "host/watchdog/process_memory.h"

#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdio>

namespace prism::host {

ProcessMemory readProcessMemory() {
  const UniqueFd fd(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  char text[128];
  const ssize_t size = fd ? ::read(fd.get(), text, sizeof text - 1) : -1;
  if (size <= 0) {
    return {};
  }
  text[size] = '\0';
  unsigned long resident = 0;  // in pages, like all numbers of that file
  unsigned long shared = 0;
  if (std::sscanf(text, "%*u %lu %lu", &resident, &shared) != 2) {
    return {};
  }
  const auto page_kb = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / 1024;
  return {resident * page_kb, shared * page_kb};
}

void trimHeap() {
  constexpr std::size_t kMuch = std::size_t{8} * 1024 * 1024;  // bytes
  if (::mallinfo2().fordblks > kMuch) {
    ::malloc_trim(0);
  }
}

}  // namespace prism::host
