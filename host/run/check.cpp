// SPDX-License-Identifier: MIT
#include "host/run/check.h"

#include "host/config/backend_command.h"
#include "host/config/run_as.h"
#include "host/config/spectrum_values.h"
#include "host/crash/crash_report.h"
#include "host/log/log.h"
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
  const Config::Value* const protocol = config.get("service.protocol");
  if (!protocol || *protocol != "irc" || !server_mode || *server_mode || !registration || !*registration) {
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
  const Config::Value* const plugin = config.get("prism.plugin");
  const Config::Value* const value = config.get("service.protocol");
  const std::string_view protocol = value ? std::string_view(*value) : "";
  const bool is_irc = config.get(kServer) || protocol == "irc";
  if (!options.named_plugin.empty() || (plugin && !plugin->empty()) || !is_irc || protocol.empty() ||
      std::find(note.keys.begin(), note.keys.end(), kServer) != note.keys.end()) {
    return std::nullopt;
  }
  return fmt::format(
      "{}: {} is that of IRC, but service.protocol = {} means the plugin {} here; give service.backend the name "
      "spectrum2_prism_irc_backend, with the plugin irc installed, or spectrum2_prism_{}_backend",
      config.name(), config.get(kServer) ? kServer : "service.protocol", protocol, note.id, note.id);
}

// What decides about the plugin should not contradict itself.
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

// Does as Spectrum 2 does: its backends start with the options in service.backend, in service.working_dir. Returns the
// command.
BackendCommand followSpectrum(Options* options) {
  const Result<Config> config = loadConfig(*options);
  if (!config) {
    return {};  // the start says why
  }
  BackendCommand command = readBackendCommand(*config);
  if (command.prism) {
    options->named_plugin = command.plugin;
  }
  options->overrides.insert(options->overrides.begin(), command.overrides.begin(), command.overrides.end());
  std::error_code ignored;
  options->config_path = std::filesystem::absolute(options->config_path, ignored).string();
  if (const Config::Value* const directory = config->get("service.working_dir")) {
    std::filesystem::current_path(std::string(*directory), ignored);
  }
  return command;
}

}  // namespace

std::optional<Error> check(Options options) {
  installCrashHandlers();
  // Spectrum passes these on the command line only.
  options.host = "localhost";
  options.port = "1";
  options.overrides.emplace_back("service.backend_id", "1");
  const std::string started_as = options.named_plugin;
  const BackendCommand command = followSpectrum(&options);
  std::vector<std::string> findings;
  Result<SetUp> set_up = readSetUp(options, [&](const Config& config) { findings = checkLog(config); });
  const auto tell = [&findings] {
    for (const std::string& sentence : findings) {
      std::fputs(fmt::format("{}\n", sentence).c_str(), stdout);
    }
  };
  if (!set_up) {
    tell();
    return set_up.error();
  }
  const PluginFile& file = set_up->file;
  const PluginNote& note = *file.note;
  const std::string config = set_up->config.name();
  for (std::string& sentence : findMisspeltKeys(set_up->config, note)) {
    findings.push_back(std::move(sentence));
  }
  for (const std::string& sentence : findFaultsOf(command)) {
    findings.push_back(fmt::format("{}: {}", config, sentence));
  }
  for (auto find : {findUnusableSpectrumValues, findRepeatedKeys}) {
    for (std::string& sentence : find(set_up->config)) {
      findings.push_back(std::move(sentence));
    }
  }
  if (const auto sentence = describeOtherPlugin(set_up->config, command, started_as, note)) {
    findings.push_back(*sentence);
  }
  if (const auto sentence = describeRefusedRegistration(set_up->config)) {
    findings.push_back(*sentence);
  }
  if (const auto sentence = describeTwoNetworks(set_up->config, options, note)) {
    findings.push_back(*sentence);
  }
  findings.insert(findings.end(), file.trust.doubts.begin(), file.trust.doubts.end());
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
  std::fputs(
      fmt::format("{}: all is well; the plugin is {} {} ({})\n{}", config, note.id, note.version, file.path, identity)
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
