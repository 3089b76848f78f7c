// SPDX-License-Identifier: MIT
#include "host/config/spectrum_values.h"

#include "host/base/quote.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

namespace prism::host {
namespace {

struct NumberKey {
  const char* key;
  std::uint32_t lowest;
  std::uint32_t highest;
};

constexpr std::uint32_t kAny = std::numeric_limits<std::int32_t>::max();
constexpr NumberKey kNumbers[] = {{"database.port", 0, 65535},
                                  {"proxy.port", 0, 65535},
                                  {"registration.local_account_server_timeout", 0, kAny},
                                  {"service.backend_port", 0, 65535},
                                  {"service.idle_reconnect_time", 0, kAny},
                                  {"service.login_delay", 0, kAny},
                                  {"service.max_room_list_size", 0, kAny},
                                  {"service.memory_collector_time", 0, kAny},
                                  {"service.port", 0, 65535},
                                  {"service.users_per_backend", 1, kAny},
                                  {"service.web_maximgsize", 0, kAny}};

constexpr const char* kBooleans[] = {"backend.no_vcard_fetch",
                                     "registration.auto_register",
                                     "registration.enable_public_registration",
                                     "registration.needPassword",
                                     "registration.needRegistration",
                                     "registration.require_local_account",
                                     "service.enable_privacy_lists",
                                     "service.enable_remove_buddy",
                                     "service.enable_xhtml",
                                     "service.jid_escaping",
                                     "service.more_resources",
                                     "service.oob_replace_body",
                                     "service.oob_split",
                                     "service.reconnect_all_users",
                                     "service.reuse_old_backends",
                                     "service.server_mode",
                                     "service.vip_only"};

constexpr std::string_view kDatabases[] = {"mysql", "none", "pqxx", "sqlite3"};

// Values that the examples leave to the administrator.
constexpr std::pair<const char*, const char*> kOwnValues[] = {
    {"service.jid", "the transport an address of your own"},
    {"service.password", "the secret that the XMPP server has for the component"},
    {"service.irc_server", "the name of the IRC server"}};

bool isPlaceholder(std::string_view value) {
  // https://www.rfc-editor.org/rfc/rfc2606: nobody can own these domains.
  constexpr std::string_view kDomains[] = {"example.org", "example.net", "example.com"};
  const std::string_view host = value.substr(0, value.find_first_of(":/"));
  return value == "SECRET-OF-THE-COMPONENT" ||
         std::any_of(std::begin(kDomains), std::end(kDomains), [&](std::string_view domain) {
           return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
         });
}

}  // namespace

std::vector<std::string> findUnusableSpectrumValues(const Config& config) {
  std::vector<std::string> found;
  const auto add = [&](const std::string& sentence) {
    found.push_back(fmt::format("{}: {}", config.name(), sentence));
  };
  if (config.text("service.jid").empty()) {
    add("service.jid is missing: it is the address of the transport");
  }
  for (const NumberKey& number : kNumbers) {
    const auto value = config.number(number.key, number.lowest, number.lowest, number.highest);
    if (!value) {
      found.push_back(value.error().sentence);
    }
  }
  for (const char* key : kBooleans) {
    if (const auto value = config.boolean(key, false); !value && !config.text(key).empty()) {
      found.push_back(value.error().sentence);
    }
  }
  // In gateway mode, Spectrum is a component of an XMPP server.
  if (const auto server_mode = config.boolean("service.server_mode", false); server_mode && !*server_mode) {
    for (const char* const key : {"service.password", "service.port"}) {
      if (config.text(key).empty()) {
        add(fmt::format("{} is missing: the XMPP server wants it of a component", key));
      }
    }
    if (config.text("service.port") == "5222") {
      add("service.port is 5222, where XMPP servers expect clients; for components it is 5347 as a rule");
    }
  }
  for (const auto& [key, meant] : kOwnValues) {
    if (const std::string_view value = config.text(key); isPlaceholder(value)) {
      add(fmt::format("{} is {}, as in the example; give {}", key, value, meant));
    }
  }
  const std::string_view database = config.text("database.type");
  if (!database.empty() && std::find(std::begin(kDatabases), std::end(kDatabases), database) == std::end(kDatabases)) {
    add(fmt::format("database.type is {}, but Spectrum 2 knows mysql, none, pqxx and sqlite3", inQuotes(database)));
  }
  return found;
}

std::optional<std::string> findUnusableWorkingDirectory(const Config& config) {
  namespace fs = std::filesystem;
  const fs::path directory = fs::path(config.text("service.working_dir")).lexically_normal();
  if (directory.empty()) {
    return std::nullopt;
  }
  fs::path existing = directory;  // or the nearest directory above it
  std::error_code unknown;
  bool may_search = true;
  while (!fs::exists(existing, unknown) && existing.has_parent_path() && existing != existing.parent_path()) {
    may_search = may_search && unknown != std::errc::permission_denied;
    existing = existing.parent_path();
  }
  const auto sentence = [&](const std::string& what) {
    return fmt::format("{}: service.working_dir: {}", config.name(), what);
  };
  if (!may_search) {
    return sentence(fmt::format("{} cannot be reached, since the user who runs this check may not search {}",
                                directory.string(), existing.string()));
  }
  if (fs::exists(existing, unknown) && !fs::is_directory(existing, unknown)) {
    return sentence(existing.string() + " is no directory");
  }
  if (::faccessat(AT_FDCWD, existing.empty() ? "." : existing.c_str(), W_OK | X_OK, AT_EACCESS) == 0) {
    return std::nullopt;
  }
  const std::string refused =
      fmt::format("the user who runs this check may not write to {}: {}", existing.string(), std::strerror(errno));
  return sentence(existing == directory
                      ? refused
                      : fmt::format("Spectrum 2 cannot make {}, since {}", directory.string(), refused));
}

}  // namespace prism::host
