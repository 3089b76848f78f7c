// SPDX-License-Identifier: MIT
// prism-launch connects to Spectrum 2, makes the connection its stdin and stdout, and becomes a program that carries it
// to another machine, such as ssh or srun, and starts the backend there. Nothing stays in between. The process that
// Spectrum 2 has started is that program, so its signals, its number of the backend and the end of the connection keep
// their meaning.
#include "host/base/quote.h"
#include "host/base/standard_descriptors.h"
#include "host/launch/launch_command.h"
#include "host/spectrum/connect.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace prism::host;

constexpr const char* kHelp = R"(prism-launch - starts a backend of Spectrum 2 on another machine

Spectrum 2 starts this program. To use it, give the transport's configuration
    [service]
    backend = /path/to/prism-launch ENGINE [WORD...]
with a program that exists, which starts Prism elsewhere and carries its stdin
and stdout, and the words that it needs:
    prism-launch ssh -T -o BatchMode=yes HOST -- /path/to/spectrum2_prism_backend
    prism-launch srun -Q -n1 -u --input=0 -- /path/to/...

It connects to Spectrum 2 and becomes that program. Spectrum's words for the
backend follow, and --prism.connect=stdio and --prism.local_pid=PID.
    --quote        before ENGINE: quote those words for a shell on the other
                   machine; for a program called ssh, that is always done
    --help, --version
)";

constexpr std::chrono::seconds kConnectTimeout{10};

// The engine may expect blocking descriptors. CLOEXEC does not apply to the copies.
std::optional<Error> makeStandardStreams(int socket) {
  const int flags = ::fcntl(socket, F_GETFL);
  if (flags < 0 || ::fcntl(socket, F_SETFL, flags & ~O_NONBLOCK) != 0 || ::dup2(socket, STDIN_FILENO) < 0 ||
      ::dup2(socket, STDOUT_FILENO) < 0) {
    return Error{errno, fmt::format("cannot make the connection stdin and stdout: {}", std::strerror(errno))};
  }
  return std::nullopt;
}

// Returns only if that fails.
Error execute(std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  return {errno, fmt::format("cannot execute {}: {}", oneLine(words[0]), std::strerror(errno))};
}

Error launch(std::span<const char* const> words) {
  Result<LaunchCommand> command = readLaunchCommand(words, ::getpid());
  if (!command) {
    return command.error();
  }
  if (const int error = openStandardDescriptors()) {
    return {error, fmt::format("cannot open /dev/null: {}", std::strerror(error))};
  }
  const Result<prism::UniqueFd> socket =
      connectTo(command->host, command->port, {std::chrono::steady_clock::now() + kConnectTimeout, -1});
  if (!socket) {
    return socket.error();
  }
  if (std::optional<Error> error = makeStandardStreams(socket->get())) {
    return *std::move(error);
  }
  return execute(command->words);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<const char*> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::string_view first = words.empty() ? "" : words[0];
  if (first == "--help" || first == "-h") {
    std::fputs(kHelp, stdout);
    return EXIT_SUCCESS;
  }
  if (first == "--version" || first == "-v") {
    std::puts("prism-launch " PRISM_VERSION);
    return EXIT_SUCCESS;
  }
  const Error error = launch(words);
  std::fputs(fmt::format("prism-launch: {}\n", error.sentence).c_str(), stderr);
  return error.code;
}
