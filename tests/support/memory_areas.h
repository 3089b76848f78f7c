// SPDX-License-Identifier: MIT
// Lists a process's memory areas from /proc/PID/smaps, and says which of them a core dump contains.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace prism::tests {

struct MemoryArea {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  bool readable = false;
  bool in_core = true;  // not marked MADV_DONTDUMP
};

inline std::vector<MemoryArea> memoryAreasOf(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/smaps");
  std::vector<MemoryArea> areas;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    MemoryArea area;
    char dash = 0;
    std::string rights;
    if (words >> std::hex >> area.begin >> dash >> area.end >> rights && dash == '-') {
      area.readable = rights.starts_with('r');
      areas.push_back(area);
    } else if (line.starts_with("VmFlags:") && !areas.empty()) {
      areas.back().in_core = line.find(" dd") == std::string::npos;
    }
  }
  return areas;
}

// Returns the area that contains the address, or an empty one if nothing is mapped there.
inline MemoryArea memoryAreaAt(pid_t process, const void* address) {
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  for (const MemoryArea& area : memoryAreasOf(process)) {
    if (area.begin <= wanted && wanted < area.end) {
      return area;
    }
  }
  return {};
}

}  // namespace prism::tests
