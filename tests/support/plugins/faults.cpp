// SPDX-License-Identifier: MIT
#include "tests/support/plugins/faults.h"

#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <thread>

// Prevents a tail call: the calling function's frame must be in the stack trace.
#define STAY() asm volatile("")

namespace prism::tests {
namespace {

[[gnu::noinline]] void writeToUnmapped() {
  volatile std::uintptr_t nowhere = 16;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
  STAY();
}

[[gnu::noinline]] void callNullPointer() {
  void (*volatile function)() = nullptr;
  function();
  STAY();
}

[[gnu::noinline]] void readBeyondFile() {
  const int fd = ::memfd_create("empty", MFD_CLOEXEC);
  const auto* memory = static_cast<volatile char*>(::mmap(nullptr, 1, PROT_READ, MAP_PRIVATE, fd, 0));
  static_cast<void>(*memory);
  STAY();
}

[[gnu::noinline]] void divideByZero() {
  volatile int zero = 0;
  volatile int result = 7 / zero;
  static_cast<void>(result);
  STAY();
}

[[gnu::noinline]] void runInvalidInstruction() { __builtin_trap(); }

[[gnu::noinline]] void trap() {
  ::raise(SIGTRAP);
  STAY();
}

[[gnu::noinline]] void callAbort() {
  std::fputs("famous-last-words\n", stderr);
  std::abort();
}

// Sets an invalid stack pointer, so that no stack trace can be read.
[[gnu::noinline]] void corruptStackPointer() {
#ifdef __x86_64__
  asm volatile("mov $64, %rsp\n\tpush %rax");
#else
  writeToUnmapped();
#endif
}

[[gnu::noinline]] int recurse(int depth) {
  volatile char frame[1024] = {};
  return depth < 0 ? 0 : recurse(depth + 1) + frame[0];
}

[[gnu::noinline]] void throwSecret() { throw std::runtime_error("canary-Tr0ub4dor&3"); }

[[gnu::noinline]] void throwThroughNoexcept() noexcept {
  throwSecret();
  STAY();
}

}  // namespace

[[gnu::noinline]] void stall(const std::string& fifo) {
  const int fd = ::open(fifo.c_str(), O_RDONLY | O_CLOEXEC);
  ::close(fd);
  STAY();
}

void stallAtMost(const std::string& fifo, int milliseconds) {
  const int fd = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  pollfd writer{fd, POLLIN, 0};
  ::poll(&writer, 1, milliseconds);
  ::close(fd);
}

void crash(const std::string& way) {
  const std::map<std::string, std::function<void()>> ways = {
      {"write", writeToUnmapped},
      {"call", callNullPointer},
      {"bus", readBeyondFile},
      {"divide", divideByZero},
      {"instruction", runInvalidInstruction},
      {"trap", trap},
      {"abort", callAbort},
      {"lose-stack", corruptStackPointer},
      {"overflow", [] { recurse(0); }},
      {"throw", throwThroughNoexcept},
  };
  ways.at(way)();
}

void crashInThread(const std::string& way) {
  std::thread([&way] {
    ::prctl(PR_SET_NAME, "probe-worker");
    crash(way);
  }).join();
}

void crashInThreadWhileLoading() {
  const auto crash_now = [](dl_phdr_info*, std::size_t, void*) {
    crashInThread("write");
    return 1;
  };
  ::dl_iterate_phdr(crash_now, nullptr);
}

}  // namespace prism::tests
