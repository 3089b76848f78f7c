// SPDX-License-Identifier: MIT
#include "host/base/fork_mark.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>

namespace prism::host {
namespace {

constexpr unsigned char kUnmarked = 1;

pid_t host_process = 0;  // 0 until markHostProcess()

}  // namespace

const volatile unsigned char* fork_mark = &kUnmarked;

bool isOtherProcess() { return isForkedChild() || (host_process != 0 && ::getpid() != host_process); }

void markHostProcess() {
  host_process = ::getpid();
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const memory = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED && ::madvise(memory, page, MADV_WIPEONFORK) == 0) {
    *static_cast<unsigned char*>(memory) = 1;
    fork_mark = static_cast<unsigned char*>(memory);
  }
}

}  // namespace prism::host
