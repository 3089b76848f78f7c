// SPDX-License-Identifier: MIT
// The section [mqtt] of the configuration.
#pragma once

#include <prism/plugin.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mqtt {

struct Configuration {
  // Throws if a value is missing or invalid: the host ends with the text as the reason.
  explicit Configuration(const prism::Host& host);

  std::string server;  // a name or an address
  std::uint16_t port = 0;
  bool tls = false;
  std::string ca_file;    // empty: the system's authorities
  std::string client_id;  // $name stands for the account; empty: the broker chooses
  int qos = 0;
  int keepalive = 0;        // seconds
  std::size_t payload = 0;  // bytes of a payload that are shown
  std::uint32_t messages_per_second = 0;
  std::int64_t reconnect_attempts = 0;
  std::chrono::milliseconds reconnect_delay{};
  std::vector<std::string> topics;  // for the list of rooms
};

}  // namespace mqtt
