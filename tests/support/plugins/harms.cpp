#include "tests/support/plugins/harms.h"

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

namespace prism::tests {
namespace {

using Words = std::istringstream;

std::string word(Words& words) {
  std::string word;
  words >> word;
  return word;
}

int number(Words& words) { return std::stoi(word(words)); }

// What /proc calls the descriptor: `anon_inode:[eventfd]`, `socket:[123]`, a path.
std::string linkOf(int fd) {
  char text[4096];
  const auto size = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), text, sizeof text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "";
}

// The descriptors whose link contains this; `which` counts from 0, and -1 is all of them. None of them is the plugin's.
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

void closeThem(Words& words) {
  const std::string kind = word(words);
  for (const int fd : hostDescriptors(kind, number(words))) {
    ::close(fd);
  }
}

// Another file takes the number: one of the same kind, as far as that is possible.
void replaceThem(Words& words) {
  const std::string kind = word(words);
  for (const int fd : hostDescriptors(kind, number(words))) {
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

void makeThemBlock() {
  for (int fd = 3; fd < 256; ++fd) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags >= 0) {
      ::fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
    }
  }
}

// Where the child of a fork() goes is said by `way`.
void forkInto(const std::string& way) {
  const auto child = way == "clone" ? static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)) : ::fork();
  if (child == 0 && way == "exit") {
    std::exit(0);
  }
  if (child == 0 && way == "stay") {
    ::signal(SIGALRM, SIG_DFL);
    ::alarm(20);  // longer than the test looks
    ::pause();
  }
}

void limit(Words& words) {
  const std::map<std::string, __rlimit_resource> resources = {
      {"cpu", RLIMIT_CPU}, {"fsize", RLIMIT_FSIZE}, {"memory", RLIMIT_AS}, {"files", RLIMIT_NOFILE}};
  const auto resource = resources.at(word(words));
  rlimit limit{};
  ::getrlimit(resource, &limit);
  limit.rlim_cur = static_cast<rlim_t>(number(words));
  ::setrlimit(resource, &limit);
}

void burn(std::uint64_t seconds) {
  timespec time{};
  do {
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  } while (static_cast<std::uint64_t>(time.tv_sec) < seconds);
}

void exitInThread(int code) {
  std::thread([code] { std::exit(code); }).detach();
}

void blockSignals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

// Never destroyed: exit() may come from a function that is called while the process ends.
const auto& kHarms = *new std::map<std::string, std::function<void(Words&)>>{
    {"close", closeThem},
    {"replace", replaceThem},
    {"close-range", [](Words&) { ::syscall(SYS_close_range, 3U, ~0U, 0); }},
    {"close-range-in-thread", [](Words&) { std::thread([] { ::syscall(SYS_close_range, 3U, ~0U, 0); }).join(); }},
    {"replace-stderr", [](Words& words) { ::dup2(::open(word(words).c_str(), O_WRONLY | O_CLOEXEC), 2); }},
    {"block", [](Words&) { makeThemBlock(); }},
    {"exit", [](Words& words) { std::exit(number(words)); }},
    {"_exit", [](Words& words) { ::_exit(number(words)); }},
    {"_Exit", [](Words& words) { std::_Exit(number(words)); }},
    {"quick_exit", [](Words& words) { std::quick_exit(number(words)); }},
    {"err", [](Words& words) { ::errx(number(words), "a library gives up"); }},
    {"pthread_exit", [](Words&) { ::pthread_exit(nullptr); }},
    {"exit-in-thread", [](Words& words) { exitInThread(number(words)); }},
    {"raise", [](Words& words) { ::raise(number(words)); }},
    {"kill", [](Words& words) { ::kill(::getpid(), number(words)); }},
    {"reset-signal", [](Words& words) { ::signal(number(words), SIG_DFL); }},
    {"ignore-signal", [](Words& words) { ::signal(number(words), SIG_IGN); }},
    {"block-signals", [](Words&) { blockSignals(); }},
    {"limit", limit},
    {"burn", [](Words& words) { burn(static_cast<std::uint64_t>(number(words))); }},
    {"alarm", [](Words&) { ::ualarm(1000, 0); }},
    {"fork", [](Words& words) { forkInto(word(words)); }},
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
