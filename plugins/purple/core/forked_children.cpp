// SPDX-License-Identifier: MIT
#include "core/forked_children.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <utility>

namespace purple {
namespace {

constexpr std::chrono::seconds kReapInterval{2};

// From here to onForkInChild(): runs in a child after fork(), so only async-signal-safe functions may be called. Other
// threads may have held any lock. This is the kernel's struct linux_dirent64.
struct DirectoryEntry {
  std::uint64_t inode;
  std::int64_t offset;
  unsigned short size;
  unsigned char type;
  char name[1];
};

int numberIn(const char* name) {
  int number = 0;
  for (; *name >= '0' && *name <= '9'; ++name) {
    number = number * 10 + (*name - '0');
  }
  return *name == '\0' ? number : -1;
}

void closeAsExecWould() {
  const int directory = ::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) {
    return;
  }
  alignas(DirectoryEntry) char buffer[4096];
  for (long size = 0; (size = ::syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;) {
    for (long at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const DirectoryEntry*>(buffer + at);
      const int fd = numberIn(entry->name);
      if (fd > 2 && fd != directory && (::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0) {
        ::close(fd);
      }
      at += entry->size;
    }
  }
  ::close(directory);
}

// The host's signal handlers write to descriptors that are closed in the child, and may be those of other files.
void resetSignalHandlers() {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    ::signal(signal, SIG_DFL);
  }
}

bool in_use = false;

void onForkInChild() {
  if (in_use) {
    resetSignalHandlers();
    closeAsExecWould();
  }
}

}  // namespace

ForkedChildren::ForkedChildren(prism::Host host) : timer_(host.every(kReapInterval, [this] { reap(); })) {
  static const int registered = ::pthread_atfork(nullptr, nullptr, onForkInChild);
  static_cast<void>(registered);
  in_use = true;
}

ForkedChildren::~ForkedChildren() { in_use = false; }

// Reaps the children that had ended at the last check, too: code that waits for its own child has had time to do so.
void ForkedChildren::reap() {
  std::set<pid_t> ended;
  std::ifstream children("/proc/thread-self/children");  // of the main thread, on which libpurple runs
  for (pid_t child = 0; children >> child;) {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) {
      continue;
    }
    if (ended_.count(child) != 0) {
      ::waitpid(child, nullptr, WNOHANG);
    } else {
      ended.insert(child);
    }
  }
  ended_ = std::move(ended);
}

}  // namespace purple
