// SPDX-License-Identifier: MIT
#include "host/spectrum/stream.h"

#include "host/base/null_device.h"
#include "host/base/own_descriptors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <termios.h>
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

bool isPipeOrSocket(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

// Returns why stdin and stdout cannot carry the connection; empty if they can. stdout may be a terminal, since
// `srun -u` makes one. stdin may not: a terminal changes the bytes that arrive before it is told not to.
std::string findFault() {
  if (::isatty(STDIN_FILENO) != 0) {
    return "stdin is a terminal, which changes what is sent; start without one (ssh -T)";
  }
  if (!isPipeOrSocket(STDIN_FILENO)) {
    return "stdin is neither a pipe nor a socket";
  }
  if (!isPipeOrSocket(STDOUT_FILENO) && ::isatty(STDOUT_FILENO) == 0) {
    return "stdout is neither a pipe nor a socket";
  }
  if (areSame(STDOUT_FILENO, STDERR_FILENO)) {
    return "stdout and stderr are the same, so messages for people would be mixed with the connection";
  }
  return {};
}

// Makes a terminal pass bytes on as they are.
void makeRaw(int fd) {
  termios settings{};
  if (::tcgetattr(fd, &settings) == 0) {
    ::cfmakeraw(&settings);
    ::tcsetattr(fd, TCSANOW, &settings);
  }
}

Error systemError(int code) { return {code, fmt::format("cannot take stdin and stdout: {}", std::strerror(code))}; }

// Returns an owned, non-blocking copy of a descriptor.
Result<UniqueFd> take(int fd) {
  UniqueFd own(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  const int flags = own ? ::fcntl(own.get(), F_GETFL) : -1;
  if (flags < 0 || ::fcntl(own.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
    return systemError(errno);
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
  if (const std::string fault = findFault(); !fault.empty()) {
    return Error{EINVAL, "prism.connect is stdio, but " + fault};
  }
  makeRaw(STDOUT_FILENO);
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
  if (const int error = openNullDevice(STDIN_FILENO, 0)) {
    return systemError(error);
  }
  if (::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
    return systemError(errno);
  }
  return stream;
}

}  // namespace prism::host
