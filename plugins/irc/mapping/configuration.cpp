// SPDX-License-Identifier: MIT
#include "mapping/configuration.h"

#include "protocol/nickname.h"
#include "protocol/text/charset.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <stdexcept>

namespace irc {

namespace {

std::string textOf(const prism::Host& host, std::string_view key, std::string_view fallback = {}) {
  return std::string(host.config(key).value_or(fallback));
}

std::int64_t numberOf(const prism::Host& host, std::string_view key, std::int64_t fallback, std::int64_t least) {
  return host.configInt(key, fallback, least, std::numeric_limits<std::int32_t>::max());
}

std::chrono::seconds secondsOf(const prism::Host& host, std::string_view key, std::int64_t fallback,
                               std::int64_t least) {
  return std::chrono::seconds(numberOf(host, key, fallback, least));
}

std::string charsetOf(const prism::Host& host, std::string_view key) {
  std::string name = textOf(host, key);
  if (!name.empty() && !isUsableCharset(name)) {
    throw std::runtime_error(std::string(key) + " is \"" + name + "\", which is no character set that is known here");
  }
  return name;
}

void readServers(const prism::Host& host, Settings& settings) {
  settings.tls = host.configBool("irc.tls", false);
  for (const std::string_view text : host.configList("service.irc_server")) {
    const auto address = parseServerAddress(text, settings.tls);
    if (!address) {
      throw std::runtime_error("service.irc_server is \"" + std::string(text) +
                               "\", but must be host, host:port or, for TLS, host:+port");
    }
    settings.servers.push_back(*address);
  }
}

void readTls(const prism::Host& host, Settings& settings) {
  net::TlsOptions options;
  options.verify = host.configBool("irc.tls_verify", true);
  for (const std::string_view pin : host.configList("irc.tls_fingerprint")) {
    options.fingerprints.emplace_back(pin);
  }
  options.ca_file = textOf(host, "irc.tls_ca_file");
  options.certificate_file = textOf(host, "irc.tls_certificate");
  options.key_file = textOf(host, "irc.tls_key");
  settings.client_certificate = !options.certificate_file.empty();
  std::string error;
  settings.tls_context = net::TlsContext::make(options, &error);
  if (!settings.tls_context) {
    throw std::runtime_error(error);
  }
}

void readTimes(const prism::Host& host, Settings& settings) {
  settings.away_interval = secondsOf(host, "service.irc_away_timeout", 0, 0);
  settings.sasl_timeout = secondsOf(host, "irc.sasl_timeout", 15, 1);
  settings.identify_timeout = secondsOf(host, "irc.identify_timeout", 15, 0);
  settings.idle_disconnect = secondsOf(host, "irc.idle_disconnect", 300, 0);
  settings.ping_interval = secondsOf(host, "irc.ping_interval", 60, 1);
  settings.ping_timeout = secondsOf(host, "irc.ping_timeout", 60, 1);
  settings.join_timeout = secondsOf(host, "irc.join_timeout", 60, 1);
  settings.regain_interval = secondsOf(host, "irc.nick_regain_interval", 60, 1);
  settings.reconnect_delay = std::chrono::milliseconds(numberOf(host, "irc.reconnect_delay", 2000, 1));
  settings.reconnect_max_delay = std::chrono::milliseconds(numberOf(host, "irc.reconnect_max_delay", 300000, 1));
  settings.reconnect_attempts = static_cast<std::uint32_t>(numberOf(host, "irc.reconnect_attempts", 10, 0));
  settings.flood_burst = static_cast<std::uint32_t>(numberOf(host, "irc.flood_burst", 5, 1));
  settings.flood_interval = std::chrono::milliseconds(numberOf(host, "irc.flood_interval", 2000, 0));
  settings.queue_limit = static_cast<std::size_t>(numberOf(host, "irc.queue_limit", 5000, 1));
  settings.room_list = static_cast<std::uint32_t>(numberOf(host, "irc.room_list", 0, 0));
}

Settings::PrivateMessages privateMessagesOf(const prism::Host& host) {
  const std::string value = textOf(host, "irc.private_messages", "auto");
  if (value == "room") {
    return Settings::PrivateMessages::kRoom;
  }
  if (value == "contact") {
    return Settings::PrivateMessages::kContact;
  }
  if (value != "auto") {
    throw std::runtime_error("irc.private_messages is \"" + value + "\", but must be room, contact or auto");
  }
  return Settings::PrivateMessages::kAuto;
}

net::Proxy readProxy(const prism::Host& host) {
  net::Proxy proxy;
  const std::string type = textOf(host, "proxy.type");
  proxy.endpoint.host = textOf(host, "proxy.host", host.config("proxy.server").value_or(""));
  if (type == "none" || (type.empty() && proxy.endpoint.host.empty())) {
    return proxy;
  }
  if (type == "http") {
    proxy.type = net::Proxy::Type::kHttp;
  } else if (type.empty() || type == "socks5" || type == "socks" || type == "tor") {
    proxy.type = net::Proxy::Type::kSocks5;
  } else {
    throw std::runtime_error("proxy.type is \"" + type + "\", but must be socks5, tor, http or none");
  }
  if (proxy.endpoint.host.empty()) {
    throw std::runtime_error("proxy.type is given, so proxy.host must be, too");
  }
  const std::int64_t port = proxy.type == net::Proxy::Type::kHttp ? 8080 : 1080;
  proxy.endpoint.port = static_cast<std::uint16_t>(host.configInt("proxy.port", port, 1, 65535));
  proxy.user = textOf(host, "proxy.user", host.config("proxy.username").value_or(""));
  proxy.password = textOf(host, "proxy.password");
  return proxy;
}

void replaceAll(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

Configuration readConfiguration(const prism::Host& host) {
  Configuration configuration;
  Settings& settings = configuration.settings;
  readServers(host, settings);
  readTls(host, settings);
  readTimes(host, settings);
  settings.send_password = host.configBool("service.irc_send_pass", false);
  settings.server_password = textOf(host, "irc.server_password");
  settings.webirc_password = textOf(host, "irc.webirc_password");
  if (settings.servers.empty() && (!settings.server_password.empty() || !settings.webirc_password.empty())) {
    // Users choose the servers, and anybody can run one.
    host.warning("irc.server_password and irc.webirc_password are sent to no server: service.irc_server is not given");
    settings.server_password.clear();
    settings.webirc_password.clear();
  }
  settings.webirc_gateway = textOf(host, "irc.webirc_gateway", "prism");
  settings.motd = host.configBool("irc.motd", false);
  settings.dot_commands = host.configBool("irc.dot_commands", false);
  settings.raw_commands = host.configBool("irc.raw", true);
  settings.private_messages = privateMessagesOf(host);

  Identity& identity = configuration.identity;
  identity.username = textOf(host, "irc.username");
  identity.realname = textOf(host, "irc.realname");
  identity.account = textOf(host, "irc.sasl_account");
  identity.identify = textOf(host, "service.irc_identify", "NickServ identify $password");
  identity.encoding = charsetOf(host, "irc.encoding");
  identity.encoding_out = charsetOf(host, "irc.encoding_out");
  identity.quit_message = textOf(host, "irc.quit_message", "Leaving");
  identity.history = static_cast<std::uint32_t>(host.configInt("irc.history", 20, 0, 1000));
  if (const std::string sasl = textOf(host, "irc.sasl", "auto"); !setMechanisms(identity, sasl)) {
    throw std::runtime_error("irc.sasl is \"" + sasl +
                             "\", but must be auto, off, or some of external, scram-sha-256, plain");
  }

  configuration.proxy = readProxy(host);
  configuration.bind_address = textOf(host, "irc.bind_address");
  configuration.working_directory = textOf(host, "service.working_dir", ".");
  configuration.connect_timeout = secondsOf(host, "irc.connect_timeout", 60, 1);
  return configuration;
}

std::unique_ptr<Identity> identityOf(const Configuration& configuration, const prism::Login& login,
                                     const prism::Host& host) {
  auto identity = std::make_unique<Identity>(configuration.identity);
  const auto setting = [&](std::string_view name) -> std::string_view {
    const auto found = login.settings.find(name);
    return found == login.settings.end() ? std::string_view() : found->second;
  };
  const auto take = [&](std::string_view name, std::string& into) {
    if (const auto value = setting(name); !value.empty()) {
      into = std::string(value);
    }
  };
  const auto takeCharset = [&](std::string_view name, std::string& into) {
    const std::string value(setting(name));
    if (!value.empty() && isUsableCharset(value)) {
      into = value;
    } else if (!value.empty()) {
      host.warning(std::string(login.user) + ": " + std::string(name) + " is no character set that is known here");
    }
  };
  identity->password = std::string(login.password);
  const auto wanted = setting("irc.nickname");
  identity->nickname = legalNickname(wanted.empty() ? login.legacy_name : wanted, 0);
  take("irc.username", identity->username);
  take("irc.realname", identity->realname);
  take("irc.sasl_account", identity->account);
  take("irc.identify", identity->identify);
  take("irc.quit_message", identity->quit_message);
  takeCharset("irc.encoding", identity->encoding);
  takeCharset("irc.encoding_out", identity->encoding_out);
  if (const auto sasl = setting("irc.sasl"); !sasl.empty() && !setMechanisms(*identity, sasl)) {
    host.warning(std::string(login.user) + ": irc.sasl names a mechanism that is unknown here");
    setMechanisms(*identity, "auto");
  }
  if (const std::string history(setting("irc.history")); !history.empty()) {
    identity->history = static_cast<std::uint32_t>(std::clamp(std::atoi(history.c_str()), 0, 1000));
  }
  if (identity->account.empty()) {
    identity->account = identity->nickname;
  }
  replaceAll(identity->identify, "$name", identity->nickname);
  replaceAll(identity->identify, "$password", identity->password);
  return identity;
}

std::unique_ptr<Identity> withNickname(const Identity& identity, std::string_view nickname) {
  auto other = std::make_unique<Identity>(identity);
  other->nickname = legalNickname(nickname, 0);
  return other;
}

std::unique_ptr<Identity> withoutPassword(const Identity& identity) {
  auto other = std::make_unique<Identity>(identity);
  other->password.clear();
  other->identify.clear();
  return other;
}

}  // namespace irc
