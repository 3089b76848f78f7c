// SPDX-License-Identifier: MIT
#include "host/launch/launch_command.h"

#include "host/config/options.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstddef>
#include <optional>

namespace prism::host {
namespace {

constexpr std::size_t kAddressWords = 4;  // --host HOST --port PORT

// Returns the position of Spectrum's --host. An engine may have an option of that name, but Spectrum's comes last.
std::optional<std::size_t> findAddress(std::span<const char* const> words) {
  for (std::size_t i = words.size(); i-- > 0;) {
    if (std::string_view(words[i]) == "--host" && i + kAddressWords <= words.size() &&
        std::string_view(words[i + 2]) == "--port") {
      return i;
    }
  }
  return std::nullopt;
}

bool isSsh(std::string_view program) {
  return program.substr(program.rfind('/') + 1) == "ssh";  // npos + 1 is 0
}

}  // namespace

Result<LaunchCommand> readLaunchCommand(std::span<const char* const> words, long pid) {
  const std::optional<std::size_t> address = findAddress(words);
  if (!address) {
    return Error{EINVAL, "--host and --port are missing: this program is started by Spectrum 2 (see --help)"};
  }
  const std::span<const char* const> spectrums = words.subspan(*address);
  std::span<const char* const> engine = words.first(*address);
  const bool asked_to_quote = !engine.empty() && std::string_view(engine[0]) == "--quote";
  if (asked_to_quote) {
    engine = engine.subspan(1);
  }
  if (engine.empty() || engine[0][0] == '\0' || engine[0][0] == '-') {
    return Error{EINVAL, "the program that starts the backend is missing: it comes first (see --help)"};
  }
  if (spectrums[1][0] == '\0') {
    return Error{EINVAL, "--host must be a name or an address, but is ''"};
  }
  const Result<std::uint16_t> port = readPort(spectrums[3]);
  if (!port) {
    return port.error();
  }
  LaunchCommand command{spectrums[1], *port, {engine.begin(), engine.end()}};
  const bool quote = asked_to_quote || isSsh(engine[0]);
  for (const char* const word : spectrums.subspan(kAddressWords)) {
    command.words.push_back(quote ? quoteForShell(word) : word);
  }
  command.words.emplace_back("--prism.connect=stdio");
  command.words.push_back(fmt::format("--prism.local_pid={}", pid));
  return command;
}

std::string quoteForShell(std::string_view word) {
  constexpr std::string_view kHarmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  if (!word.empty() && word.find_first_not_of(kHarmless) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace prism::host
