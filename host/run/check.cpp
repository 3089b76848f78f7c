// SPDX-License-Identifier: MIT
#include "host/run/check.h"

#include "host/config/backend_command.h"
#include "host/config/run_as.h"
#include "host/config/spectrum_values.h"
#include "host/crash/crash_report.h"
#include "host/log/log.h"
#include "host/metrics/path.h"
#include "host/plugin/config_check.h"
#include "host/plugin/plugin_directory.h"
#include "host/run/backend.h"
#include "host/run/set_up.h"

#include <Poco/Channel.h>
#include <Poco/Logger.h>
#include <Poco/Message.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

// Returns a line about the account that the host runs as; empty if there is nothing to say about it.
std::string identityText(const SetUp& set_up) {
  if (set_up.account && !set_up.account->user.empty()) {
    return fmt::format("started by root, it runs as {}, as this check has done\n", set_up.account->user);
  }
  const auto sentence = describeIgnoredUser(set_up.config);
  return sentence ? fmt::format("{}\n", *sentence) : "";
}

// Spectrum 2 answers every registration with bad-request if the protocol is called irc.
std::optional<std::string> describeRefusedRegistration(const Config& config) {
  const Result<bool> server_mode = config.boolean("service.server_mode", false);
  const Result<bool> registration = config.boolean("registration.needRegistration", false);
  if (config.text("service.protocol") != "irc" || !server_mode || *server_mode || !registration || !*registration) {
    return std::nullopt;
  }
  return fmt::format(
      "{}: registration.needRegistration is 1, but with service.protocol = irc, Spectrum 2 refuses every registration; "
      "give the protocol another name, such as prism-irc, and choose the plugin by the name of the backend, "
      "spectrum2_prism_irc_backend",
      config.name());
}

// Without a name of the program that tells, an IRC configuration with the sample's protocol gets the plugin purple, and
// so does one with the protocol irc where the plugin irc is not installed.
std::optional<std::string> describeTwoNetworks(const Config& config, const Options& options, const PluginNote& note) {
  constexpr const char* kServer = "service.irc_server";
  const std::string_view protocol = config.text("service.protocol");
  const bool is_irc = config.get(kServer) || protocol == "irc";
  if (!options.named_plugin.empty() || !config.text("prism.plugin").empty() || !is_irc || protocol.empty() ||
      std::find(note.keys.begin(), note.keys.end(), kServer) != note.keys.end()) {
    return std::nullopt;
  }
  if (protocol == "irc") {
    return fmt::format("{}: service.protocol is irc, but the plugin irc is not installed, and {} takes its place",
                       config.name(), note.id);
  }
  return fmt::format(
      "{}: {} is that of IRC, but service.protocol = {} means the plugin {} here; give service.backend the name "
      "spectrum2_prism_irc_backend or spectrum2_prism_{}_backend",
      config.name(), kServer, protocol, note.id, note.id);
}

// Returns a sentence if the name in service.backend, or that of the program that checks, means another plugin.
std::optional<std::string> describeOtherPlugin(const Config& config, const BackendCommand& command,
                                               const std::string& started_as, const PluginNote& note) {
  if (!command.plugin.empty() && command.plugin != note.id) {
    return fmt::format("{}: [prism] plugin = {} goes before the name in service.backend, {}", config.name(), note.id,
                       *command.prism);
  }
  if (!started_as.empty() && started_as != note.id) {
    return fmt::format("{}: service.backend starts the plugin {}; this check was started by the name of {}",
                       config.name(), note.id, started_as);
  }
  return std::nullopt;
}

// Returns a sentence if the connection is to be stdin and stdout, but nothing makes them that.
std::optional<std::string> describeMissingLauncher(const Config& config, const BackendCommand& command) {
  if (config.text("prism.connect") != "stdio" || !command.prism || command.launcher) {
    return std::nullopt;
  }
  return fmt::format(
      "{}: prism.connect is stdio, but service.backend starts Prism without prism-launch, which makes "
      "stdin and stdout the connection",
      config.name());
}

