// SPDX-License-Identifier: MIT
// One user on one network. Owns the parts, and leads the connection from one phase to the next: connecting, login,
// reconnecting, leaving. Everything else is in the parts. They show events to the user through the Observer.
#pragma once

#include "session/archive.h"
#include "session/channels.h"
#include "session/connection.h"
#include "session/contacts.h"
#include "session/context.h"
#include "session/dispatcher.h"
#include "session/followups.h"
#include "session/history.h"
#include "session/listed_channels.h"
#include "session/messages.h"
#include "session/moderation.h"
#include "session/outbox.h"
#include "session/pings.h"
#include "session/presence_poll.h"
#include "session/reconnect.h"
#include "session/registration.h"
#include "session/requests.h"
#include "session/services.h"
#include "session/typing.h"
#include "session/whois.h"
#include <prism/host.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class Session final : private Connection::Listener, private Outbox::Listener, private Pings::Listener {
 public:
  // `environment` and `observer` must outlive the session. It begins with servers[first], and goes on to the next ones.
  Session(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
          std::size_t first, Observer& observer, SeenNames seen);
  ~Session() override;

  // Begins to connect. Observer::registered() or ended() follows.
  void connect();

  // Sends QUIT. From now on the observer is not called. `on_end` is called from the event loop when the server has
  // closed the connection, or after 1.5 s; it may delete the session.
  void quit(const std::string& reason, std::function<void()> on_end);

  bool isRegistered() const { return context_.isRegistered(); }
  const std::string& nickname() const { return context_.nickname.current(); }
  // From RPL_MYINFO; before it, the configured host name.
  const std::string& serverName() const { return context_.server_name; }
  const Isupport& isupport() const { return context_.isupport; }
  // The number of channels of the network, as of the login.
  std::uint32_t channelCount() const { return context_.channel_count; }

  ChatFeatures features() const { return context_.features(); }
  // The time of the last message of a private conversation that the user has been shown, ms; 0: unknown.
  std::int64_t seenTime(std::string_view nick) const { return context_.seen.of(nick, context_.isupport); }
  // Returns nullptr if the message is not known any more. The result is valid until the next event.
  const RecentMessage* findMessage(std::string_view id) const { return context_.recent.find(id); }

  // Requests of the user go to the parts. Their lines wait, in order, for flood control and, while there is no
  // connection, for the next one.
  Channels& channels() { return channels_; }
  Contacts& contacts() { return contacts_; }
  Messages& messages() { return messages_; }
  Followups& followups() { return followups_; }
  Typing& typing() { return typing_; }
  Whois& whois() { return whois_; }
  Requests& requests() { return requests_; }
  Archive& archive() { return archive_; }
  Moderation& moderation() { return moderation_; }

 private:
  // Connection::Listener
  void onConnected() override;
  void onRead() override { pings_.onRead(); }
  bool onLine(std::string_view line) override;
  void onConnectionLost(const net::Failure& failure) override;
  // Outbox::Listener
  void onSent(const OutgoingLine& line) override;
  bool isBlocked(const std::string& folded_name) override { return channels_.isJoining(folded_name); }
  // Pings::Listener
  void onPingTimeout(const net::Failure& failure) override { onConnectionLost(failure); }

  void tryServer();
  void writeAll(Registration::Lines* lines);
  void onWelcome();
  void onGreeted();
  bool continueRegistration(Registration::Outcome outcome, Registration::Lines* answers);
  void onRegistrationTimeout();
  void dispatchGreeting(const std::vector<std::string>& greeting);
  StsValue sts() const { return parseSts(context_.capabilities.value("sts")); }
  void stopTimers();
  void waitForReconnect(const net::Failure& failure);
  void end(EndReason reason, const net::Failure& failure);
  void releaseMemory();

  SessionContext context_;  // must outlive the parts: they charge its memory
  Reconnect reconnect_;
  Connection connection_;
  std::unique_ptr<Registration> registration_;  // during the login
  Pings pings_;
  Outbox outbox_;
  History history_;
  Archive archive_;
  Channels channels_;
  Contacts contacts_;
  Services services_;
  PresencePoll presence_poll_;
  Whois whois_;
  Followups followups_;
  Typing typing_;
  Messages messages_;
  Moderation moderation_;
  ListedChannels list_;
  Requests requests_;
  Dispatcher dispatcher_;
  prism::Timer wait_timer_;  // for the end of the greeting, the next attempt to connect, or the end of leaving
  std::function<void()> on_end_;
};

}  // namespace irc
