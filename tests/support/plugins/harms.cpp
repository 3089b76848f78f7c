// SPDX-License-Identifier: MIT
#include "tests/support/plugins/harms.h"

#include "tests/support/plugins/commands.h"

#include <dirent.h>
#include <dlfcn.h>
#include <err.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

namespace prism::tests {
namespace {

int signedNumber(Words& words) { return std::stoi(word(words)); }

// Returns the target of /proc/self/fd/FD: `anon_inode:[eventfd]`, `socket:[123]` or a path.
std::string linkOf(int fd) {
  char text[4096];
  const auto size = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), text, sizeof text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "";
}

// Returns the process's descriptors, from 3, whose link target contains `kind`: the one with the index `which`, or
// all if it is -1. The plugin itself owns none of these kinds.
std::vector<int> hostDescriptors(const std::string& kind, int which) {
  std::vector<int> found;
  for (int fd = 3; fd < 256; ++fd) {
    if (linkOf(fd).find(kind) != std::string::npos) {
      found.push_back(fd);
    }
  }
  if (found.empty() || which >= static_cast<int>(found.size())) {
    throw std::runtime_error("no such descriptor: " + kind);
  }
  return which < 0 ? found : std::vector<int>{found[static_cast<std::size_t>(which)]};
}

void closeDescriptors(Words& words) {
  const std::string kind = word(words);
  for (const int fd : hostDescriptors(kind, signedNumber(words))) {
    ::close(fd);
  }
}

void shutDownSpectrumSocket(Words& words) {
  for (const int fd : hostDescriptors("socket", -1)) {
    ::shutdown(fd, signedNumber(words));
  }
}

// Replaces the host's descriptors by other files under the same numbers, of the same kind where possible.
void replaceDescriptors(Words& words) {
  const std::string kind = word(words);
  for (const int fd : hostDescriptors(kind, signedNumber(words))) {
    int other = -1;
    if (kind == "eventpoll") {
      other = ::epoll_create1(EPOLL_CLOEXEC);
    } else if (kind == "eventfd") {
      other = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    } else if (kind == "socket") {
      other = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    } else {
      other = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    }
    ::dup3(other, fd, O_CLOEXEC);
    ::close(other);
  }
}

// Clears the event mask of every descriptor in each of the host's epolls.
void clearEpollMasks() {
  for (const int epoll : hostDescriptors("eventpoll", -1)) {
    for (int fd = 3; fd < 256; ++fd) {
      epoll_event nothing{};
      ::epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &nothing);
    }
  }
}

void disarmTimers() {
  for (const int fd : hostDescriptors("timerfd", -1)) {
    const itimerspec never{};
    ::timerfd_settime(fd, 0, &never, nullptr);
  }
}

void drainEventfds() {
  for (const int fd : hostDescriptors("eventfd", -1)) {
    eventfd_t value = 0;
    ::eventfd_read(fd, &value);
  }
}

void makeDescriptorsBlocking() {
  for (int fd = 3; fd < 256; ++fd) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags >= 0) {
      ::fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
    }
  }
}

// Forks. `way` says how the child ends: "exit" calls exit(), "stay" waits 20 s for its alarm, anything else goes on
// as a second host.
void forkChild(const std::string& way) {
  const auto child = way == "clone" ? static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)) : ::fork();
  if (child == 0 && way == "exit") {
    std::exit(0);
  }
  if (child == 0 && way == "stay") {
    ::signal(SIGALRM, SIG_DFL);
    ::alarm(20);  // longer than the test lasts
    ::pause();
  }
}

// Runs in a child that shares the host's memory (vfork, or clone with CLONE_VM). After vfork(), POSIX allows only exec
// and _exit.
int runInSharedMemory(const std::string& way) {
  if (way == "crash") {
    ::raise(SIGSEGV);
  } else if (way == "terminate") {
    ::raise(SIGTERM);
  } else if (way == "exit") {
    std::exit(127);
  }
  ::execl("/nonexistent", "nonexistent", nullptr);
  ::_exit(127);
}

int runInSharedMemory(void* way) { return runInSharedMemory(*static_cast<const std::string*>(way)); }

// Throws unless the child has ended in the way that was asked for.
void expectChildStatus(pid_t child, const std::string& way) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) {
    throw std::runtime_error("no child");
  }
  const int number = way == "crash" ? SIGSEGV : way == "terminate" ? SIGTERM : 0;
  if (number != 0 ? !WIFSIGNALED(status) || WTERMSIG(status) != number : WEXITSTATUS(status) != 127) {
    throw std::runtime_error("the child has ended with the status " + std::to_string(status));
  }
}

