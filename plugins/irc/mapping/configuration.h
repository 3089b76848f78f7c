// SPDX-License-Identifier: MIT
// The transport's configuration, and one user's own settings, as what the sessions go by.
#pragma once

#include "net/stream.h"
#include "session/settings.h"

#include <prism/plugin.hpp>

#include <memory>
#include <string>

namespace irc {

struct Configuration {
  Settings settings;
  Identity identity;  // what all users have in common; `identify` still has its $password and $name
  net::Proxy proxy;
  std::string bind_address;
  std::chrono::seconds connect_timeout{60};
};

// Throws std::runtime_error with a sentence if the configuration cannot be honoured.
Configuration readConfiguration(const prism::Host& host);

// The identity of one user: common settings, with those from the login over them. What is wrong with one of these is
// logged, and the common one stays.
std::unique_ptr<Identity> identityOf(const Configuration& configuration, const prism::Login& login,
                                     const prism::Host& host);

// With another nickname: for a network that the user enters under one.
std::unique_ptr<Identity> withNickname(const Identity& identity, std::string_view nickname);

// Without anything secret.
std::unique_ptr<Identity> withoutPassword(const Identity& identity);

}  // namespace irc
