// SPDX-License-Identifier: MIT
// What all users of the plugin share.
#pragma once

#include "core/configuration.h"
#include "core/kept_settings.h"
#include "core/libpurple.h"
#include "core/memory.h"

#include <prism/host.hpp>
#include <prism/prompt.hpp>

#include <functional>
#include <string>

namespace purple {

// Lives as long as the plugin.
struct Shared {
  prism::Host host;
  const Configuration& configuration;
  Libpurple& libpurple;
  prism::Prompts prompts;
  Memory memory;
  std::function<void(const std::string& user)> forget = {};  // ends a user; not within a call of libpurple
};

// Whose event it is: what each part of a user needs.
struct Owner {
  Shared& shared;
  const std::string user;
  const std::string legacy_name;  // the account's, as the user has registered it: with `any`, the protocol comes first
  PurpleAccount* const account;
  KeptSettings& kept;
  Secrets& secrets;

  const prism::Host& host() const { return shared.host; }
  PurpleConnection* connection() const { return purple_account_get_connection(account); }
  bool connected() const { return connection() && PURPLE_CONNECTION_IS_CONNECTED(connection()); }
  const PurplePluginProtocolInfo& protocol() const {
    return infoOf(purple_find_prpl(purple_account_get_protocol_id(account)));
  }
  bool isXmpp() const { return textOf(purple_account_get_protocol_id(account)) == "prpl-jabber"; }
  // A name as the protocol writes it: what Spectrum knows people and rooms by.
  std::string normalized(std::string_view name) const {
    return std::string(textOf(purple_normalize(account, std::string(name).c_str())));
  }
};

}  // namespace purple