void vforkChild(const std::string& way) {
  const pid_t child = ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
  if (child == 0) {
    ::_exit(runInSharedMemory(way));  // NOLINT(clang-analyzer-unix.Vfork)
  }
  expectChildStatus(child, way);
}

void cloneChild(std::string way) {
  std::vector<char> stack(256 * 1024);
  const int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;
  expectChildStatus(::clone(static_cast<int (*)(void*)>(&runInSharedMemory), &stack.back() - 15, flags, &way), way);
}

// Runs a program that does not exist, by one of the C library's functions that start a child.
void spawnMissing(const std::string& way) {
  const char* const arguments[] = {"/nonexistent", nullptr};
  if (way == "posix_spawn") {
    pid_t child = 0;
    if (::posix_spawn(&child, *arguments, nullptr, nullptr, const_cast<char* const*>(arguments), environ) != ENOENT) {
      throw std::runtime_error("it exists");
    }
  } else if (way == "system") {
    if (WEXITSTATUS(std::system("/nonexistent 2>/dev/null")) != 127) {  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
      throw std::runtime_error("it exists");
    }
  } else if (WEXITSTATUS(::pclose(::popen("/nonexistent 2>/dev/null", "r"))) != 127) {  // NOLINT(cert-env33-c)
    throw std::runtime_error("it exists");
  }
}

// Replaces this process by a shell that exits with 127, by the given exec function.
void exec(const std::string& function) {
  constexpr const char* kPath = "/bin/sh";
  const auto word = [](const char* text) { return const_cast<char*>(text); };
  char* const words[] = {word("sh"), word("-c"), word("exit $CODE"), nullptr};
  char* const variables[] = {word("CODE=127"), nullptr};
  ::setenv("CODE", "127", 1);  // NOLINT(concurrency-mt-unsafe)
  const std::map<std::string, std::function<int()>> functions = {
      {"execl", [&] { return ::execl(kPath, "sh", "-c", "exit $CODE", nullptr); }},
      {"execle", [&] { return ::execle(kPath, "sh", "-c", "exit $CODE", nullptr, variables); }},
      {"execlp", [&] { return ::execlp("sh", "sh", "-c", "exit $CODE", nullptr); }},
      {"execv", [&] { return ::execv(kPath, words); }},
      {"execve", [&] { return ::execve(kPath, words, variables); }},
      {"execveat", [&] { return ::execveat(AT_FDCWD, kPath, words, variables, 0); }},
      {"execvp", [&] { return ::execvp("sh", words); }},
      {"execvpe", [&] { return ::execvpe("sh", words, variables); }},
      {"fexecve", [&] { return ::fexecve(::open(kPath, O_RDONLY | O_CLOEXEC), words, variables); }}};
  functions.at(function)();
}

void execInChild(const std::string& function) {
  const pid_t child = ::fork();
  if (child == 0) {
    exec(function);
    ::_exit(1);
  }
  expectChildStatus(child, "");
}

void limit(Words& words) {
  const std::map<std::string, __rlimit_resource> resources = {
      {"cpu", RLIMIT_CPU}, {"fsize", RLIMIT_FSIZE}, {"memory", RLIMIT_AS}, {"files", RLIMIT_NOFILE}};
  const auto resource = resources.at(word(words));
  rlimit limit{};
  ::getrlimit(resource, &limit);
  limit.rlim_cur = static_cast<rlim_t>(signedNumber(words));
  ::setrlimit(resource, &limit);
}

// Consumes the given processor time of the process and 100 ms more: the kernel checks RLIMIT_CPU at its ticks.
void useProcessorTime(std::int64_t seconds) {
  timespec time{};
  do {
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  } while (time.tv_sec * 10 + time.tv_nsec / 100'000'000 <= seconds * 10);
}

void exitInThread(int code) {
  std::thread([code] { std::exit(code); }).detach();
}

void cancelThisThread() {
  ::pthread_cancel(::pthread_self());
  ::pthread_testcancel();
}

using Handler = void (*)(int);

Handler setHandler(const std::string& function, int number, Handler handler) {
  if (function == "sigaction") {
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = handler;
    ::sigaction(number, &action, &before);
    return before.sa_handler;
  }
  // dlsym(), since headers no longer declare some of these functions, and deprecate others.
  const auto set = reinterpret_cast<Handler (*)(int, Handler)>(::dlsym(RTLD_DEFAULT, function.c_str()));
  return set(number, handler);
}

void restoreDefaultAndRaise(const std::string& function, int number) {
  if (setHandler(function, number, SIG_DFL) != SIG_DFL) {
    throw std::runtime_error("a plugin sees a handler of the host");
  }
  ::raise(number);
}

