// SPDX-License-Identifier: MIT
#include "host/config/backend_command.h"

#include "host/config/options.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <sstream>
#include <utility>

namespace prism::host {
namespace {

constexpr std::string_view kHost = "spectrum2_prism_backend";

// These execute their last words on this machine. Others, such as ssh, may do so elsewhere.
constexpr std::string_view kLocalWrappers[] = {"chrt",    "env",    "ionice",  "nice",
                                               "setpriv", "strace", "taskset", "valgrind"};

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view baseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }  // npos + 1 is 0

bool namesHost(const std::string& word) {
  return word.find('=') == std::string::npos && (!pluginNamedBy(word).empty() || baseName(word) == kHost);
}

bool isLocalWrapper(std::string_view program) {
  return std::find(std::begin(kLocalWrappers), std::end(kLocalWrappers), baseName(program)) != std::end(kLocalWrappers);
}

// Returns true if the command is known to start prism-launch on this machine.
bool startsLauncher(const BackendCommand& command) {
  return command.launcher && (*command.launcher == 0 || isLocalWrapper(command.words->front()));
}

// Returns why the program cannot be executed; empty if it can.
std::string faultOf(const std::string& program) {
  struct stat status {};
  if (::stat(program.c_str(), &status) != 0 || ::access(program.c_str(), X_OK) != 0) {
    const char* const hint = program.find('/') == std::string::npos ? "; $PATH is not searched" : "";
    return fmt::format("{}: {}{}", program, std::strerror(errno), hint);
  }
  return S_ISREG(status.st_mode) ? "" : fmt::format("{} is no program", program);
}

// Returns why prism-launch cannot execute the program, for which it searches $PATH; empty if it can.
std::string faultOfEngine(const std::string& program) {
  if (program.find('/') != std::string::npos) {
    return faultOf(program);
  }
  const char* const path = std::getenv("PATH");
  std::istringstream directories(path ? path : "");
  for (std::string directory; std::getline(directories, directory, ':');) {
    if (faultOf((directory.empty() ? "." : directory) + "/" + program).empty()) {
      return {};
    }
  }
  return fmt::format("{} is in no directory of this check's $PATH; give its whole path", program);
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

BackendCommand readBackendCommand(const Config& config) {
  BackendCommand command;
  command.words = splitCommand(config.text("service.backend"));
  if (!command.words) {
    return command;
  }
  const std::vector<std::string>& words = *command.words;
  std::size_t position = 0;
  for (; position < words.size() && !namesHost(words[position]); ++position) {
    if (!command.launcher && baseName(words[position]) == "prism-launch") {
      command.launcher = position;
    }
  }
  if (command.launcher) {
    const std::size_t next = *command.launcher + 1;
    command.starter = next < words.size() && words[next] == "--quote" ? next + 1 : next;
  }
  if (position == words.size()) {
    return command;
  }
  command.prism = words[position];
  command.plugin = pluginNamedBy(words[position]);
  command.is_local = (!command.launcher || startsLauncher(command)) &&
                     (command.starter == position || isLocalWrapper(words[command.starter]));
  std::vector<const char*> rest;
  for (std::size_t i = position + 1; i < words.size(); ++i) {
    rest.push_back(words[i].c_str());
  }
  Options options = parseOptions(rest, [](const std::string&) { return false; });
  command.config_path = std::move(options.config_path);
  command.overrides = std::move(options.overrides);
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
  const std::vector<std::string>& words = *command.words;
  add(faultOf(words.front()));
  if (startsLauncher(command)) {
    if (*command.launcher != 0) {
      add(faultOf(words[*command.launcher]));
    }
    add(command.starter == words.size() || words[command.starter].starts_with('-')
            ? "the program that starts the backend is missing behind prism-launch"
            : faultOfEngine(words[command.starter]));
  }
  if (!command.prism) {
    const std::string_view name = baseName(words.front());
    if (name.starts_with("spectrum2_") && name.ends_with("_backend")) {
      add(fmt::format("{} is another backend than Prism", name));
    }
  } else if (command.is_local) {
    const bool has_path = command.prism->find('/') != std::string::npos;
    if (*command.prism != words[command.starter] && has_path) {
      add(faultOf(*command.prism));
    }
    if (*command.prism == words.front() || has_path) {
      add(otherProgram(*command.prism));
    }
  }
  return found;
}

}  // namespace prism::host
