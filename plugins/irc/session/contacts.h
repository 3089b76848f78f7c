// SPDX-License-Identifier: MIT
// The user's contacts with their presence and away states. Watches the wanted nickname in the same way.
#pragma once

#include "protocol/message.h"
#include "protocol/outgoing_line.h"
#include "session/context.h"
#include "session/ison_queries.h"
#include "session/outbox.h"
#include <prism/host.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class Contacts {
 public:
  // Both must outlive this object.
  Contacts(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  // Presence changes of a watched nickname go to Observer::contactChanged().
  void watch(std::string_view nick);
  void unwatch(std::string_view nick);

  bool isEmpty() const { return contacts_.empty(); }

  // The connection's life.
  void startConnection() { ison_queries_.clear(); }
  void onRegistered();
  // Nobody is known to be online any more.
  void onConnectionLost();
  void stop() { query_timer_.end(); }
  void clear() { contacts_.clear(); }
  void rekeyForCasemapping();

  // Queries presence by ISON if the server has no MONITOR, and away states by USERHOST unless the server reports them.
  void poll();
  // Sends NICK if the wanted nickname has become free.
  void regainNickname(std::string_view freed);

  // ISON has been sent.
  void onIsonSent(const OutgoingLine& line) { ison_queries_.add({std::string(line.nicks()), line.typed}); }
  void setOnline(std::string_view nick, bool online);
  void setAway(std::string_view nick, bool away);
  void onIson(const Message& message);
  void onUserhost(const Message& message);
  void onMonitor(const Message& message, bool online);
  // The server takes no more nicknames by MONITOR: contacts are polled from now on.
  void onMonitorListFull();
  // The server does not know ISON. Returns false if none was sent.
  bool onIsonUnknown();

 private:
  struct Contact {
    std::string nick;
    bool shown = false;  // the user knows the state that follows
    bool online = false;
    bool away = false;
    bool queried = false;   // on this connection
    bool away_due = false;  // the away state is to be queried
  };

  Contact* find(std::string_view nick);
  void queryLater();
  void queryNew();
  void queryPresence(const std::vector<std::string>& nicks);
  void queryAway();

  SessionContext& context_;
  Outbox& outbox_;
  std::map<std::string, Contact, std::less<>> contacts_;  // by folded nickname
  IsonQueries ison_queries_;
  prism::Timer query_timer_;  // gathers contacts for one query
};

}  // namespace irc