// Takes the warnings of a plugin, which are about the configuration while it is created. Everything else goes to the
// log.
class Warnings : public Poco::Channel {
 public:
  Warnings(Poco::Channel::Ptr log, std::vector<std::string>* findings) : log_(std::move(log)), findings_(findings) {}

  void log(const Poco::Message& message) override {
    if (message.getPriority() == Poco::Message::PRIO_WARNING) {
      findings_->push_back(message.getText());
    } else if (log_) {
      log_->log(message);
    }
  }

 private:
  Poco::Channel::Ptr log_;
  std::vector<std::string>* const findings_;
};

// The configuration as Spectrum 2 reads it: without the options in service.backend, which are for the backend alone.
struct SpectrumsView {
  std::optional<Config> config;  // nullopt if the file cannot be read: the start says why
  std::optional<Config> file;    // without any option
  BackendCommand command;
  std::optional<std::string> directory_fault;  // of service.working_dir
};

// Paths on the command line of --check begin at the directory of its user.
void makePathsAbsolute(Options* options) {
  constexpr std::string_view kPaths[] = {"logging.backend_config", "prism.plugin_dir", "prism.metrics_file"};
  std::error_code ignored;
  if (!options->config_path.empty()) {
    options->config_path = std::filesystem::absolute(options->config_path, ignored).string();
  }
  for (auto& [key, value] : options->overrides) {
    if (!value.empty() && std::find(std::begin(kPaths), std::end(kPaths), key) != std::end(kPaths)) {
      value = std::filesystem::absolute(value, ignored).string();
    }
  }
}

// Reads the configuration as Spectrum 2 does, and takes the place of a backend: its options, its plugin, and
// service.working_dir.
SpectrumsView enterBackendsPlace(Options* options) {
  makePathsAbsolute(options);
  const auto load = [](const Options& with) {
    Result<Config> config = loadConfig(with);
    return config ? std::optional<Config>(*std::move(config)) : std::nullopt;
  };
  SpectrumsView view{load(*options), {}, {}, {}};
  if (!view.config) {
    return view;
  }
  Options bare = *options;
  bare.overrides.clear();
  view.file = load(bare);
  view.command = readBackendCommand(*view.config);
  if (view.command.prism) {
    options->named_plugin = view.command.plugin;
  }
  if (view.command.is_local && !view.command.config_path.empty()) {
    options->config_path = view.command.config_path;
  }
  options->overrides.insert(options->overrides.begin(), view.command.overrides.begin(), view.command.overrides.end());
  view.directory_fault = findUnusableWorkingDirectory(*view.config);
  if (const Config::Value* const directory = view.config->get("service.working_dir")) {
    std::error_code ignored;
    std::filesystem::current_path(std::string(*directory), ignored);
  }
  return view;
}

// Returns what is wrong for Spectrum 2.
std::vector<std::string> findFaultsForSpectrum(const SpectrumsView& view) {
  std::vector<std::string> found;
  if (!view.config || !view.file) {
    return found;
  }
  const auto add = [&found](std::vector<std::string> sentences) {
    found.insert(found.end(), std::make_move_iterator(sentences.begin()), std::make_move_iterator(sentences.end()));
  };
  for (const std::string& sentence : findFaultsOf(view.command)) {
    found.push_back(fmt::format("{}: {}", view.config->name(), sentence));
  }
  add(findUnusableSpectrumValues(*view.config));
  if (view.directory_fault) {
    found.push_back(*view.directory_fault);
  }
  add(findRepeatedKeys(*view.file));
  if (const auto sentence = describeRefusedRegistration(*view.config)) {
    found.push_back(*sentence);
  }
  return found;
}

// Returns a line about a command that hides what it starts; empty if there is nothing to say.
std::string wrapperText(const BackendCommand& command) {
  if (!command.words || command.words->empty() || command.is_local) {
    return {};
  }
  if (command.launcher) {
    return "service.backend starts Prism by prism-launch, perhaps on another machine; check its configuration there\n";
  }
  if (!command.prism) {
    return fmt::format("service.backend starts {}; whether that starts Prism cannot be seen\n", command.words->front());
  }
  return command.config_path.empty()
             ? ""
             : fmt::format("service.backend gives Prism another configuration, {}, which has not been checked\n",
                           command.config_path);
}

}  // namespace

