// SPDX-License-Identifier: MIT
#include "host/config/backend_command.h"

#include "host/base/quote.h"
#include "host/config/options.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

namespace prism::host {
namespace {

constexpr std::string_view kHost = "spectrum2_prism_backend";

// These execute their last words on this machine. Others, such as ssh, may do so elsewhere.
constexpr std::string_view kLocalWrappers[] = {"chrt",    "env",    "ionice",  "nice",
                                               "setpriv", "strace", "taskset", "valgrind"};

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view baseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }  // npos + 1 is 0

// Returns why the program cannot be executed; empty if it can.
std::string faultOf(const std::string& program) {
  struct stat status {};
  if (program.front() != '/') {
    return fmt::format("{} is no absolute path, and Spectrum 2 looks for no program", inQuotes(program));
  }
  if (::stat(program.c_str(), &status) != 0 || ::access(program.c_str(), X_OK) != 0) {
    return fmt::format("{}: {}", program, std::strerror(errno));
  }
  return S_ISREG(status.st_mode) ? "" : fmt::format("{} is no program", program);
}

}  // namespace

std::vector<std::string> splitCommand(std::string_view command) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == 0 && isSpace(c)) {
      in_word = false;
      continue;
    }
    if (!std::exchange(in_word, true)) {
      words.emplace_back();
    }
    if (c == '\\' && i + 1 < command.size()) {
      words.back() += command[++i];
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      words.back() += c;
    }
  }
  return words;
}

BackendCommand readBackendCommand(const Config& config) {
  const Config::Value* const value = config.get("service.backend");
  BackendCommand command{splitCommand(value ? std::string_view(*value) : ""), {}, {}, {}};
  for (const std::string& word : command.words) {
    if (command.prism) {
      if (auto pair = readOverride(word)) {
        command.overrides.push_back(*std::move(pair));
      }
    } else if (std::string named = pluginNamedBy(word); !named.empty() || baseName(word) == kHost) {
      command.prism = word;
      command.plugin = std::move(named);
    }
  }
  return command;
}

std::vector<std::string> findFaultsOf(const BackendCommand& command) {
  if (command.words.empty()) {
    return {"service.backend is missing: Spectrum 2 does not know this program"};
  }
  std::vector<std::string> found;
  const auto add = [&](const std::string& sentence) {
    if (!sentence.empty()) {
      found.push_back("service.backend: " + sentence);
    }
  };
  const std::string& program = command.words.front();
  add(program.empty() ? "its first word is empty" : faultOf(program));
  if (!command.prism) {
    add(
        fmt::format("no word of it is a name of this program ({}): it starts another backend, or a wrapper that cannot "
                    "be seen through",
                    kHost));
  } else if (const auto wrapper = baseName(program);
             *command.prism != program &&
             std::find(std::begin(kLocalWrappers), std::end(kLocalWrappers), wrapper) != std::end(kLocalWrappers)) {
    add(faultOf(*command.prism));
  }
  return found;
}

}  // namespace prism::host
