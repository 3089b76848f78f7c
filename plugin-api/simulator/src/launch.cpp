// SPDX-License-Identifier: MIT
#include "launch.h"

#include "prism/testing/failure.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

namespace prism::testing {
namespace {

struct Pipe {
  UniqueFd reading;
  UniqueFd writing;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) < 0) {
      throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    reading = UniqueFd(ends[0]);
    writing = UniqueFd(ends[1]);
  }
};

// The reason why the child could not exec the program. The child writes it to a pipe.
struct StartError {
  enum Step : int { kWorkingDir, kDescriptors, kExec };
  Step step;
  int error;
};

std::vector<char*> pointersTo(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) {
    pointers.push_back(const_cast<char*>(string.c_str()));
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
    const std::string_view ours = *entry;
    bool replaced = false;
    for (const auto& [name, value] : additions) {
      replaced = replaced || (ours.starts_with(name) && ours.substr(name.size()).starts_with('='));
    }
    if (!replaced) {
      environment.emplace_back(ours);
    }
  }
  return environment;
}

// Runs in the child after fork(): may call only async-signal-safe functions.
[[noreturn]] void execInChild(const char* program, char* const* arguments, char* const* environment,
                              const LaunchOptions& options, int out, int err, int report) {
  const auto fail = [report](StartError::Step step) {
    const StartError error{step, errno};
    [[maybe_unused]] const ssize_t ignored = ::write(report, &error, sizeof error);
    ::_exit(127);
  };
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::setsid();
  if (options.umask) {
    ::umask(*options.umask);
  }
  if (::chdir(options.working_dir.c_str()) < 0) {
    fail(StartError::kWorkingDir);
  }
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  // Marks the descriptors CLOEXEC instead of closing them: `report` must stay open in case execve() fails.
  if (null < 0 || ::dup2(null, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0 ||
      ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0) {
    fail(StartError::kDescriptors);
  }
  ::execve(program, arguments, environment);
  fail(StartError::kExec);
  ::_exit(127);
}

// Waits until the child has executed the program, which closes the pipe, or has written an error.
std::optional<StartError> readStartError(int fd) {
  StartError error{};
  ssize_t size = 0;
  do {
    size = ::read(fd, &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  return size == sizeof error ? std::optional(error) : std::nullopt;
}

std::string describe(const StartError& error, const std::string& program, const std::string& working_dir) {
  const char* reason = ::strerror(error.error);
  switch (error.step) {
    case StartError::kWorkingDir:
      return fmt::format("cannot change into {}: {}", working_dir, reason);
    case StartError::kDescriptors:
      return fmt::format("cannot prepare the descriptors of {}: {}", program, reason);
    case StartError::kExec:
      break;
  }
  return fmt::format("cannot start {}: {}", program, reason);
}

}  // namespace

Launched launch(const std::vector<std::string>& command, const LaunchOptions& options) {
  if (command.empty() || !command.front().starts_with('/')) {
    throw Failure("a host is launched by an absolute path, not as: " + (command.empty() ? "" : command.front()));
  }
  const std::vector<std::string> environment_strings = environmentWith(options.environment);
  const std::vector<char*> arguments = pointersTo(command);
  const std::vector<char*> environment = pointersTo(environment_strings);
  Pipe out, err, report;

  const pid_t pid = ::fork();
  if (pid < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (pid == 0) {
    execInChild(command.front().c_str(), arguments.data(), environment.data(), options, out.writing.get(),
                err.writing.get(), report.writing.get());
  }
  report.writing.close();
  if (const auto error = readStartError(report.reading.get())) {
    ::waitpid(pid, nullptr, 0);
    throw Failure(describe(*error, command.front(), options.working_dir));
  }
  return {pid, std::move(out.reading), std::move(err.reading)};
}

}  // namespace prism::testing
