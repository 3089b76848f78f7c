// SPDX-License-Identifier: MIT
// One user on one network: connecting, and again when the connection is lost; the channels and the people; the queue of
// what the user says. It knows IRC and the event loop; who shows it to the user is the Observer.
//
// Where things are: session.cpp the connection's life, session_sending.cpp the way out, session_channels.cpp the channels,
// session_messages.cpp what is said, session_people.cpp contacts, away and whois, session_numerics.cpp the server's
// answers, session_requests.cpp what the user wants.
#pragma once

#include "net/stream.h"
#include "protocol/capabilities.h"
#include "protocol/flood.h"
#include "protocol/isupport.h"
#include "protocol/message.h"
#include "session/channel.h"
#include "session/connect_gate.h"
#include "session/environment.h"
#include "session/line_reader.h"
#include "session/listed_channels.h"
#include "session/memory.h"
#include "session/observer.h"
#include "session/registration.h"
#include "session/send_queue.h"
#include "session/server_cost.h"
#include "session/settings.h"
#include "session/work_slice.h"

#include <prism/host.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class Session final : public net::Stream::Listener {
 public:
  // `environment` must outlive the session. Begins with servers[first], and goes on to the next ones.
  Session(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
          std::size_t first, Observer& observer);
  ~Session() override;

  // Begins to connect. registered() or ended() will be told, later.
  void connect();

  // Says goodbye; nothing is told to the observer from now on. `gone` is called, from the event loop, when the server has
  // closed the connection, or after 1.5 s; it may delete the session.
  void quit(const std::string& reason, std::function<void()> gone);

  bool isRegistered() const { return phase_ == Phase::Registered; }
  const std::string& nickname() const { return nickname_; }
  // The name of the server, as it calls itself or, before it has, as we do.
  const std::string& serverName() const { return server_name_; }
  const Isupport& isupport() const { return isupport_; }
  // How many channels the network has, as it said at login.
  std::uint32_t channelCount() const { return channel_count_; }
  const Channel* channel(std::string_view name) const;
  // Calls `visit` for each channel; it may not change them.
  template <typename Visit>
  void eachChannel(const Visit& visit) const {
    for (const auto& [folded, channel] : channels_) {
      visit(channel);
    }
  }

  // --- What the user wants. Lines wait, in order, for flood control and, while there is no connection, for the next one.
  // False: nothing was sent, since too much waits already, or because a name cannot be one.

  // Enters a channel, which the user calls `room`; answered by channelJoined() or joinFailed(). Without a nickname, the
  // user has no window for it yet, and it is offered instead.
  void join(std::string_view name, std::string_view room, std::string_view nickname, std::string_view key);
  bool part(std::string_view name, std::string_view reason);
  // A text with codes, of any length. In a channel it comes back as saidInChannel().
  bool say(std::string_view target, std::string_view text, Said::How how);
  bool setTopic(std::string_view channel, std::string_view topic);
  bool setNickname(std::string_view nickname);
  // Empty: the user is back. Told again after each login.
  void setAway(std::string_view text);
  bool whois(std::string_view nick);
  bool listChannels(std::string_view arguments);
  bool command(std::string_view name, std::initializer_list<std::string_view> parameters);
  // As it is; CR, LF and NUL become spaces.
  bool raw(std::string_view line);

  // Contacts, whose presence is told by contactChanged().
  void watch(std::string_view nick);
  void unwatch(std::string_view nick);

 private:
  enum class Phase : unsigned char { Idle, Connecting, Registering, Registered, Waiting, Leaving, Over };
  using Clock = std::chrono::steady_clock;
  using Handler = void (Session::*)(const Message&);
  using Channels = std::map<std::string, Channel, std::less<>>;

  struct Contact {
    std::string nick;
    bool told = false;
    bool online = false;
    bool away = false;
    bool asked = false;     // on this connection
    bool away_due = false;  // to be asked whether it is away
  };
  struct Question {
    std::string nicks;
    bool typed = false;  // by the user
  };
  struct Batch {
    std::string type;
    std::string parent;
    bool labelled = false;             // an answer to one of our lines
    Charge charge;                     // of the history
    std::vector<std::string> history;  // lines, of a batch that is history
  };
  struct Split {
    std::string reason;
    std::size_t count = 0;
    std::set<std::string> rooms;
  };

  // A change of a nickname. It is folded once, however many channels there are.
  struct Renaming {
    Renaming(const Isupport& isupport, const std::string& a_old_nick, const std::string& a_new_nick)
        : old_nick(a_old_nick),
          new_nick(a_new_nick),
          folded_old(isupport.fold(old_nick)),
          folded_new(isupport.fold(new_nick)) {}
    const std::string& old_nick;
    const std::string& new_nick;
    const std::string folded_old;
    const std::string folded_new;
  };

  // net::Stream::Listener
  void opened() override;
  void received(std::string_view bytes) override;
  void failed(const net::Failure& failure) override;

  // The connection's life.
  void tryServer();
  void takeLines(std::string_view bytes);
  bool takeLine(std::string_view bytes);  // false if this connection is over
  void welcome();
  void ready();
  void disconnect();
  void endTimers();
  void lose(const net::Failure& failure);
  void waitForReconnect(const net::Failure& failure);
  void end(EndReason reason, const net::Failure& failure);
  void startPings();
  void pingNow();
  static std::chrono::milliseconds now();
  void releaseMemory();
  bool pace(bool slice_is_over);  // whether it begins a pause
  void resume();
  // Tells the user that a limit was met: once in a connection for each text, which must be a literal.
  void tellLimit(std::string_view text);

  // Sending.
  void write(std::string_view line);
  void loseUnread();
  void writeLabelled(const std::string& line);
  bool enqueue(OutgoingLine line);
  bool enqueue(std::string line) { return enqueue(OutgoingLine{std::move(line)}); }
  void enqueueUrgent(std::string line);
  void enqueueIdle(std::string line);
  void pump();
  void reflect(const std::string& line);
  bool isSelf(std::string_view nick) const { return isupport_.same(nick, nickname_); }
  std::size_t textRoom(std::string_view command, std::string_view target) const;

  // Lines of the server.
  static Handler handlerOf(const Message& message);
  void dispatch(const Message& message);
  void onNumeric(int numeric, const Message& message);
  void onIsupport(const Message& message);
  void onAway(const Message& message);
  void onBatch(const Message& message);
  void onCap(const Message& message);
  void onChghost(const Message& message);
  void onError(const Message& message);
  void onInvite(const Message& message);
  void onJoin(const Message& message);
  void onKick(const Message& message);
  void onMode(const Message& message);
  void onNick(const Message& message);
  void onPart(const Message& message);
  void onPing(const Message& message);
  void onQuit(const Message& message);
  void onSaid(const Message& message);
  void onStandardReply(const Message& message);
  void onTopic(const Message& message);

  // Channels.
  Channel* find(std::string_view name);
  void rekeyForCasemapping();
  static std::string joinLine(const Channel& channel);
  void sendJoin(const Channel& channel);
  void rejoinAll();
  void joinedSelf(Channel& channel, std::string_view name);
  Channel* addOffered(std::string_view name);
  Member* addMember(Channel& channel, std::string_view nick, Ranks ranks);
  static void setTopicText(Channel& channel, std::string_view topic, std::string_view author);
  void addNames(const Message& message);
  void namesEnd(std::string_view name);
  void tellChanges(Channel& channel);
  void renamedMeanwhile(const std::string& old_nick);
  void renameIn(const Channel& channel, Members& members, const Renaming& renaming);
  void askWho(const Channel& channel);
  void failJoin(Channels::iterator place, int numeric, std::string_view text);
  bool removeMember(Channel& channel, const std::string& folded, Departure how, std::string_view text);
  void removeSelf(Channel& channel, Departure how, std::string_view text);
  void setMemberAway(std::string_view nick, bool away, std::string_view text);
  void addHistoryRequest(const Channel& channel);
  void sweepJoins();
  void forgetChannel(const Channel& channel, std::string_view text);
  bool isParting(std::string_view name) const { return parting_.find(isupport_.fold(name)) != parting_.end(); }
  bool hasParted(std::string_view name);
  void checkRejoined();
  void tellSplit();

  // Messages.
  void heard(const Message& message, bool history);
  void heardCtcp(std::string_view nick, std::string_view command, std::string_view arguments, bool notice);
  // The batch that a line is in, or one around it, for which `is` holds; nullptr if there is none.
  template <typename Is>
  const Batch* batchAround(const Message& message, const Is& is) const {
    const auto tag = message.tag("batch");
    std::string_view name = tag ? std::string_view(*tag) : std::string_view();
    for (int depth = 0; tag && depth < 10; ++depth) {
      const auto place = batches_.find(name);
      if (place == batches_.end()) {
        break;
      }
      if (is(place->second)) {
        return &place->second;
      }
      name = place->second.parent;
    }
    return nullptr;
  }
  bool keepHistory(const Message& message);
  void showHistory(std::string_view batch);

  // People.
  void startWatching();
  void askSoon();
  void askAboutNew();
  void askPresence(const std::vector<std::string>& nicks);
  void askAway();
  void setContact(std::string_view nick, bool online);
  void setContactAway(std::string_view nick, bool away);
  void pollPresence();
  void isonAnswer(const Message& message);
  void userhostAnswer(const Message& message);
  void whoAnswer(const Message& message);
  void tryRegain(std::string_view freed);
  void pollAway();
  void whoisLine(int numeric, const Message& message);

  // The server's answers.
  bool onChannelNumeric(int numeric, const Message& message);
  bool onPeopleNumeric(int numeric, const Message& message);
  void onListNumeric(int numeric, const Message& message);
  void onErrorNumeric(int numeric, const Message& message);
  static std::string wordsOf(const Message& message, std::size_t first);

  SessionMemory memory_;  // outlives all that is charged to it
  const net::Network* network_;
  const Settings* settings_;
  const Identity identity_;
  const std::vector<ServerAddress> servers_;
  Observer* observer_;

  Phase phase_ = Phase::Idle;
  bool was_registered_ = false;  // once, so that a loss is for us to mend
  bool welcomed_ = false;        // 001 has come
  bool rejoining_ = false;       // people's lines wait until the channels are joined again
  bool regaining_ = false;       // another nickname than the wanted one is in use
  bool awaiting_pong_ = false;
  bool rekeyed_ = false;        // rekeyForCasemapping() has run on this connection: it runs once
  std::size_t server_;          // the current one
  std::size_t tried_ = 0;       // servers in this round
  std::uint32_t attempts_ = 0;  // to reconnect
  std::uint32_t next_label_ = 0;
  std::uint32_t channel_count_ = 0;  // of the network, as it was at login

  ConnectGate* gate_;
  ConnectGate::Ticket ticket_;  // while a connection is on its way
  std::unique_ptr<net::Stream> stream_;
  std::unique_ptr<Registration> registration_;
  LineReader reader_;
  std::int64_t history_floor_ = 0;  // what is not later was seen before, ms
  std::string_view line_;           // the one that is being dispatched
  Capabilities capabilities_;
  Isupport isupport_;
  SendQueue queue_;
  FloodBucket bucket_;
  FloodBucket pace_{kShownBurst, kShownInterval};  // of the server; goes on over reconnections
  ServerCost cost_;                                // that pace_ has not been told of
  std::string held_;  // what was received and is to be taken after the pause, less than one read
  prism::Timer send_timer_;
  prism::Timer ping_timer_;
  prism::Timer wait_timer_;  // reconnecting, or leaving
  prism::Timer poll_timer_;
  prism::Timer split_timer_;
  prism::Timer pace_timer_;    // while nothing is read
  prism::Timer ask_timer_;     // several contacts at once
  prism::Timer unread_timer_;  // the server has not read too much: the connection is about to end
  std::function<void()> gone_;

  std::string wanted_nick_;  // the one to regain
  std::string asked_nick_;   // what the user has asked for, and the server not answered
  std::string nickname_;
  std::string user_host_;  // user@host, as others see us
  std::string server_name_;
  std::string last_error_;  // of an ERROR line
  std::string away_;
  std::string away_told_;  // whose away text the user was shown last, and it
  std::chrono::milliseconds registered_at_{0};
  std::chrono::milliseconds away_polled_at_{0};

  Channels channels_;                                          // by folded name
  std::map<std::string, std::uint32_t, std::less<>> parting_;  // PARTs that the server has not answered, by channel
  std::map<std::string, Contact, std::less<>> contacts_;
  std::map<std::string, Batch, std::less<>> batches_;
  std::map<std::string, WhoisAnswer, std::less<>> whois_;
  std::list<Question> ison_asked_;  // those that are not answered yet
  ListedChannels list_;
  std::set<std::string_view> told_limits_;  // on this connection
  std::unique_ptr<Split> split_;
};

}  // namespace irc
