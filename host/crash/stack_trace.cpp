// SPDX-License-Identifier: MIT
#include "host/crash/stack_trace.h"

#include "host/crash/elf_symbols.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

#ifdef PRISM_STACK_TRACE
#define UNW_LOCAL_ONLY
#include <libunwind.h>
#endif

namespace prism::host {
namespace {

constexpr std::uint32_t kMostLines = 64;
constexpr std::uint32_t kMostFrames = 200'000;  // more than fit into a stack of 8 MB, as in an endless recursion
constexpr std::size_t kLongestName = 300;

// Bytes of a file's beginning to compare with its loaded image: the ELF header and, in most files, the build id.
constexpr std::size_t kCompared = 1024;

// Unlike dladdr(3), takes no lock of the loader.
bool findObject(std::uint64_t address, dl_find_object* object) {
  return ::_dl_find_object(reinterpret_cast<void*>(address), object) == 0;
}

#ifdef PRISM_STACK_TRACE
// Undoes a call through a null or wild pointer. It leaves no frame to unwind from, but its return address is on the
// stack.
void undoWildCall(ucontext_t* context) {
#ifdef __x86_64__
  dl_find_object object;
  greg_t* const registers = context->uc_mcontext.gregs;
  if (findObject(static_cast<std::uint64_t>(registers[REG_RIP]), &object)) {
    return;
  }
  std::uint64_t caller = 0;
  const iovec local{&caller, sizeof caller};
  const iovec remote{reinterpret_cast<void*>(registers[REG_RSP]), sizeof caller};
  const bool read = ::process_vm_readv(::getpid(), &local, 1, &remote, 1, 0) == sizeof caller;
  if (read && findObject(caller, &object)) {
    registers[REG_RIP] = static_cast<greg_t>(caller);
    registers[REG_RSP] += static_cast<greg_t>(sizeof caller);
  }
#else
  (void)context;
#endif
}
#endif  // PRISM_STACK_TRACE

std::uint64_t pointerOf(const ucontext_t& context) {
#ifdef __x86_64__
  return static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RIP]);
#else
  (void)context;
  return 0;
#endif
}

}  // namespace

void describeAddress(std::uint64_t address, SignalText* text) {
  text->hexadecimal(address, 16);
  dl_find_object object;
  if (!findObject(address, &object)) {
    *text << " (in no file)";
    return;
  }
  std::array<char, PATH_MAX> own_path{};
  const char* path = object.dlfo_link_map->l_name;
  if (*path == '\0') {
    path = ::readlink("/proc/self/exe", own_path.data(), own_path.size() - 1) > 0 ? own_path.data() : "";
  }
  const std::uint64_t offset = address - object.dlfo_link_map->l_addr;
  const auto* start = static_cast<const std::byte*>(object.dlfo_map_start);
  const auto size = static_cast<std::size_t>(static_cast<const std::byte*>(object.dlfo_map_end) - start);
  const ElfFile file(path);
  if (file.beginsWith({start, std::min(size, kCompared)})) {
    if (const ElfFile::Symbol symbol = file.functionAt(offset); !symbol.name.empty()) {
      (*text << " " << symbol.name.substr(0, kLongestName) << "+").hexadecimal(symbol.offset);
    }
  }
  (*text << " (" << path << "+").hexadecimal(offset) << ")";
}

#ifdef PRISM_STACK_TRACE

void prepareStackTrace() {
  unw_context_t context;
  unw_cursor_t cursor;
  if (unw_getcontext(&context) == 0 && unw_init_local(&cursor, &context) == 0) {
    while (unw_step(&cursor) > 0) {
    }
  }
}

void traceStack(const ucontext_t& interrupted, void (*line)(void* data, const SignalText& text), void* data) {
  std::uint32_t lines = 0;
  std::uint32_t number = 0;
  std::uint32_t repeated = 0;
  std::uint64_t last = 0;
  const auto tellRepeated = [&] {
    if (repeated > 0) {
      line(data, (SignalText() << "   the same ").decimal(repeated) << " times more");
      repeated = 0;
    }
  };
  const auto tell = [&](std::uint64_t address) {
    if (number++ > 0 && address == last) {
      ++repeated;
      return;
    }
    tellRepeated();
    last = address;
    ++lines;
    SignalText text;
    (text << "#").decimal(number - 1) << " ";
    describeAddress(address, &text);
    line(data, text);
  };
  ucontext_t context = interrupted;
  undoWildCall(&context);
  const bool wild = pointerOf(context) != pointerOf(interrupted);
  if (wild) {
    tell(pointerOf(interrupted));
  }
  unw_cursor_t cursor;
  if (unw_init_local2(&cursor, &context, UNW_INIT_SIGNAL_FRAME) != 0) {
    return;
  }
  bool is_return_address = wild;
  do {
    unw_word_t address = 0;
    if (unw_get_reg(&cursor, UNW_REG_IP, &address) != 0 || address == 0) {
      break;
    }
    tell(is_return_address ? address - 1 : address);
    is_return_address = unw_is_signal_frame(&cursor) <= 0;
  } while (lines < kMostLines && number < kMostFrames && unw_step(&cursor) > 0);
  tellRepeated();
  if (lines == kMostLines || number == kMostFrames) {
    line(data, SignalText() << "   and more");
  }
}

#else

void prepareStackTrace() {}

void traceStack(const ucontext_t& interrupted, void (*line)(void* data, const SignalText& text), void* data) {
  SignalText text;
  describeAddress(pointerOf(interrupted), &(text << "#0 "));
  line(data, text);
  line(data, SignalText() << "   and its callers, which a host without PRISM_STACK_TRACE does not know");
}

#endif

void traceThisStack(void (*line)(void* data, const SignalText& text), void* data) {
  ucontext_t here{};
  if (::getcontext(&here) == 0) {
    traceStack(here, line, data);
  }
}

}  // namespace prism::host
