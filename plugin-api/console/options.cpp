// SPDX-License-Identifier: MIT
#include "console/options.h"

#include <array>
#include <cstdlib>
#include <functional>
#include <string_view>

namespace prism::console {
namespace {

struct Flag {
  std::string_view name;
  bool Options::*value;
};

struct Setting {
  std::string_view name;
  std::string Options::*value;
};

constexpr std::array kFlags = {
    Flag{"--ask-password", &Options::ask_password}, Flag{"--strict", &Options::strict},
    Flag{"--verbose", &Options::verbose},           Flag{"--help", &Options::help},
    Flag{"--version", &Options::version},
};

constexpr std::array kSettings = {
    Setting{"--plugin-dir", &Options::plugin_dir},     Setting{"--plugin", &Options::plugin},
    Setting{"--host-program", &Options::host_program}, Setting{"--user", &Options::user},
    Setting{"--legacy-name", &Options::legacy_name},
};

bool parseSeconds(const std::string& text, std::chrono::milliseconds* value) {
  constexpr double kDay = 24 * 60 * 60;
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(seconds >= 0 && seconds <= kDay)) {
    return false;
  }
  *value = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(seconds * 1000));
  return true;
}

// Finds the value of an option: after its `=`, or in the next word.
bool takeValue(const std::vector<std::string>& words, std::size_t* at, std::string_view name, std::string* value) {
  const std::string& word = words[*at];
  if (word.size() > name.size()) {
    *value = word.substr(name.size() + 1);
    return true;
  }
  if (*at + 1 == words.size()) {
    return false;
  }
  *value = words[++*at];
  return true;
}

}  // namespace

bool parseOptions(const std::vector<std::string>& words, Options* options, std::string* error) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (!word.starts_with('-')) {
      if (!options->configuration.empty()) {
        *error = "there can be one configuration, not both " + options->configuration + " and " + word;
        return false;
      }
      options->configuration = word;
      continue;
    }
    const std::string name = word.substr(0, word.find('='));
    bool known = false;
    for (const Flag& flag : kFlags) {
      if (word == flag.name) {
        options->*flag.value = known = true;
      }
    }
    std::string value;
    for (const Setting& setting : kSettings) {
      if (name == setting.name) {
        known = takeValue(words, &at, name, &value) && !value.empty();
        options->*setting.value = value;
        if (!known) {
          *error = name + " needs a value";
          return false;
        }
      }
    }
    if (name == "--linger") {
      known = takeValue(words, &at, name, &value) && parseSeconds(value, &options->linger);
      if (!known) {
        *error = "--linger needs a number of seconds";
        return false;
      }
    }
    if (!known) {
      *error = name == "--password" ? "a password on a command line can be read by everybody: use --ask-password, "
                                      "or the environment's PRISM_CONSOLE_PASSWORD"
                                    : "there is no option " + word;
      return false;
    }
  }
  return true;
}

std::string usage() {
  return R"(Usage: prism-console [OPTION]... [CONFIG]

Starts the Prism host on a plugin, plays Spectrum 2 for it, logs a user in, and shows
the conversation: no Spectrum 2, no XMPP server. CONFIG is a transport's .cfg; without
one, a minimal configuration is used.

  --plugin-dir DIR      where the plugins are (default: beside this program in a build
                        tree, else as the host knows it)
  --plugin ID           which of them (default: the host chooses by CONFIG, or takes the
                        only one)
  --host-program PATH   the host (default: the one that belongs to this program)
  --user NAME           who logs in, an XMPP address (default: you@example.org)
  --legacy-name NAME    the account on the network (default: the user)
  --ask-password        asks for the password; else it is the environment's
                        PRISM_CONSOLE_PASSWORD, or empty
  --linger SECONDS      from a pipe: how long to go on behind the last line, after the
                        host has dealt with it (default: 0)
  --strict              fails if the plugin misbehaves, and shows where: [prism] strict=1
  --verbose             shows the host's log on stderr (else only when the host fails)
  --help, --version

Lines are messages to the current contact, or commands: /help lists them. From a pipe,
each line waits until the host has dealt with the one before.

It ends with 0, with 1 if the host failed, and with 2 if it could not begin.
)";
}

}  // namespace prism::console
