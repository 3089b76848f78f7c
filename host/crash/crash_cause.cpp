// SPDX-License-Identifier: MIT
#include "host/crash/crash_cause.h"

#include <cxxabi.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

namespace prism::host {
namespace {

std::array<char, 256> termination_text{};
std::atomic<std::size_t> termination_size = 0;
std::atomic_flag termination_recorded;

struct Name {
  int signal;
  std::string_view name;
};

constexpr Name kNames[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"}, {SIGILL, "SIGILL"},
                           {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGSYS, "SIGSYS"}, {SIGQUIT, "SIGQUIT"}};

struct Reason {
  int signal;
  int code;
  std::string_view text;
};

constexpr int kSeccomp = 1;  // the kernel's SYS_SECCOMP

constexpr Reason kReasons[] = {
    {SIGSEGV, SEGV_MAPERR, "no memory is there"},
    {SIGSEGV, SEGV_ACCERR, "this access to the memory is not allowed"},
    {SIGBUS, BUS_ADRALN, "the address is not aligned"},
    {SIGBUS, BUS_ADRERR, "nothing is behind the memory, as where a file was cut off"},
    {SIGFPE, FPE_INTDIV, "an integer was divided by zero"},
    {SIGFPE, FPE_INTOVF, "an integer overflow"},
    {SIGFPE, FPE_FLTDIV, "a division by zero"},
    {SIGILL, ILL_ILLOPC, "no such instruction"},
    {SIGILL, ILL_ILLOPN, "no such instruction"},
    {SIGILL, ILL_PRVOPC, "an instruction that is not allowed"},
    {SIGSYS, kSeccomp, "a system call that is not allowed"},
};

// Bytes. A failing access this near to the stack pointer is one beyond the end of the stack. A function with a large
// frame first touches memory far from the stack pointer.
constexpr std::uint64_t kNearStack = 128 * 1024;

bool isStackOverflow(std::uint64_t address, const ucontext_t& interrupted) {
#ifdef __x86_64__
  const auto stack = static_cast<std::uint64_t>(interrupted.uc_mcontext.gregs[REG_RSP]);
  return address - stack + kNearStack < 2 * kNearStack;  // modulo 2^64
#else
  (void)address;
  (void)interrupted;
  return false;
#endif
}

// Records the type of the exception, demangled. This is not a signal handler yet, but memory may be exhausted.
void recordTermination(const std::type_info* type) {
  SignalText text;
  text << "std::terminate()";
  if (type) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> readable(
        ::abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), &std::free);
    text << " for an exception of the type " << (readable ? readable.get() : type->name());
  }
  const std::size_t size = text.view().copy(termination_text.data(), termination_text.size());
  termination_size.store(size, std::memory_order_release);
}

[[noreturn]] void onTerminate() {
  if (!termination_recorded.test_and_set()) {
    recordTermination(::abi::__cxa_current_exception_type());
  }
  std::abort();
}

}  // namespace

void installTerminateHandler() { std::set_terminate(&onTerminate); }

std::string_view termination() { return {termination_text.data(), termination_size.load(std::memory_order_acquire)}; }

void describeSignal(const siginfo_t& info, const ucontext_t& interrupted, SignalText* text) {
  std::string_view name = "a signal";
  for (const Name& known : kNames) {
    if (known.signal == info.si_signo) {
      name = known.name;
    }
  }
  *text << name;
  if (info.si_code <= 0 || info.si_code == SI_KERNEL) {
    if ((info.si_code == SI_USER || info.si_code == SI_TKILL) && info.si_pid != ::getpid()) {
      (*text << " from the process ").decimal(static_cast<std::uint64_t>(info.si_pid));
    } else if (info.si_code == SI_KERNEL && info.si_signo == SIGSEGV) {
      *text << " (an address that cannot be)";
    }
    return;
  }
  const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(info.si_addr));
  const bool of_memory = info.si_signo == SIGSEGV || info.si_signo == SIGBUS;
  std::string_view reason;
  for (const Reason& known : kReasons) {
    if (known.signal == info.si_signo && known.code == info.si_code) {
      reason = known.text;
    }
  }
  if (info.si_signo == SIGSEGV && isStackOverflow(address, interrupted)) {
    reason = "the stack is used up";
  }
  if (!reason.empty()) {
    *text << " (" << reason << ")";
  }
  (*text << (of_memory ? ", address " : ", at ")).hexadecimal(address, 16);
}

}  // namespace prism::host
