// SPDX-License-Identifier: MIT
#include "configuration.h"

#include <prism/text.hpp>

#include <charconv>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace mqtt {
namespace {

constexpr std::uint16_t kPort = 1883;
constexpr std::uint16_t kTlsPort = 8883;

// Reads `host`, `host:port`, `address`, `[IPv6]` or `[IPv6]:port`. An IPv6 address without brackets has no port.
void readServer(std::string_view text, std::string* ret_host, std::uint16_t* ret_port) {
  const std::string wrong = "mqtt.server is no host or host:port: " + std::string(text);
  std::string_view port;
  if (text.substr(0, 1) == "[") {
    const std::size_t end = text.find(']');
    *ret_host = text.substr(1, end == text.npos ? 0 : end - 1);
    port = end == text.npos ? "" : text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':') == text.rfind(':') ? text.find(':') : text.npos;
    *ret_host = text.substr(0, colon);
    port = colon == text.npos ? "" : text.substr(colon);
  }
  if (ret_host->empty() || ret_host->find_first_of(" \t/[]@") != std::string::npos) {
    throw std::runtime_error(wrong);
  }
  if (!port.empty()) {
    const char* end = port.data() + port.size();
    const auto [stop, error] = std::from_chars(port.data() + 1, end, *ret_port);
    if (port.front() != ':' || stop != end || error != std::errc() || *ret_port == 0) {
      throw std::runtime_error(wrong);
    }
  }
}

}  // namespace

Configuration::Configuration(const prism::Host& host) {
  tls = host.configBool("mqtt.tls", false);
  port = tls ? kTlsPort : kPort;
  readServer(prism::trim(host.config("mqtt.server").value_or("")), &server, &port);
  ca_file = host.config("mqtt.ca_file").value_or("");
  if (!ca_file.empty() && !tls) {
    host.warning("mqtt.ca_file is not used, since mqtt.tls is off.");
  }
  client_id = host.config("mqtt.client_id").value_or("");
  qos = static_cast<int>(host.configInt("mqtt.qos", 1, 0, 2));
  keepalive = static_cast<int>(host.configInt("mqtt.keepalive", 60, 5, 65535));
  payload = static_cast<std::size_t>(host.configInt("mqtt.max_payload", 65536, 16, 1048576));
  messages_per_second = static_cast<std::uint32_t>(host.configInt("mqtt.messages_per_second", 50, 1, 1000));
  reconnect_attempts = host.configInt("mqtt.reconnect_attempts", 10, 0, 1000000);
  reconnect_delay = std::chrono::milliseconds(host.configInt("mqtt.reconnect_delay", 2000, 10, 300000));
  for (const std::string_view topic : host.configList("mqtt.topic")) {
    topics.emplace_back(topic);
  }
}

}  // namespace mqtt
