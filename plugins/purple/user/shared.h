// SPDX-License-Identifier: MIT
// Objects that all users of the plugin share, and those that all parts of one user share.
#pragma once

#include "core/account_settings.h"
#include "core/configuration.h"
#include "core/libpurple.h"
#include "core/memory.h"
#include "core/outgoing_directory.h"
#include <prism/host.hpp>
#include <prism/media.hpp>
#include <prism/prompt.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace purple {

// One instance, which lives as long as the plugin.
struct Shared {
  prism::Host host;
  const Configuration& configuration;
  Libpurple& libpurple;
  prism::Prompts prompts;
  Memory memory;
  OutgoingDirectory& outgoing;
  // Of the first file that a user sends: until then, the host's network module is not loaded.
  std::optional<prism::Media> media = {};
  // The names of the commands that the host reads.
  std::set<std::string, std::less<>> commands = {};
  // Destroys a user, in a later turn of the loop, outside of libpurple's calls.
  std::function<void(const std::string& user)> forget = {};
};

// The user to whom a part (contacts, rooms, files, ...) belongs.
struct Owner {
  Shared& shared;
  const std::string user;
  // The account's name as registered. Begins with the protocol if service.protocol is `any`.
  const std::string legacy_name;
  PurpleAccount* const account;
  AccountSettings& settings;
  Secrets& secrets;
  std::set<std::string>& reported_limits;

  const prism::Host& host() const { return shared.host; }
  PurpleConnection* connection() const { return purple_account_get_connection(account); }
  bool connected() const { return connection() && PURPLE_CONNECTION_IS_CONNECTED(connection()); }
  const PurplePluginProtocolInfo& protocol() const {
    return infoOf(purple_find_prpl(purple_account_get_protocol_id(account)));
  }
  bool isXmpp() const { return textOf(purple_account_get_protocol_id(account)) == "prpl-jabber"; }
  // Returns the protocol's canonical form of a name, which is Spectrum's name of contacts and rooms.
  std::string normalized(std::string_view name) const {
    return std::string(textOf(purple_normalize(account, std::string(name).c_str())));
  }
  // The same for a contact. Contacts of XMPP have no resource, although participants of rooms do.
  std::string contactName(std::string_view name) const {
    return normalized(isXmpp() ? name.substr(0, name.find('/')) : name);
  }
  // Tells the user and the log, once in a session, of a limit that the network has met.
  void reportLimit(const std::string& sentence) const {
    if (reported_limits.insert(sentence).second) {
      host().warning(user + ": " + sentence);
      shared.prompts.tell(user, sentence);
    }
  }
  // False if the protocol takes names in any case, as Spectrum 2 has them: see user/spellings.h.
  bool comparesBytes() const { return normalized("A") != normalized("a"); }
};

}  // namespace purple
