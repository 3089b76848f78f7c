// SPDX-License-Identifier: MIT
#include "prism/testing/host_process.h"

#include "launch.h"
#include "prism/testing/failure.h"
#include "prism/testing/poll.h"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace prism::testing {
namespace {

constexpr Milliseconds kTerminationTimeout(5'000);  // from SIGTERM to SIGKILL

// Returns a descriptor that becomes readable when the process ends. glibc 2.36 declares pidfd_open() for C alone.
UniqueFd pidfdOf(pid_t pid) { return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))); }

std::string indented(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += fmt::format("\n  {}", text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string describe(const ExitStatus& status) {
  if (status.signal != 0) {
    return fmt::format("signal {} ({})", status.signal, ::strsignal(status.signal));
  }
  if (status.code == 0) {
    return "exit code 0";
  }
  return fmt::format("exit code {} ({})", status.code, ::strerror(status.code));
}

HostProcess::HostProcess(const std::vector<std::string>& command, const LaunchOptions& options) {
  Launched launched = launch(command, options);
  pid_ = launched.pid;
  pidfd_ = pidfdOf(pid_);
  if (!pidfd_) {
    const int error = errno;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    throw std::system_error(error, std::generic_category(), "pidfd_open");
  }
  output_.pipe = std::move(launched.output);
  error_.pipe = std::move(launched.error);
  makeNonBlocking(output_.pipe.get());
  makeNonBlocking(error_.pipe.get());
}

HostProcess::~HostProcess() {
  if (ended_) {
    return;
  }
  signal(SIGTERM);
  if (!waitForEnd(kTerminationTimeout)) {
    signal(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void HostProcess::signal(int number) {
  if (!ended_) {
    ::kill(pid_, number);  // the process is not reaped yet, so no other one can have its pid
  }
}

bool HostProcess::waitForEnd(Milliseconds allowed) {
  const Deadline deadline(allowed);
  std::vector<pollfd> descriptors;
  for (;;) {
    pump();
    if (ended_ || deadline.hasPassed()) {
      return ended_.has_value();
    }
    descriptors.clear();
    addDescriptors(&descriptors);
    pollDescriptors(&descriptors, deadline.left());
  }
}

ExitStatus HostProcess::exitStatus(Milliseconds allowed) {
  if (!waitForEnd(allowed)) {
    throw Failure(fmt::format("awaited the end of the host (within {} ms), but it goes on\n{}", allowed.count(),
                              describeState()));
  }
  return *ended_;
}

std::string HostProcess::awaitError(std::string_view text, Milliseconds allowed) {
  const Deadline deadline(allowed);
  std::vector<pollfd> descriptors;
  for (;;) {
    pump();
    if (auto line = findLine(standardError(), text, ended_.has_value())) {
      return *std::move(line);
    }
    if (ended_ || deadline.hasPassed()) {
      throw Failure(fmt::format("awaited a line on stderr with \"{}\" (within {} ms), but it did not come\n{}", text,
                                allowed.count(), describeState()));
    }
    descriptors.clear();
    addDescriptors(&descriptors);
    pollDescriptors(&descriptors, deadline.left());
  }
}

std::string HostProcess::describeState() const {
  const std::string state = ended_ ? "has ended with " + describe(*ended_) : fmt::format("runs (pid {})", pid_);
  if (standardError().empty()) {
    return fmt::format("the host {}, its stderr is empty", state);
  }
  return fmt::format("the host {}, its stderr is:{}", state, indented(standardError()));
}

void HostProcess::addDescriptors(std::vector<pollfd>* descriptors) const {
  for (const UniqueFd* descriptor : {&output_.pipe, &error_.pipe, &pidfd_}) {
    if (*descriptor) {
      descriptors->push_back({descriptor->get(), POLLIN, 0});
    }
  }
}

void HostProcess::pump() {
  if (pidfd_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      left_core_ = WIFSIGNALED(status) && WCOREDUMP(status);
      ended_ = WIFSIGNALED(status) ? ExitStatus{0, WTERMSIG(status)} : ExitStatus{WEXITSTATUS(status), 0};
      pidfd_.close();
    }
  }
  // Read the pipes after the check for the end, so that all output before the end is read.
  output_.pump();
  error_.pump();
}

void HostProcess::Stream::pump() {
  std::array<char, 16 * 1024> buffer;
  while (pipe) {
    const ssize_t size = ::read(pipe.get(), buffer.data(), buffer.size());
    if (size > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || (errno != EINTR && errno != EAGAIN)) {
      pipe.close();
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

std::optional<std::string> findLine(std::string_view log, std::string_view text, bool complete) {
  while (!log.empty()) {
    const std::size_t end = log.find('\n');
    if (end == std::string_view::npos && !complete) {
      return std::nullopt;
    }
    const std::string_view line = log.substr(0, end);
    if (line.find(text) != std::string_view::npos) {
      return std::string(line);
    }
    log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
  }
  return std::nullopt;
}

}  // namespace prism::testing
