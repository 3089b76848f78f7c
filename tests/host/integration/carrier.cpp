// SPDX-License-Identifier: MIT
// Carries its stdin and stdout to a program and back, as ssh and srun do:
//
//   carrier KIND PROGRAM [WORD...]
//
// The program's stdin and stdout are two `pipes`, two `sockets`, one `socket` for both, or a pipe and a `terminal` as
// with `srun -u`. At the end of the carrier's stdin, that of the program ends. When the program closes its stdout, the
// carrier ends with the program's exit code.
#include <pty.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace {

// Two connected descriptors. Both directions work with sockets; with a pipe, `read_end` can be read only.
struct Pair {
  int read_end = -1;
  int write_end = -1;
};

void check(bool succeeded, const char* call) {
  if (!succeeded) {
    std::perror(call);
    std::exit(EXIT_FAILURE);
  }
}

Pair makePair(bool sockets) {
  int ends[2];
  check((sockets ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) : ::pipe(ends)) == 0, "pair");
  return {ends[0], ends[1]};
}

// Returns a terminal that changes line ends, as a new one does.
Pair makeTerminal() {
  Pair ends;
  check(::openpty(&ends.read_end, &ends.write_end, nullptr, nullptr, nullptr) == 0, "openpty");
  return ends;
}

// Copies until the end of `from`, or until nobody reads `to`.
void copy(int from, int to) {
  char buffer[65536];
  for (ssize_t size = 0; (size = ::read(from, buffer, sizeof buffer)) > 0;) {
    for (ssize_t written = 0; written < size;) {
      const ssize_t now = ::write(to, buffer + written, static_cast<std::size_t>(size - written));
      if (now <= 0) {
        return;
      }
      written += now;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    return EXIT_FAILURE;
  }
  ::signal(SIGPIPE, SIG_IGN);
  const std::string_view kind = argv[1];
  const bool one = kind == "socket";
  const Pair in = makePair(kind == "socket" || kind == "sockets");
  const Pair out = one                  ? Pair{in.write_end, in.read_end}
                   : kind == "terminal" ? makeTerminal()
                                        : makePair(kind != "pipes");
  const pid_t program = ::fork();
  check(program >= 0, "fork");
  if (program == 0) {
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(in.read_end, STDIN_FILENO);
    ::dup2(out.write_end, STDOUT_FILENO);
    for (const int fd : {in.read_end, in.write_end, out.read_end, out.write_end}) {
      ::close(fd);
    }
    ::execv(argv[2], argv + 2);
    check(false, argv[2]);
  }
  ::close(in.read_end);
  if (!one) {
    ::close(out.write_end);
  }
  std::thread([&] {
    copy(STDIN_FILENO, in.write_end);
    one ? ::shutdown(in.write_end, SHUT_WR) : ::close(in.write_end);
  }).detach();
  copy(out.read_end, STDOUT_FILENO);
  int status = 0;
  ::waitpid(program, &status, 0);
  std::_Exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