volatile std::sig_atomic_t handled = 0;

// Sets a handler and raises the signal twice. System V's signal() would call the handler only once.
void handleAndRaise(const std::string& function, int number) {
  handled = 0;
  setHandler(function, number, [](int) { handled = handled + 1; });
  ::raise(number);
  ::raise(number);
  if (handled != 2) {
    throw std::runtime_error("the handler of the plugin is not called");
  }
}

// Checks that the signal's default action still ends a forked child.
void dieInChild(int number) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(number, SIG_DFL);
    ::raise(number);
    ::_exit(0);
  }
  int status = 0;
  if (::waitpid(child, &status, 0) != child || !WIFSIGNALED(status)) {
    throw std::runtime_error("the child does not die");
  }
}

void removeAlternateStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

void blockSignals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

// Never destroyed: a function may call exit() while static objects are destroyed.
const auto& kHarms = *new std::map<std::string, std::function<void(Words&)>>{
    {"close", closeDescriptors},
    {"replace", replaceDescriptors},
    {"shutdown", shutDownSpectrumSocket},
    {"close-range", [](Words&) { ::syscall(SYS_close_range, 3U, ~0U, 0); }},
    {"close-range-in-thread", [](Words&) { std::thread([] { ::syscall(SYS_close_range, 3U, ~0U, 0); }).join(); }},
    {"replace-stderr", [](Words& words) { ::dup2(::open(word(words).c_str(), O_WRONLY | O_CLOEXEC), 2); }},
    {"unwatch-all", [](Words&) { clearEpollMasks(); }},
    {"disarm-timers", [](Words&) { disarmTimers(); }},
    {"drain-eventfds", [](Words&) { drainEventfds(); }},
    {"block", [](Words&) { makeDescriptorsBlocking(); }},
    {"exit", [](Words& words) { std::exit(signedNumber(words)); }},
    {"_exit", [](Words& words) { ::_exit(signedNumber(words)); }},
    {"_Exit", [](Words& words) { std::_Exit(signedNumber(words)); }},
    {"quick_exit", [](Words& words) { std::quick_exit(signedNumber(words)); }},
    {"err", [](Words& words) { ::errx(signedNumber(words), "a library gives up"); }},
    {"pthread_exit", [](Words&) { ::pthread_exit(nullptr); }},
    {"thrd_exit", [](Words&) { ::thrd_exit(0); }},
    {"daemon", [](Words&) { [[maybe_unused]] const int result = ::daemon(1, 1); }},
    {"exec", [](Words& words) { exec(word(words)); }},
    {"exec-in-child", [](Words& words) { execInChild(word(words)); }},
    {"cancel", [](Words&) { cancelThisThread(); }},
    {"exit-in-thread", [](Words& words) { exitInThread(signedNumber(words)); }},
    {"raise", [](Words& words) { ::raise(signedNumber(words)); }},
    {"kill", [](Words& words) { ::kill(::getpid(), signedNumber(words)); }},
    {"reset-signal", [](Words& words) { ::signal(signedNumber(words), SIG_DFL); }},
    {"ignore-signal", [](Words& words) { ::signal(signedNumber(words), SIG_IGN); }},
    {"give-back-and-raise",
     [](Words& words) {
       const std::string function = word(words);
       restoreDefaultAndRaise(function, signedNumber(words));
     }},
    {"handle-and-raise",
     [](Words& words) {
       const std::string function = word(words);
       handleAndRaise(function, signedNumber(words));
     }},
    {"die-in-child", [](Words& words) { dieInChild(signedNumber(words)); }},
    {"remove-alternate-stack", [](Words&) { removeAlternateStack(); }},
    {"block-signals", [](Words&) { blockSignals(); }},
    {"limit", limit},
    {"burn", [](Words& words) { useProcessorTime(signedNumber(words)); }},
    {"alarm", [](Words&) { ::ualarm(1000, 0); }},
    {"fork", [](Words& words) { forkChild(word(words)); }},
    {"vfork", [](Words& words) { vforkChild(word(words)); }},
    {"clone-vm", [](Words& words) { cloneChild(word(words)); }},
    {"spawn-missing", [](Words& words) { spawnMissing(word(words)); }},
    {"chdir", [](Words& words) { [[maybe_unused]] const int done = ::chdir(word(words).c_str()); }},
    {"spin",
     [](Words&) {
       for (;;) {
         asm volatile("");
       }
     }},
};

}  // namespace

void harm(Words& words) { kHarms.at(word(words))(words); }

}  // namespace prism::tests
