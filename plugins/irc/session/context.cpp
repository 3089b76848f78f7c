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
      recent(memory),
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
  sent_labels.clear();
}

ChatFeatures SessionContext::features() const {
  const bool tags = capabilities.on("message-tags");
  ChatFeatures features;
  features.replies = tags && isupport.relaysTag("draft/reply");
  features.reactions = features.replies && isupport.relaysTag("draft/react");
  features.redactions = tags && capabilities.on("draft/message-redaction");
  features.read_markers = tags && capabilities.on("draft/read-marker") && capabilities.on("server-time");
  features.archive = (capabilities.on("draft/chathistory") || capabilities.on("chathistory")) &&
                     capabilities.on("batch") && capabilities.on("server-time");
  features.longest_page = features.archive ? isupport.history : 0;
  return features;
}

void SessionContext::reportLimit(std::string_view text) {
  if (isRegistered() && reported_limits_.insert(text).second) {
    observer->note(text);
  }
}

}  // namespace irc
