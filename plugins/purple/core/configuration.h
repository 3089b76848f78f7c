// SPDX-License-Identifier: MIT
// What the transport's configuration says to this plugin.
#pragma once

#include <prism/host.hpp>

#include <purple.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace purple {

// Where files go that users are to see.
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
  std::string protocol;  // libpurple's id, or "any": then names begin with it
  bool verify_certificates = true;
  bool privacy_lists = true;
  bool remove_contacts = true;
  bool fetch_vcards = true;
  bool room_list = false;
  std::string working_directory;
  WebDirectory web;
  std::string avatars_directory;
  std::string default_avatar;
  std::vector<std::string> plugin_directories;
  std::vector<std::string> certificate_directories;
  std::optional<Proxy> proxy;
  std::vector<std::pair<std::string, std::string>> options;  // of the accounts, by libpurple's names

  bool anyProtocol() const { return protocol == "any"; }
};

// Throws std::runtime_error with a sentence for the administrator where it will not do.
Configuration readConfiguration(const prism::Host& host);

}  // namespace purple
