// SPDX-License-Identifier: MIT
#include "core/configuration.h"

#include "core/limits.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace purple {
namespace {

// Keys of [purple] that this plugin handles. All others are account options.
constexpr std::string_view kOwnKeys[] = {"plugins_dir",        "plugins",         "cacerts_dir",
                                         "room_list",          "max_file_size",   "file_timeout",
                                         "reconnect_attempts", "reconnect_delay", "reconnect_max_delay"};

std::string textOf(const prism::Host& host, std::string_view key, std::string_view fallback = {}) {
  return std::string(host.config(key).value_or(fallback));
}

std::vector<std::string> listOf(const prism::Host& host, std::string_view key) {
  const std::vector<std::string_view> values = host.configList(key);
  return {values.begin(), values.end()};
}

PurpleProxyType proxyTypeOf(const std::string& name) {
  static const std::map<std::string, PurpleProxyType> kTypes = {{"http", PURPLE_PROXY_HTTP},
                                                                {"socks4", PURPLE_PROXY_SOCKS4},
                                                                {"socks5", PURPLE_PROXY_SOCKS5},
                                                                {"tor", PURPLE_PROXY_TOR},
                                                                {"envvar", PURPLE_PROXY_USE_ENVVAR}};
  const auto found = kTypes.find(name);
  if (found == kTypes.end()) {
    throw std::runtime_error("proxy.type is \"" + name + "\"; it can be http, socks4, socks5, tor, envvar or none");
  }
  return found->second;
}

std::optional<Proxy> readProxy(const prism::Host& host) {
  const std::string type = textOf(host, "proxy.type");
  const std::string address = textOf(host, "proxy.host", textOf(host, "proxy.server"));
  if (type.empty() && !address.empty()) {
    host.warning("proxy.host is given, but proxy.type is not: no proxy is used");
  }
  if (type.empty() || type == "none") {
    return std::nullopt;
  }
  Proxy proxy;
  proxy.type = proxyTypeOf(type);
  proxy.host = address;
  proxy.port = static_cast<int>(host.configInt("proxy.port", 0));
  proxy.user = textOf(host, "proxy.user", textOf(host, "proxy.username"));
  proxy.password = textOf(host, "proxy.password");
  const bool found_elsewhere = proxy.type == PURPLE_PROXY_USE_ENVVAR;
  if (!found_elsewhere && (proxy.host.empty() || proxy.port <= 0 || proxy.port > 65535)) {
    throw std::runtime_error("proxy.type is given, so proxy.host and proxy.port must be, too");
  }
  return proxy;
}

std::uint64_t sizeOf(const prism::Host& host, const char* key, std::int64_t fallback) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(host.configInt(key, fallback), 0));
}

}  // namespace

std::span<const std::string_view> ownKeys() { return kOwnKeys; }

Configuration readConfiguration(const prism::Host& host) {
  Configuration read;
  read.protocol = textOf(host, "service.protocol");
  read.server_mode = host.configBool("service.server_mode", false);
  read.verify_certificates = host.configBool("service.verify_certs", true);
  read.privacy_lists = host.configBool("service.enable_privacy_lists", true);
  read.remove_contacts = host.configBool("service.enable_remove_buddy", true);
  read.fetch_vcards = !host.configBool("backend.no_vcard_fetch", false);
  read.room_list = host.configBool("purple.room_list", false);
  read.working_directory = textOf(host, "service.working_dir", ".");
  read.web.directory = textOf(host, "service.web_directory");
  read.web.url = textOf(host, "service.web_url");
  read.web.max_image_size = sizeOf(host, "service.web_maximgsize", 0);
  read.max_file_size = sizeOf(host, "purple.max_file_size", kMostOfFile);
  if (read.web.directory.empty() != read.web.url.empty()) {
    host.warning("service.web_directory and service.web_url belong together, but only one is given: files are refused");
    read.web = {};
  }
  constexpr std::int64_t kLongestDelay = 24 * 3600 * 1000;
  read.file_timeout = std::chrono::milliseconds(host.configInt("purple.file_timeout", 60'000, 1, kLongestDelay));
  read.reconnect_attempts = static_cast<std::uint32_t>(host.configInt("purple.reconnect_attempts", 10, 0, 1000));
  read.reconnect_delay = std::chrono::milliseconds(host.configInt("purple.reconnect_delay", 2000, 1, kLongestDelay));
  read.reconnect_max_delay =
      std::chrono::milliseconds(host.configInt("purple.reconnect_max_delay", 300'000, 1, kLongestDelay));
  read.avatars_directory = textOf(host, "backend.avatars_directory");
  read.default_avatar = textOf(host, "backend.default_avatar");
  if (!read.default_avatar.empty() && ::access(read.default_avatar.c_str(), R_OK) != 0) {
    host.warning("backend.default_avatar: " + read.default_avatar + " cannot be read: " + std::strerror(errno));
  } else if (std::error_code ignored;
             !read.default_avatar.empty() && !std::filesystem::is_regular_file(read.default_avatar, ignored)) {
    host.warning("backend.default_avatar: " + read.default_avatar + " is not a regular file");
    read.default_avatar.clear();
  }
  read.plugin_directories = listOf(host, "purple.plugins_dir");
  for (const std::string& names : listOf(host, "purple.plugins")) {
    std::istringstream each(names);
    read.plugins.insert(read.plugins.end(), std::istream_iterator<std::string>(each), {});
  }
  read.certificate_directories = listOf(host, "purple.cacerts_dir");
  read.proxy = readProxy(host);
  for (const auto& [name, value] : host.configSection("purple")) {
    if (std::find(std::begin(kOwnKeys), std::end(kOwnKeys), name) == std::end(kOwnKeys)) {
      read.options.emplace_back(name, value);
    }
  }
  return read;
}

}  // namespace purple
