// SPDX-License-Identifier: MIT
#include "host/spectrum/stream.h"

#include "host/base/own_descriptors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace prism::host {
namespace {

bool areSame(int one, int other) {
  struct stat of_one {};
  struct stat of_other {};
  return ::fstat(one, &of_one) == 0 && ::fstat(other, &of_other) == 0 && of_one.st_dev == of_other.st_dev &&
         of_one.st_ino == of_other.st_ino;
}

// Returns why the descriptor cannot carry the connection; empty if it can. A terminal changes bytes, and reads some of
// them as signals.
std::string faultOf(int fd, const char* name) {
  struct stat status {};
  ::fstat(fd, &status);
  if (::isatty(fd) != 0) {
    return fmt::format("{} is a terminal, which changes what is sent; start without one (ssh -T)", name);
  }
  return S_ISSOCK(status.st_mode) || S_ISFIFO(status.st_mode) ? ""
                                                              : fmt::format("{} is neither a pipe nor a socket", name);
}

Error systemError() { return {errno, fmt::format("cannot take stdin and stdout: {}", std::strerror(errno))}; }

// Returns an owned, non-blocking copy of a descriptor.
Result<UniqueFd> take(int fd) {
  UniqueFd own(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  const int flags = own ? ::fcntl(own.get(), F_GETFL) : -1;
  if (flags < 0 || ::fcntl(own.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
    return systemError();
  }
  ownDescriptor(own.get(), "the connection to Spectrum");
  return own;
}

}  // namespace

bool isSocket(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);
}

Result<Stream> takeStandardStreams() {
  std::string fault = faultOf(STDIN_FILENO, "stdin");
  if (fault.empty()) {
    fault = faultOf(STDOUT_FILENO, "stdout");
  }
  if (fault.empty() && areSame(STDOUT_FILENO, STDERR_FILENO)) {
    fault = "stdout and stderr are the same, so messages for people would be mixed with the connection";
  }
  if (!fault.empty()) {
    return Error{EINVAL, "prism.connect is stdio, but " + fault};
  }
  Stream stream;
  Result<UniqueFd> input = take(STDIN_FILENO);
  if (!input) {
    return input.error();
  }
  stream.input = std::move(*input);
  if (!isSocket(STDIN_FILENO) || !areSame(STDIN_FILENO, STDOUT_FILENO)) {
    Result<UniqueFd> output = take(STDOUT_FILENO);
    if (!output) {
      return output.error();
    }
    stream.output = std::move(*output);
  }
  const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing || ::dup2(nothing.get(), STDIN_FILENO) < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
    return systemError();
  }
  return stream;
}

}  // namespace prism::host
