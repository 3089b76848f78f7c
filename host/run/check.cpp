// SPDX-License-Identifier: MIT
#include "host/run/check.h"

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
#include <string>
#include <string_view>
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
      "give the protocol another name, such as prism-irc, and choose the plugin by [prism] plugin = irc",
      config.name());
}

// Without a name of the program that tells, an IRC configuration with the sample's protocol gets the plugin purple, and
// so does one with the protocol irc where the plugin irc is not installed.
std::optional<std::string> describeTwoNetworks(const Config& config, const Options& options, const PluginNote& note) {
  constexpr const char* kServer = "service.irc_server";
  const Config::Value* const protocol = config.get("service.protocol");
  const Config::Value* const plugin = config.get("prism.plugin");
  if (!options.named_plugin.empty() || (plugin && !plugin->empty()) || !config.get(kServer) || !protocol ||
      std::find(note.keys.begin(), note.keys.end(), kServer) != note.keys.end()) {
    return std::nullopt;
  }
  return fmt::format(
      "{}: {} is that of IRC, but service.protocol = {} means the plugin {} here; give service.backend the name "
      "spectrum2_prism_irc_backend or spectrum2_prism_{}_backend, or say it by [prism] plugin",
      config.name(), kServer, std::string_view(*protocol), note.id, note.id);
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

// Returns the id in the command of service.backend, which Spectrum 2 would start.
std::string pluginOfBackendKey(const Options& options) {
  const Result<Config> config = loadConfig(options);
  const Config::Value* const command = config ? config->get("service.backend") : nullptr;
  std::string_view rest = command ? std::string_view(*command) : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (std::string named = pluginNamedBy(rest.substr(0, end)); !named.empty()) {
      return named;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

}  // namespace

std::optional<Error> check(Options options) {
  installCrashHandlers();
  // Spectrum passes these on the command line only.
  options.host = "localhost";
  options.port = "1";
  options.overrides.emplace_back("service.backend_id", "1");
  if (options.named_plugin.empty()) {
    options.named_plugin = pluginOfBackendKey(options);
  }
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
  for (std::string& sentence : findUnusableSpectrumValues(set_up->config)) {
    findings.push_back(std::move(sentence));
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
