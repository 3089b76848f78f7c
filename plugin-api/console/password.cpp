// SPDX-License-Identifier: MIT
#include "console/password.h"

#include "console/line.h"

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace prism::console {
namespace {

// Switches the terminal's echo off until it is destroyed.
class NoEcho {
 public:
  NoEcho() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= ECHONL;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~NoEcho() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
};

}  // namespace

std::string passwordFromEnvironment() {
  constexpr const char* kName = "PRISM_CONSOLE_PASSWORD";
  const char* value = std::getenv(kName);
  std::string password = value ? value : "";
  ::unsetenv(kName);
  return password;
}

std::optional<std::string> askPassword(const std::string& user, Signals* signals) {
  const NoEcho no_echo;
  fmt::print("Password of {}: ", printableText(user));
  std::fflush(stdout);
  std::array<pollfd, 2> descriptors = {pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{signals->descriptor(), POLLIN, 0}};
  for (;;) {
    ::poll(descriptors.data(), descriptors.size(), -1);
    const int number = signals->take();
    if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
      fmt::print("\n");
      return std::nullopt;
    }
    if ((descriptors[0].revents & (POLLIN | POLLHUP)) == 0) {
      continue;
    }
    std::array<char, 4096> line;  // a terminal returns one line a read, of at most 4096 bytes
    const ssize_t size = ::read(STDIN_FILENO, line.data(), line.size());
    if (size <= 0) {
      return std::nullopt;
    }
    std::string password(line.data(), static_cast<std::size_t>(size));
    while (!password.empty() && (password.back() == '\n' || password.back() == '\r')) {
      password.pop_back();
    }
    return password;
  }
}

}  // namespace prism::console
