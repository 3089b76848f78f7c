// SPDX-License-Identifier: MIT
// The parts of a crash report. The integration tests check whole reports.
#include "host/base/host_thread.h"
#include "host/base/signal_text.h"
#include "host/crash/alternate_stack.h"
#include "host/crash/elf_symbols.h"
#include "host/crash/stack_trace.h"
#include <prism/testing/temporary_directory.h>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <link.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace prism::host {
namespace {

// In no table of exported symbols.
[[gnu::noinline]] std::uint64_t hiddenFunction() { return reinterpret_cast<std::uintptr_t>(&hiddenFunction); }

std::string content(const char* path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

std::uint64_t offsetInProgram(std::uint64_t address) {
  dl_find_object object;
  EXPECT_EQ(::_dl_find_object(reinterpret_cast<void*>(address), &object), 0);
  return address - object.dlfo_link_map->l_addr;
}

TEST(SignalText, Numbers) {
  SignalText text;
  (text << "a ").decimal(0) << " ";
  text.decimal(18446744073709551615U) << " ";
  text.decimal(7, 3) << " ";
  text.hexadecimal(0) << " ";
  text.hexadecimal(0xdeadbeef, 12);
  EXPECT_EQ(text.view(), "a 0 18446744073709551615 007 0x0 0x0000deadbeef");
}

TEST(SignalText, CutsOffWhatDoesNotFit) {
  SignalText text;
  text << std::string(2 * SignalText::kLongest, 'x');
  EXPECT_EQ(text.view(), std::string(SignalText::kLongest, 'x'));
}

TEST(SignalText, Times) {
  const auto of = [](std::uint64_t seconds) { return std::string(SignalText().time(seconds).view()); };
  EXPECT_EQ(of(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(of(951782399), "2000-02-28T23:59:59Z");
  EXPECT_EQ(of(951782400), "2000-02-29T00:00:00Z");
  EXPECT_EQ(of(951868800), "2000-03-01T00:00:00Z");
  EXPECT_EQ(of(1798761599), "2026-12-31T23:59:59Z");
  EXPECT_EQ(of(4107542400), "2100-03-01T00:00:00Z");  // a year without a 29 February
}

TEST(ElfFile, FindsAFunctionThatNobodyExports) {
  const ElfFile program("/proc/self/exe");
  const ElfFile::Symbol symbol = program.functionAt(offsetInProgram(hiddenFunction()) + 2);
  EXPECT_NE(symbol.name.find("hiddenFunction"), std::string_view::npos) << symbol.name;
  EXPECT_EQ(symbol.offset, 2U);
  EXPECT_EQ(program.functionAt(1).name, "");
}

TEST(ElfFile, KnowsWhetherItIsTheFileThatHasBeenLoaded) {
  const ElfFile program("/proc/self/exe");
  const std::string bytes = content("/proc/self/exe").substr(0, 1024);
  EXPECT_TRUE(program.beginsWith(std::as_bytes(std::span(bytes))));
  std::string other = bytes;
  other.back() = static_cast<char>(other.back() + 1);
  EXPECT_FALSE(program.beginsWith(std::as_bytes(std::span(other))));
  EXPECT_FALSE(ElfFile("/no/such/file").beginsWith(std::as_bytes(std::span(bytes))));
}

TEST(ElfFile, BearsFilesThatAreNone) {
  const testing::TemporaryDirectory directory;
  for (const std::string& text : {std::string(), std::string("x"), std::string(5000, '\x7f')}) {
    EXPECT_EQ(ElfFile(directory.write("x", text).c_str()).functionAt(1).name, "");
  }
  EXPECT_EQ(ElfFile("/").functionAt(1).name, "");
}

// Damages each field of the section headers, and truncates the file.
TEST(ElfFile, BearsADamagedFile) {
  const testing::TemporaryDirectory directory;
  const std::string whole = content(PRISM_TEST_ECHO);
  ElfW(Ehdr) header;
  std::memcpy(&header, whole.data(), sizeof header);
  const auto look = [&](const std::string& bytes) {
    const std::string path = directory.write("damaged", bytes);
    const ElfFile damaged(path.c_str());
    for (std::uint64_t address = 0; address < whole.size(); address += 256) {
      EXPECT_LE(damaged.functionAt(address).name.size(), bytes.size());
    }
  };
  look(whole.substr(0, sizeof header));
  look(whole.substr(0, header.e_shoff + 100));
  look(whole.substr(0, whole.size() / 2));
  std::string wild = whole;
  for (std::size_t i = 0; i < header.e_shnum * sizeof(ElfW(Shdr)); i += 8) {
    std::memset(wild.data() + header.e_shoff + i, 0xff, 8);
    look(wild);
    std::memcpy(wild.data() + header.e_shoff + i, whole.data() + header.e_shoff + i, 8);
  }
}

// The stack trace that a signal handler made of this thread.
std::vector<std::string> traced;

extern "C" void traceHere(int, siginfo_t*, void* context) {
  traceStack(
      *static_cast<ucontext_t*>(context), [](void*, const SignalText& line) { traced.emplace_back(line.view()); },
      nullptr);
}

[[gnu::noinline]] void raiseHere() {
  ::raise(SIGUSR1);
  asm volatile("");
}

TEST(StackTrace, NamesTheCallersOfWhatWasInterrupted) {
  struct sigaction action {};
  action.sa_sigaction = &traceHere;
  action.sa_flags = SA_SIGINFO;
  struct sigaction before {};
  ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);
  prepareStackTrace();
  traced.clear();
  raiseHere();
  ::sigaction(SIGUSR1, &before, nullptr);
  const std::regex frame(
      "#\\d+ 0x[0-9a-f]{16} .*raiseHere.*\\+0x[0-9a-f]+ \\(/.*prism_host_unit_tests\\+0x[0-9a-f]+\\)");
  EXPECT_TRUE(std::any_of(traced.begin(), traced.end(), [&](const std::string& line) {
    return std::regex_match(line, frame);
  })) << ::testing::PrintToString(traced);
  EXPECT_EQ(traced.front().substr(0, 5), "#0 0x");
}

TEST(StackTrace, AnAddressInNoFile) {
  SignalText text;
  describeAddress(16, &text);
  EXPECT_EQ(text.view(), "0x0000000000000010 (in no file)");
}

// libunwind defines functions of these names, too. Exceptions break if the program uses those instead of libgcc's.
TEST(StackTrace, ExceptionsAreNotItsOwn) {
  Dl_info info{};
  ASSERT_NE(::dladdr(::dlsym(RTLD_DEFAULT, "_Unwind_RaiseException"), &info), 0);
  EXPECT_EQ(std::string(info.dli_fname).find("libunwind"), std::string::npos) << info.dli_fname;
}

TEST(AlternateStack, LastsAsLongAsItIsThere) {
  std::thread([] {
    stack_t before{};
    ::sigaltstack(nullptr, &before);  // a sanitizer may have set one
    {
      const AlternateStack stack;
      stack_t present{};
      ::sigaltstack(nullptr, &present);
      EXPECT_EQ(present.ss_flags & SS_DISABLE, 0);
      EXPECT_GE(present.ss_size, static_cast<std::size_t>(MINSIGSTKSZ));
    }
    stack_t after{};
    ::sigaltstack(nullptr, &after);
    EXPECT_EQ(after.ss_flags, before.ss_flags);
  }).join();
}

TEST(HostThread, TakesNoSignalButItsOwnFaults) {
  sigset_t blocked;
  sigemptyset(&blocked);
  bool host_thread = false;
  struct Found {
    sigset_t* blocked;
    bool* host_thread;
  } found{&blocked, &host_thread};
  pthread_t thread{};
  ASSERT_TRUE(startHostThread(
      &thread, "prism-test", 0,
      [](void* data) -> void* {
        const Found& to = *static_cast<Found*>(data);
        ::pthread_sigmask(SIG_SETMASK, nullptr, to.blocked);
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!*to.host_thread && std::chrono::steady_clock::now() < deadline) {
          *to.host_thread = isHostThread();  // true once the thread's name is set
        }
        return nullptr;
      },
      &found));
  ::pthread_join(thread, nullptr);
  EXPECT_TRUE(host_thread);
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGABRT, SIGALRM, SIGCHLD, SIGUSR1}) {
    EXPECT_EQ(sigismember(&blocked, number), 1) << number;
  }
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    EXPECT_EQ(sigismember(&blocked, number), 0) << number;
  }
  EXPECT_FALSE(isHostThread());
}

}  // namespace
}  // namespace prism::host
