#include "host/end/fork_mark.h"

#include <sys/mman.h>
#include <unistd.h>

#include "host/crash/emergency_line.h"
#include "host/end/last_resort.h"

namespace prism::host {
namespace {

constexpr unsigned char kUnmarked = 1;

}  // namespace

const volatile unsigned char* fork_mark = &kUnmarked;

void markHostProcess() {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const memory = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED && ::madvise(memory, page, MADV_WIPEONFORK) == 0) {
    *static_cast<unsigned char*>(memory) = 1;
    fork_mark = static_cast<unsigned char*>(memory);
  }
}

void endForkedChild(const char* function) {
  SignalText line = emergencyHead();
  line << "a process that the plugin has forked returns from " << (function ? function : "it")
       << " into the host; that process, ";
  line.decimal(static_cast<std::uint64_t>(::getpid())) << ", is ended, and the host goes on";
  writeInEmergency(line);
  endProcess(0);
}

}  // namespace prism::host
