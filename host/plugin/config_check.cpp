// SPDX-License-Identifier: MIT
#include "host/plugin/config_check.h"

#include "host/base/nearest.h"
#include "host/base/quote.h"
#include "host/config/options.h"
#include "host/config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace prism::host {
namespace {

std::string_view sectionOf(std::string_view key) { return key.substr(0, key.find('.')); }

// Returns true for the sections of the transport's configuration that Spectrum 2 itself reads.
bool isSpectrums(std::string_view section) {
  constexpr std::string_view kSections[] = {"service",  "identity", "logging", "database", "registration",
                                            "features", "proxy",    "backend", "vhosts",   "gateway_responder"};
  return std::find(std::begin(kSections), std::end(kSections), section) != std::end(kSections);
}

// The keys of these sections that Spectrum 2.2.1 and its own backends read.
constexpr const char* kSpectrumsKeys[] = {
    "backend.avatars_directory",
    "backend.default_avatar",
    "backend.incoming_dir",
    "backend.no_vcard_fetch",
    "database.connectionstring",
    "database.database",
    "database.encryption_key",
    "database.password",
    "database.port",
    "database.prefix",
    "database.server",
    "database.type",
    "database.user",
    "database.vip_statement",
    "features.disable_jid_escaping",
    "features.muc",
    "features.rawxml",
    "features.receipts",
    "features.send_buddies_on_login",
    "gateway_responder.label",
    "gateway_responder.prompt",
    "identity.category",
    "identity.name",
    "identity.type",
    "logging.backend_config",
    "logging.config",
    "proxy.host",
    "proxy.password",
    "proxy.port",
    "proxy.server",
    "proxy.type",
    "proxy.user",
    "proxy.username",
    "registration.allowed_usernames",
    "registration.auto_register",
    "registration.enable_public_registration",
    "registration.encoding",
    "registration.extraField",
    "registration.instructions",
    "registration.language",
    "registration.local_account_server",
    "registration.local_account_server_timeout",
    "registration.local_username_label",
    "registration.needPassword",
    "registration.needRegistration",
    "registration.notify_jid",
    "registration.password_label",
    "registration.require_local_account",
    "registration.username_label",
    "registration.username_mask",
    "service.admin_jid",
    "service.admin_password",
    "service.admin_username",
    "service.allowed_servers",
    "service.backend",
    "service.backend_host",
    "service.backend_id",
    "service.backend_port",
    "service.base_location",
    "service.bind",
    "service.cert",
    "service.cert_password",
    "service.config_directory",
    "service.data_dir",
    "service.enable_privacy_lists",
    "service.enable_remove_buddy",
    "service.enable_xhtml",
    "service.eventloop",
    "service.frontend",
    "service.group",
    "service.idle_reconnect_time",
    "service.irc_send_pass",
    "service.irc_server",
    "service.jid",
    "service.jid_escaping",
    "service.jids",
    "service.join_room_nickname_example",
    "service.join_room_nickname_label",
    "service.join_room_room_example",
    "service.join_room_room_label",
    "service.join_room_server_example",
    "service.join_room_server_label",
    "service.login_delay",
    "service.max_room_list_size",
    "service.memory_collector_time",
    "service.more_resources",
    "service.oob_replace_body",
    "service.oob_split",
    "service.password",
    "service.pidfile",
    "service.port",
    "service.portfile",
    "service.protocol",
    "service.reconnect_all_users",
    "service.reuse_old_backends",
    "service.server",
    "service.server_mode",
    "service.user",
    "service.users_per_backend",
    "service.verify_certs",
    "service.vip_message",
    "service.vip_only",
    "service.web_directory",
    "service.web_maximgsize",
    "service.web_url",
    "service.working_dir",
    "vhosts.vhost",
};

// Returns a key of the host or the plugin with the same name in another section; empty if there is none.
std::string sameNameOf(std::string_view key, const std::set<std::string, std::less<>>& keys) {
  const std::string_view name = key.substr(key.find('.') + 1);
  const auto same = std::find_if(keys.begin(), keys.end(), [name](std::string_view other) {
    return !isSpectrums(sectionOf(other)) && other.substr(other.find('.') + 1) == name;
  });
  return same == keys.end() ? std::string() : *same;
}

}  // namespace

std::vector<std::string> findMisspeltKeys(const Config& config, const PluginNote& plugin) {
  std::set<std::string, std::less<>> keys;
  std::set<std::string, std::less<>> open_sections;  // sections whose keys the plugin cannot list
  for (const char* key : kSettingKeys) {
    keys.emplace(key);
  }
  for (const char* key : kSpectrumsKeys) {
    keys.emplace(key);
  }
  for (const std::string& key : plugin.keys) {
    if (key.ends_with(".*")) {
      open_sections.insert(key.substr(0, key.size() - 2));
    } else {
      keys.insert(key);
    }
  }
  std::set<std::string, std::less<>> sections = open_sections;
  for (const std::string& key : keys) {
    sections.emplace(sectionOf(key));
  }

  std::vector<std::string> found;
  config.visitKeys([&](const std::string& key) {
    if (std::find(std::begin(kCommandLineKeys), std::end(kCommandLineKeys), key) != std::end(kCommandLineKeys)) {
      found.push_back(fmt::format("{}: {} has an effect on the command line only", config.name(), key));
      return;
    }
    const std::string_view section = sectionOf(key);
    if (keys.contains(key) || open_sections.contains(section)) {
      return;
    }
    if (sections.contains(section)) {
      std::string meant = nearest(key, keys);
      if (meant.empty()) {
        meant = sameNameOf(key, keys);
      }
      if (!meant.empty()) {
        found.push_back(fmt::format("{}: {} is not known; is {} meant?", config.name(), inQuotes(key), meant));
      } else if (!isSpectrums(section)) {
        found.push_back(fmt::format("{}: {} is not known", config.name(), inQuotes(key)));
      }
    } else if (const std::string meant = nearest(section, sections); !isSpectrums(section) && !meant.empty()) {
      found.push_back(
          fmt::format("{}: the section of {} is not known; is [{}] meant?", config.name(), inQuotes(key), meant));
    }
  });
  return found;
}

std::vector<std::string> findRepeatedKeys(const Config& config) {
  constexpr std::string_view kLists[] = {"registration.extraField", "registration.notify_jid", "service.admin_jid",
                                         "service.allowed_servers", "vhosts.vhost"};
  std::vector<std::string> found;
  for (const std::string_view key : kSpectrumsKeys) {
    const std::size_t times = config.list(key).size();
    if (times > 1 && std::find(std::begin(kLists), std::end(kLists), key) == std::end(kLists)) {
      found.push_back(
          fmt::format("{}: {} is given {} times, with which Spectrum 2 may not start", config.name(), key, times));
    }
  }
  return found;
}

}  // namespace prism::host
