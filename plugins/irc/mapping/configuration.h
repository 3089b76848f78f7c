// SPDX-License-Identifier: MIT
// The settings of the sessions, from the configuration of the transport and the settings of one user.
#pragma once

#include "net/stream.h"
#include "session/settings.h"
#include <prism/plugin.hpp>

#include <memory>
#include <string>

namespace irc {

struct Configuration {
  Settings settings;
  Identity identity;  // of all users; `identify` has $password and $name in it
  net::Proxy proxy;
  std::string bind_address;
  std::string working_directory;  // with files of earlier versions
  std::chrono::seconds connect_timeout{60};
};

// Throws std::runtime_error with a sentence if the configuration is invalid.
Configuration readConfiguration(const prism::Host& host);

// Returns the identity of one user. Settings from the login override the common ones. If one is invalid, a warning is
// logged and the common one stays.
std::unique_ptr<Identity> identityOf(const Configuration& configuration, const prism::Login& login,
                                     const prism::Host& host);

// Returns a copy with another nickname, for a network where the user has requested one.
std::unique_ptr<Identity> withNickname(const Identity& identity, std::string_view nickname);

// Returns a copy without secrets.
std::unique_ptr<Identity> withoutPassword(const Identity& identity);

}  // namespace irc
