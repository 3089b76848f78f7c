// SPDX-License-Identifier: MIT
#include "host/run/forget.h"

#include "host/base/quote.h"
#include "host/config/backend_command.h"
#include "host/config/run_as.h"
#include "host/run/set_up.h"
#include "host/stanza/jid.h"
#include "host/storage/store.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace prism::host {
namespace {

// Longer than the host waits, since there is nobody else to serve.
constexpr Store::Wait kLockWait{10'000};

// Returns the bare JID as Spectrum 2 spells users, whose JIDs the XMPP server has prepared.
Result<std::string> readUser(std::string_view jid) {
  const std::string_view bare = bareJid(jid);
  const std::size_t at = bare.find('@');
  if (bare.empty() || !isJid(bare)) {
    return Error{EINVAL, fmt::format("--forget must be followed by the JID of a user, but is followed by {}",
                                     inQuotes(jid, kWholeText))};
  }
  if (at == std::string_view::npos) {
    return normalizedNode(bare);
  }
  return normalizedNode(bare.substr(0, at)) + "@" + normalizedNode(bare.substr(at + 1));
}

// Loads the configuration that the backends of the transport use.
Result<Config> loadBackendsConfig(Options options) {
  const Result<Config> spectrums = loadConfig(options);
  if (!spectrums) {
    return spectrums.error();
  }
  const BackendCommand command = readBackendCommand(*spectrums);
  if (command.is_local && !command.config_path.empty()) {
    options.config_path = command.config_path;
  }
  options.overrides.insert(options.overrides.begin(), command.overrides.begin(), command.overrides.end());
  return loadConfig(options);
}

// Returns `3 values of the plugin irc, 1 value of the host`.
std::string describe(const Store::Counts& counts) {
  std::string text;
  for (const auto& [owner, count] : counts) {
    const std::string whose = owner == kHostOwner ? "the host" : "the plugin " + owner;
    text += fmt::format("{}{} value{} of {}", text.empty() ? "" : ", ", count, count == 1 ? "" : "s", whose);
  }
  return text.empty() ? "no readable values, and the time of the last login" : text;
}

}  // namespace

std::optional<Error> forget(Options options) {
  const Result<std::string> user = readUser(options.forgotten_user);
  if (!user) {
    return user.error();
  }
  const Result<Config> config = loadBackendsConfig(std::move(options));
  if (!config) {
    return config.error();
  }
  for (const char* const key : {"service.jid", "service.working_dir"}) {
    if (config->text(key).empty()) {
      return Error{EINVAL, fmt::format("{}: {} is missing, which says where values are stored; give it by --{}=VALUE",
                                       config->name(), key, key)};
    }
  }
  const Result<StorageSettings> settings = readStorageSettings(*config);
  if (!settings) {
    return settings.error();
  }
  const Result<std::optional<Account>> account = configuredAccount(*config);
  if (!account) {
    return account.error();
  }
  if (*account) {
    if (std::optional<Error> error = dropPrivileges(**account)) {
      return error;
    }
  }
  const Store store(settings->directory, Poco::Logger::get("Host"));
  const Result<std::optional<Store::Counts>> removed = store.forget(*user, kLockWait);
  if (!removed) {
    return removed.error();
  }
  if (!*removed) {
    return Error{ENOENT,
                 fmt::format("nothing is stored about {} in {}", inQuotes(*user, kWholeText), store.directory())};
  }
  std::fputs(fmt::format("removed what was stored about {} in {}: {}\n", inQuotes(*user, kWholeText), store.directory(),
                         describe(**removed))
                 .c_str(),
             stdout);
  return std::nullopt;
}

}  // namespace prism::host