std::optional<Error> check(Options options) {
  installCrashHandlers();
  // Spectrum passes these on the command line only.
  options.host = "localhost";
  options.port = "1";
  options.overrides.emplace_back("service.backend_id", "1");
  const std::string started_as = options.named_plugin;
  const SpectrumsView view = enterBackendsPlace(&options);
  std::vector<std::string> findings;
  // The configuration of another machine is not Spectrum's. It says that the connection is carried to there.
  const bool is_spectrums =
      !view.config || view.config->text("prism.connect") != "stdio" || !view.config->text("service.backend").empty();
  Result<SetUp> set_up = readSetUp(options, [&](const Config& config, const Settings&) {
    findings = checkLog(config);
    return std::nullopt;
  });
  const auto addFaultsForSpectrum = [&] {
    if (is_spectrums) {
      for (std::string& sentence : findFaultsForSpectrum(view)) {
        findings.push_back(std::move(sentence));
      }
    }
  };
  const auto tell = [&findings] {
    for (const std::string& sentence : findings) {
      std::fputs(fmt::format("{}\n", sentence).c_str(), stdout);
    }
  };
  if (!set_up) {
    addFaultsForSpectrum();
    tell();
    return set_up.error();
  }
  const PluginFile& file = set_up->file;
  const PluginNote& note = *file.note;
  const std::string config = set_up->config.name();
  for (std::string& sentence : findMisspeltKeys(set_up->config, note)) {
    findings.push_back(std::move(sentence));
  }
  if (view.config && view.config->name() != config) {
    for (std::string& sentence : findMisspeltKeys(*view.config, note)) {
      findings.push_back(std::move(sentence));
    }
  }
  addFaultsForSpectrum();
  if (const auto sentence = describeMissingLauncher(set_up->config, view.command)) {
    findings.push_back(*sentence);
  }
  if (const auto sentence = describeOtherPlugin(set_up->config, view.command, started_as, note)) {
    findings.push_back(*sentence);
  }
  if (const auto sentence = describeTwoNetworks(set_up->config, options, note)) {
    findings.push_back(*sentence);
  }
  findings.insert(findings.end(), file.trust.doubts.begin(), file.trust.doubts.end());
  if (const std::string& path = set_up->settings.metrics_file; !path.empty()) {
    if (const auto sentence = describeUnwritableDirectory(path)) {
      findings.push_back(*sentence);
    }
  }
  Poco::Logger& plugin_log = Poco::Logger::get("Plugin." + note.id);
  plugin_log.setChannel(new Warnings(plugin_log.getChannel(), &findings));
  const std::string identity = identityText(*set_up);
  startLastResortOrWarn();
  static Backend* const backend = new Backend(std::move(set_up->config), set_up->settings, file);
  std::optional<Error> error = attempt([] { return backend->createPlugin(); });
  if (!error) {
    for (std::string& sentence : backend->findIneffectiveKeys()) {
      findings.push_back(std::move(sentence));
    }
  }
  error = backend->shutDown(std::move(error));
  tell();
  if (error) {
    return error;
  }
  if (!findings.empty()) {
    return Error{EINVAL, fmt::format("{}: there is something to look at", config)};
  }
  std::fputs(fmt::format("{}: all is well; the plugin is {} {} ({})\n{}{}", config, note.id, note.version, file.path,
                         identity, is_spectrums ? wrapperText(view.command) : "")
                 .c_str(),
             stdout);
  return std::nullopt;
}

std::optional<Error> listPlugins(const Options& options) {
  const bool has_config = !options.config_path.empty() || !options.nonexistent_path.empty();
  const Result<Config> config = has_config ? loadConfig(options) : Config::parse("", "", options.overrides);
  if (!config) {
    return config.error();
  }
  const Result<std::optional<Account>> account = configuredAccount(*config);
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

}  // namespace prism::host
