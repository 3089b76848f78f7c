// SPDX-License-Identifier: MIT
#include "tests/plugin-api/console/terminal_session.h"

#include "prism/testing/poll.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace prism::tests {
namespace {

using testing::Deadline;
using testing::Milliseconds;

// Interval at which awaitStop() polls: no descriptor becomes ready when a process stops.
constexpr Milliseconds kLook(2);

void require(bool done, const char* what) {
  if (!done) {
    throw std::system_error(errno, std::generic_category(), what);
  }
}

std::vector<char*> pointersTo(std::vector<std::string>* strings) {
  std::vector<char*> pointers;
  for (std::string& string : *strings) {
    pointers.push_back(string.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environmentWith(const std::vector<std::pair<std::string, std::string>>& additions) {
  std::vector<std::string> environment;
  for (const auto& [name, value] : additions) {
    environment.push_back(name + "=" + value);
  }
  for (char** entry = environ; *entry; ++entry) {
    const std::string ours = *entry;
    const auto replaces = [&](const auto& addition) { return ours.starts_with(addition.first + "="); };
    if (std::none_of(additions.begin(), additions.end(), replaces)) {
      environment.push_back(ours);
    }
  }
  return environment;
}

}  // namespace

TerminalSession::TerminalSession(const std::vector<std::string>& command,
                                 const std::vector<std::pair<std::string, std::string>>& environment,
                                 const std::string& working_dir, unsigned short columns)
    : keyboard_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)), screen_(columns) {
  std::array<char, 128> name{};
  require(keyboard_ && ::grantpt(keyboard_.get()) == 0 && ::unlockpt(keyboard_.get()) == 0, "posix_openpt");
  require(::ptsname_r(keyboard_.get(), name.data(), name.size()) == 0, "ptsname_r");
  terminal_ = UniqueFd(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  require(static_cast<bool>(terminal_), name.data());
  const winsize size{.ws_row = 50, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
  require(::ioctl(terminal_.get(), TIOCSWINSZ, &size) == 0, "TIOCSWINSZ");
  require(::tcgetattr(terminal_.get(), &before_) == 0, "tcgetattr");

  std::vector<std::string> words = command;
  std::vector<std::string> variables = environmentWith(environment);
  const std::vector<char*> arguments = pointersTo(&words);
  const std::vector<char*> variable_pointers = pointersTo(&variables);
  pid_ = ::fork();
  require(pid_ >= 0, "fork");
  if (pid_ == 0) {
    execProgram(arguments.data(), variable_pointers.data(), working_dir.c_str());
  }
  pidfd_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  require(static_cast<bool>(pidfd_), "pidfd_open");
}

TerminalSession::~TerminalSession() {
  if (pid_ <= 0) {
    return;
  }
  signal(SIGTERM);  // SIGTERM lets the program end its own children
  if (!awaitEnd()) {
    signal(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

// Runs in the child after fork(): only async-signal-safe functions are allowed.
void TerminalSession::execProgram(char* const* arguments, char* const* environment, const char* working_dir) const {
  const int terminal = terminal_.get();
  if (::setsid() >= 0 && ::ioctl(terminal, TIOCSCTTY, 0) == 0 && ::dup2(terminal, 0) == 0 && ::dup2(terminal, 1) == 1 &&
      ::dup2(terminal, 2) == 2 && ::chdir(working_dir) == 0) {
    ::execve(arguments[0], arguments, environment);
  }
  ::_exit(127);
}

void TerminalSession::press(std::string_view keys) {
  require(::write(keyboard_.get(), keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()), "write");
}

void TerminalSession::signal(int number) const { ::kill(pid_, number); }

void TerminalSession::read(Milliseconds longest) {
  std::vector<pollfd> descriptors = {{keyboard_.get(), POLLIN, 0}, {pidfd_.get(), POLLIN, 0}};
  testing::pollDescriptors(&descriptors, longest);
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t size = ::read(keyboard_.get(), buffer.data(), buffer.size());
    if (size <= 0) {
      return;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
    written_ += bytes;
    screen_.write(bytes);
  }
}

std::string TerminalSession::awaitScreen(const std::string& expected) {
  const Deadline deadline(kPatience);
  while (screen_.text() != expected && !deadline.hasPassed()) {
    read(deadline.left());
  }
  return screen_.text();
}

std::optional<testing::ExitStatus> TerminalSession::awaitEnd() {
  const Deadline deadline(kPatience);
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) != pid_) {
    if (deadline.hasPassed()) {
      return std::nullopt;
    }
    read(deadline.left());
  }
  pid_ = -1;
  read(Milliseconds(0));
  return WIFSIGNALED(status) ? testing::ExitStatus{0, WTERMSIG(status)} : testing::ExitStatus{WEXITSTATUS(status), 0};
}

bool TerminalSession::awaitStop() {
  const Deadline deadline(kPatience);
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG | WUNTRACED) != pid_) {
    if (deadline.hasPassed()) {
      return false;
    }
    read(kLook);
  }
  read(Milliseconds(0));
  return WIFSTOPPED(status);
}

bool TerminalSession::modesAreRestored() const {
  termios now{};
  require(::tcgetattr(terminal_.get(), &now) == 0, "tcgetattr");
  return now.c_iflag == before_.c_iflag && now.c_oflag == before_.c_oflag && now.c_cflag == before_.c_cflag &&
         now.c_lflag == before_.c_lflag && std::equal(std::begin(now.c_cc), std::end(now.c_cc), before_.c_cc);
}

}  // namespace prism::tests
