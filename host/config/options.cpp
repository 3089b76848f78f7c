// SPDX-License-Identifier: MIT
#include "host/config/options.h"

#include "host/base/quote.h"
#include "host/config/config.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>

namespace prism::host {
namespace {

// The words of a command line, read one by one.
class Words {
 public:
  explicit Words(std::span<const char* const> words) : rest_(words) {}

  bool done() const { return rest_.empty(); }

  std::string_view take() {
    const char* word = rest_.front();
    rest_ = rest_.subspan(1);
    return word;
  }

  // Returns the value of the option `name` if `word` is that option: the text after '=', or else the next word. Returns
  // nullopt if `word` is another one.
  std::optional<std::string> valueOf(std::string_view name, std::string_view word) {
    if (!word.starts_with(name)) {
      return std::nullopt;
    }
    word.remove_prefix(name.size());
    if (word.empty()) {
      return done() ? std::string() : std::string(take());
    }
    if (word.front() == '=') {
      return std::string(word.substr(1));
    }
    return std::nullopt;
  }

 private:
  std::span<const char* const> rest_;
};

}  // namespace

Options parseOptions(std::span<const char* const> command_line,
                     const std::function<bool(const std::string&)>& names_file) {
  Options options;
  std::optional<std::string> named_config;
  std::optional<std::string> far_config;
  Words words(command_line);
  while (!words.done()) {
    const std::string_view word = words.take();
    if (word == "--help" || word == "-h") {
      options.action = Options::Action::kHelp;
    } else if (word == "--version" || word == "-v") {
      options.action = Options::Action::kVersion;
    } else if (word == "--list-plugins") {
      options.action = Options::Action::kListPlugins;
    } else if (word == "--check") {
      options.action = Options::Action::kCheck;
    } else if (auto user = words.valueOf("--forget", word)) {
      options.action = Options::Action::kForget;
      options.forgotten_user = *user;
    } else if (auto host = words.valueOf("--host", word)) {
      options.host = *host;
    } else if (auto port = words.valueOf("--port", word)) {
      options.port = *port;
    } else if (auto config = words.valueOf("--config", word)) {
      named_config = *config;
    } else if (auto own_config = words.valueOf("--prism.config", word)) {
      far_config = *own_config;
    } else if (auto local_pid = words.valueOf("--prism.local_pid", word)) {
      options.local_pid = *local_pid;
    } else if (auto jid = words.valueOf("--jid", word)) {
      options.overrides.emplace_back("service.jid", *jid);
    } else if (auto short_jid = words.valueOf("-j", word)) {
      options.overrides.emplace_back("service.jid", *short_jid);
    } else if (auto override = readOverride(word)) {
      options.overrides.push_back(*std::move(override));
    } else if (!word.starts_with('-')) {
      std::string path(word);
      (names_file(path) ? options.config_path : options.nonexistent_path) = path;
    }
  }
  if (far_config) {
    options.config_path = *far_config;
  } else if (named_config) {
    options.config_path = *named_config;
  }
  return options;
}

std::optional<std::pair<std::string, std::string>> readOverride(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (!word.starts_with("--") || equals == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view key = word.substr(2, equals - 2);
  if (key.find('.') == std::string_view::npos) {
    return std::nullopt;
  }
  return std::pair(std::string(key), std::string(word.substr(equals + 1)));
}

void addRequestedNumbers(std::string_view requested_command, Options* options) {
  constexpr std::string_view kBackendId = "service.backend_id";
  const auto is_number = [](std::string_view text) {
    return !text.empty() && text.size() <= 10 && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  auto& overrides = options->overrides;
  const bool has_backend_id =
      std::any_of(overrides.begin(), overrides.end(), [&](const auto& pair) { return pair.first == kBackendId; });
  const bool has_local_pid = !options->local_pid.empty();
  while (!requested_command.empty()) {
    const std::size_t end = std::min(requested_command.find(' '), requested_command.size());
    const auto pair = readOverride(requested_command.substr(0, end));
    requested_command.remove_prefix(std::min(end + 1, requested_command.size()));
    if (!pair || !is_number(pair->second)) {
      continue;
    }
    if (pair->first == kBackendId && !has_backend_id) {
      overrides.push_back(*pair);
    } else if (pair->first == "prism.local_pid" && !has_local_pid) {
      options->local_pid = pair->second;
    }
  }
}

Result<std::uint16_t> readPort(std::string_view text) {
  const auto port = parseNumber(text);
  if (!port || *port == 0 || *port > 65535) {
    return Error{EINVAL, fmt::format("--port must be a number from 1 to 65535, but is {}", inQuotes(text))};
  }
  return static_cast<std::uint16_t>(*port);
}

std::string pluginNamedBy(std::string_view program) {
  constexpr std::string_view kBegin = "spectrum2_prism_";
  constexpr std::string_view kEnd = "_backend";
  program.remove_prefix(program.rfind('/') + 1);  // npos + 1 is 0
  if (program.size() <= kBegin.size() + kEnd.size() || !program.starts_with(kBegin) || !program.ends_with(kEnd)) {
    return {};
  }
  return std::string(program.substr(kBegin.size(), program.size() - kBegin.size() - kEnd.size()));
}

bool namesFile(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

std::string helpText() {
  return R"(spectrum2_prism_backend - puts a network plugin behind Spectrum 2

Spectrum 2 starts this program. To use it, give the transport's configuration
    [service]
    backend = /path/to/spectrum2_prism_ID_backend
with the id of the plugin: a link to this program. With the program itself,
    [prism]
    plugin = ID
says which plugin is meant, or service.protocol.

By hand:
    spectrum2_prism_backend --list-plugins [CONFIG]
                   shows the plugins that are there, without loading them
    spectrum2_prism_backend --check CONFIG
                   reads everything as a start would, and says what is wrong
                   or misspelt
    spectrum2_prism_backend --forget JID CONFIG
                   removes what is stored about a user of this transport
    spectrum2_prism_backend --help | --version

As Spectrum 2 calls it:
    spectrum2_prism_backend --host HOST --port PORT [OPTION...] CONFIG
      --host HOST, --port PORT   where Spectrum 2 listens for this backend
      --config CONFIG            the transport's .cfg file; without this option,
                                 the last word that names a file
      -j, --jid JID              the same as --service.jid=JID
      --SECTION.KEY=VALUE        stands in for that key of the file
    Everything else is ignored: Spectrum 2 passes its own options on.

Keys of the section [prism]:
    plugin            the id of the plugin; else the name of the program
                      decides, service.protocol, what a plugin claims, or
                      there being only one
    plugin_dir        where the plugins are, repeatable; else the directories
                      in PRISM_PLUGIN_PATH, or the installed one
    ping_timeout      seconds without a sign of Spectrum 2 (90)
    login_timeout     seconds for the network to answer a login (180)
    stall_warning     seconds in one function of the plugin until the log says
                      so, and Spectrum 2 gets signs of life meanwhile (5)
    stall_timeout     seconds until the process is aborted then (60; 0: never)
    contact           who asks the users what a network wants to know (prism)
    strict_plugins    1: refuse a plugin that belongs to somebody else, or is
                      below a directory that others may write to (0)
    connect_timeout   seconds for connecting to it (10)
    connect           tcp, or stdio: stdin and stdout are the connection, as
                      prism-launch makes them (tcp)
    strict_connect    1: connect over TCP on this machine only, since it is not
                      encrypted (0)
    max_frame_size    bytes, the largest message accepted (16777216)
    max_stanza_size   bytes, the largest stanza that a network can cause (131072)
    metrics_file      where metrics for Prometheus are written, with ${id} and
                      .prom in the name (none)
    storage_days      days without a login until what is stored about a user is
                      removed (365; 0: never)
    strict            1: for the development of plugins: each fault of the plugin
                      is logged, with the stack, and makes the exit code 52 (0)
    media_max_file    MiB, the largest file that a plugin publishes or
                      fetches (20)
    media_max_total   MiB, all published files together (1024)
    media_days        days until a published file is removed (30; 0: never)
    media_allow_private 1: plugins may fetch files from addresses that are not
                      public (0)
    chat              auto: messages have ids where the network can edit them,
                      react or reply to them; typed: never (auto)
    name_servers      for plugins, such as 192.0.2.1,[2001:db8::1]:53; else
                      those of the system
On the command line only:
    --prism.config=CONFIG   this file instead of the one that Spectrum 2 names
    --prism.local_pid=PID   the process that stands for this one on Spectrum's
                            machine, as prism-launch says
)";
}

}  // namespace prism::host
