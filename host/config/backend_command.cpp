// SPDX-License-Identifier: MIT
#include "host/config/backend_command.h"

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

// Returns true for a key that says nothing about this machine.
bool isForCommandLine(const std::string& key) {
  return std::find(std::begin(kCommandLineKeys), std::end(kCommandLineKeys), key) != std::end(kCommandLineKeys);
}

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view baseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }  // npos + 1 is 0

// Returns why the program cannot be executed; empty if it can.
std::string faultOf(const std::string& program) {
  struct stat status {};
  if (::stat(program.c_str(), &status) != 0 || ::access(program.c_str(), X_OK) != 0) {
    const char* const hint = program.find('/') == std::string::npos ? "; $PATH is not searched" : "";
    return fmt::format("{}: {}{}", program, std::strerror(errno), hint);
  }
  return S_ISREG(status.st_mode) ? "" : fmt::format("{} is no program", program);
}

// Returns a sentence if the file is not the program that runs now.
std::string otherProgram(const std::string& program) {
  struct stat named {};
  struct stat own {};
  if (::stat(program.c_str(), &named) != 0 || ::stat("/proc/self/exe", &own) != 0 ||
      (named.st_dev == own.st_dev && named.st_ino == own.st_ino)) {
    return {};
  }
  return fmt::format("{} is another program than the one that checks, which may find other plugins", program);
}

}  // namespace

std::optional<std::vector<std::string>> splitCommand(std::string_view command) {
  std::vector<std::string> words(1);
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == '\\') {
      if (++i == command.size()) {
        return std::nullopt;
      }
      if (quote != 0 && command[i] != quote) {
        words.back() += c;
      }
      words.back() += command[i];
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (quote == 0 && isSpace(c)) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::erase(words, "");
  return quote == 0 ? std::optional(std::move(words)) : std::nullopt;
}

bool isLauncher(std::string_view program) { return baseName(program) == "prism-launch"; }

BackendCommand readBackendCommand(const Config& config) {
  BackendCommand command{splitCommand(config.text("service.backend")), {}, {}, {}};
  for (const std::string& word : command.words.value_or(std::vector<std::string>())) {
    if (command.prism) {
      if (auto pair = readOverride(word); pair && !isForCommandLine(pair->first)) {
        command.overrides.push_back(*std::move(pair));
      }
    } else if (std::string named = pluginNamedBy(word);
               word.find('=') == std::string::npos && (!named.empty() || baseName(word) == kHost)) {
      command.prism = word;
      command.plugin = std::move(named);
    }
  }
  return command;
}

std::vector<std::string> findFaultsOf(const BackendCommand& command) {
  if (!command.words) {
    return {"service.backend: a quote is not closed, or a backslash is the last character"};
  }
  if (command.words->empty()) {
    return {"service.backend is missing: Spectrum 2 does not know this program"};
  }
  std::vector<std::string> found;
  const auto add = [&](const std::string& sentence) {
    if (!sentence.empty()) {
      found.push_back("service.backend: " + sentence);
    }
  };
  const std::string& program = command.words->front();
  const std::string_view name = baseName(program);
  add(faultOf(program));
  if (!command.prism) {
    if (name.starts_with("spectrum2_") && name.ends_with("_backend")) {
      add(fmt::format("{} is another backend than Prism", name));
    }
  } else if (*command.prism == program) {
    add(otherProgram(program));
  } else if (command.prism->find('/') != std::string::npos &&
             std::find(std::begin(kLocalWrappers), std::end(kLocalWrappers), name) != std::end(kLocalWrappers)) {
    add(faultOf(*command.prism));
    add(otherProgram(*command.prism));
  }
  return found;
}

}  // namespace prism::host
