// SPDX-License-Identifier: MIT
// Lists a process's memory areas from /proc/PID/smaps, says which of them a core dump contains, and searches them.
#pragma once

#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
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

enum class Where { kInCore, kAnywhere };

// Counts the occurrences of a text in a process's memory, or in the part of it that a core dump contains.
inline std::size_t countInMemory(pid_t process, std::string_view text, Where where) {
  const UniqueFd memory(::open(("/proc/" + std::to_string(process) + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
  if (!memory) {
    throw std::runtime_error("the memory of process " + std::to_string(process) + " cannot be read");
  }
  std::size_t found = 0;
  std::string content;
  for (const MemoryArea& area : memoryAreasOf(process)) {
    if (!area.readable || (where == Where::kInCore && !area.in_core)) {
      continue;
    }
    content.resize(area.end - area.begin);
    const ssize_t size = ::pread(memory.get(), content.data(), content.size(), static_cast<off_t>(area.begin));
    const std::string_view read(content.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    for (std::size_t at = read.find(text); at != std::string_view::npos; at = read.find(text, at + 1)) {
      ++found;
    }
  }
  return found;
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
