// SPDX-License-Identifier: MIT
// The plugin's part of the transport's configuration.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace purple {

// The directory of files that users can download, and its address.
struct WebDirectory {
  std::string directory;  // empty: there is none
  std::string url;
  std::uint64_t max_image_size = 0;  // bytes; 0: no limit
};

struct Proxy {
  PurpleProxyType type = PURPLE_PROXY_NONE;
  std::string host;
  int port = 0;
  std::string user;
  std::string password;
};

struct Configuration {
  std::string protocol;  // libpurple's id, or "any": then each legacy name begins with an id
  bool server_mode = false;
  bool verify_certificates = true;
  bool privacy_lists = true;
  bool remove_contacts = true;
  bool fetch_vcards = true;
  bool room_list = false;
  std::string working_directory;
  WebDirectory web;
  std::uint64_t max_file_size = 0;            // bytes, of received and sent files; 0: no limit
  std::chrono::milliseconds file_timeout{0};  // of a transfer that makes no progress
  std::string avatars_directory;
  std::string default_avatar;
  std::vector<std::string> plugin_directories;
  std::vector<std::string> plugins;  // besides protocols, by the names of their files without `lib` and `.so`
  std::vector<std::string> certificate_directories;
  std::optional<Proxy> proxy;
  std::vector<std::pair<std::string, std::string>> options;  // account options, by libpurple's names

  // A lost connection is made again: so many attempts in a row, with these delays before the first one and at most.
  std::uint32_t reconnect_attempts = 0;
  std::chrono::milliseconds reconnect_delay{0};
  std::chrono::milliseconds reconnect_max_delay{0};

  bool anyProtocol() const { return protocol == "any"; }
};

// The names of the keys in [purple] that are no options of libpurple.
std::span<const std::string_view> ownKeys();

// Throws std::runtime_error with a sentence for the administrator if the configuration is not valid.
Configuration readConfiguration(const prism::Host& host);

}  // namespace purple
