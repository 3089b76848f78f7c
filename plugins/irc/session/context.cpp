// SPDX-License-Identifier: MIT
#include "session/context.h"

#include "session/registration.h"

#include <utility>

namespace irc {

SessionContext::SessionContext(const Environment& environment, const std::string& server, const Identity& a_identity,
                               Observer& a_observer, SeenNames a_seen)
    : memory(environment.memory, server),
      network(environment.network),
      host(environment.network.host),
      settings(environment.settings),
      metrics(environment.metrics),
      identity(a_identity),
      observer(&a_observer),
      seen(std::move(a_seen)),
      capabilities(wantedCapabilities()),
      nickname(a_identity.nickname) {}

void SessionContext::startConnection(const std::string& a_host) {
  server_name = a_host;
  error.clear();
  capabilities = Capabilities(wantedCapabilities());
  Isupport defaults;
  defaults.casemapping = isupport.casemapping;
  defaults.channel_types = isupport.channel_types;
  isupport = std::move(defaults);
  nickname.startConnection();
  identification = Identification::kNone;
  reported_limits_.clear();
}

void SessionContext::reportLimit(std::string_view text) {
  if (isRegistered() && reported_limits_.insert(text).second) {
    observer->note(text);
  }
}

}  // namespace irc
