// The map of the program: what a run does, in its order. Each step is a file of its own.
#include <Poco/Logger.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "host/backend.h"
#include "host/base/fork_mark.h"
#include "host/config/config.h"
#include "host/config/options.h"
#include "host/config/run_as.h"
#include "host/config/settings.h"
#include "host/crash/crash_report.h"
#include "host/end/last_resort.h"
#include "host/end/plugin_exit.h"
#include "host/log/captured_output.h"
#include "host/log/log.h"
#include "host/log/standard_streams.h"
#include "host/loop/signals.h"
#include "host/plugin/config_check.h"
#include "host/plugin/plugin_directory.h"
#include "host/plugin/version.h"

namespace {

using namespace prism::host;

Result<Config> loadConfig(const Options& options) {
  if (!options.config_path.empty()) {
    return Config::load(options.config_path, options.overrides);
  }
  if (!options.other_word.empty()) {
    return Error{EACCES, fmt::format("cannot read the configuration file {}: no such file", options.other_word)};
  }
  return Error{EACCES, "no configuration file is named: this program is started by Spectrum 2 (see --help)"};
}

std::optional<Error> listPlugins(const Options& options) {
  const bool has_config = !options.config_path.empty() || !options.other_word.empty();
  const Result<Config> config = has_config ? loadConfig(options) : Config::parse("", "", options.overrides);
  if (!config) {
    return config.error();
  }
  const Result<std::optional<Account>> account = wantedAccount(*config);
  if (!account) {
    return account.error();
  }
  const Result<bool> strict = config->boolean("prism.strict_plugins", false);
  if (!strict) {
    return strict.error();
  }
  const PluginPolicy policy{*account ? (*account)->uid : ::geteuid(), *strict};
  std::fputs(PluginDirectory(pluginDirectoryPaths(*config), policy).listing().c_str(), stdout);
  return std::nullopt;
}

// What a step fails with, exceptions included: of these, only what the system may refuse any process gets here.
template <typename Step>
std::optional<Error> attempt(const Step& step) {
  try {
    return step();
  } catch (const std::system_error& refused) {
    return Error{refused.code().value(), refused.what()};
  } catch (const std::bad_alloc&) {
    return Error{ENOMEM, "out of memory"};
  }
}

// What a backend is made of.
struct SetUp {
  Config config;
  Settings settings;
  std::optional<Account> account;  // that it has become
  PluginFile file;
};

// `set_up_log` is called with the configuration, as soon as this process is whom it is to be.
template <typename SetUpLog>
Result<SetUp> readSetUp(const Options& options, const SetUpLog& set_up_log) {
  Result<Config> config = loadConfig(options);
  if (!config) {
    return config.error();
  }
  const Result<Settings> settings = Settings::read(options, *config);
  if (!settings) {
    return settings.error();
  }
  const Result<std::optional<Account>> account = wantedAccount(*config);
  if (!account) {
    return account.error();
  }
  if (*account) {
    if (std::optional<Error> error = become(**account)) {
      return *std::move(error);
    }
  }
  set_up_log(*config);
  const PluginPolicy policy{::geteuid(), settings->strict_plugins};
  const Result<PluginFile> file = PluginDirectory(pluginDirectoryPaths(*config), policy).choose(*config);
  if (!file) {
    return file.error();
  }
  return SetUp{*std::move(config), *settings, *account, *file};
}

void logDoubts(const SetUp& set_up) {
  Poco::Logger& log = Poco::Logger::get("Host");
  for (const std::string& doubt : set_up.file.trust.doubts) {
    log.warning(doubt);
  }
  if (log.debug()) {
    if (const auto sentence = whyNotBecome(set_up.config)) {
      log.debug(*sentence);
    }
  }
}

void limitTheEnd() {
  if (!startLastResort()) {
    Poco::Logger::get("Host").warning(
        fmt::format("nothing ends this process if it hangs while it leaves: {}", std::strerror(errno)));
  }
}

// One life of the backend: all that can be wrong with the set-up shows before Spectrum is connected.
std::optional<Error> serve(const Options& options) {
  reportCrashes();
  Result<SetUp> set_up = readSetUp(options, setUpLog);
  if (!set_up) {
    return set_up.error();
  }
  std::optional<CapturedOutput> output;
  if (logsElsewhere()) {
    output.emplace("Plugin." + (*set_up->file.note).id);
  }
  logDoubts(*set_up);
  limitTheEnd();
  static Backend* const backend = new Backend(std::move(set_up->config), set_up->settings, set_up->file);
  std::optional<Error> error = attempt([] { return backend->createPlugin(); });
  if (!error) {
    error = attempt([] { return backend->startPlugin(); });
  }
  if (!error) {
    error = attempt([] { return backend->connect(); });
    if (!error) {
      error = attempt([] { return backend->serve(); });
    } else if (backend->interrupted()) {
      error.reset();
    }
  }
  return backend->leave(std::move(error));
}

// For --check: whom service.user has made of this process; empty if it does not say.
std::string identityText(const SetUp& set_up) {
  if (set_up.account && !set_up.account->user.empty()) {
    return fmt::format("started by root, it runs as {}, as this check has done\n", set_up.account->user);
  }
  const auto sentence = whyNotBecome(set_up.config);
  return sentence ? *sentence + "\n" : "";
}

// Everything that serve() does before it starts the plugin.
std::optional<Error> check(Options options) {
  reportCrashes();
  // Spectrum gives these on the command line only.
  options.host = "localhost";
  options.port = "1";
  std::vector<std::string> findings;
  Result<SetUp> set_up = readSetUp(options, [&](const Config& config) { findings = checkLog(config); });
  const auto tell = [&findings] {
    for (const std::string& sentence : findings) {
      std::fputs((sentence + "\n").c_str(), stdout);
    }
  };
  if (!set_up) {
    tell();
    return set_up.error();
  }
  const PluginFile& file = set_up->file;
  const PluginNote& note = *file.note;
  const std::string config = set_up->config.name();
  for (std::string& sentence : findMisspelt(set_up->config, note)) {
    findings.push_back(std::move(sentence));
  }
  findings.insert(findings.end(), file.trust.doubts.begin(), file.trust.doubts.end());
  const std::string identity = identityText(*set_up);
  limitTheEnd();
  static Backend* const backend = new Backend(std::move(set_up->config), set_up->settings, file);
  std::optional<Error> error = attempt([] { return backend->createPlugin(); });
  if (!error) {
    for (std::string& sentence : backend->findPointless()) {
      findings.push_back(std::move(sentence));
    }
  }
  error = backend->leave(std::move(error));
  tell();
  if (error) {
    return error;
  }
  if (!findings.empty()) {
    return Error{EINVAL, fmt::format("{}: there is something to look at", config)};
  }
  std::fputs(
      fmt::format("{}: all is well; the plugin is {} {} ({})\n{}", config, note.id, note.version, file.path, identity)
          .c_str(),
      stdout);
  return std::nullopt;
}

std::optional<Error> run(std::span<const char* const> words) {
  const Options options = parseOptions(words, namesFile);
  switch (options.action) {
    case Options::Action::kHelp:
      std::fputs(helpText().c_str(), stdout);
      return std::nullopt;
    case Options::Action::kVersion:
      std::fputs(versionText().c_str(), stdout);
      return std::nullopt;
    case Options::Action::kListPlugins:
      return listPlugins(options);
    case Options::Action::kCheck:
      return check(options);
    case Options::Action::kServe:
      break;
  }
  return serve(options);
}

}  // namespace

int main(int argc, char** argv) {
  markHostProcess();
  ignoreStraySignals();
  keepStandardError();
  const std::vector<const char*> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::optional<Error> error = attempt([&] { return run(words); });
  logRepeats();
  if (error) {
    logTheEnd(error->sentence);
  }
  const int code = error ? error->code : EXIT_SUCCESS;
  noteExitCode(code);
  return code;
}
