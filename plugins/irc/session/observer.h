// SPDX-License-Identifier: MIT
// What a session tells whoever shows it to its user.
#pragma once

#include "net/failure.h"
#include "protocol/message.h"
#include "session/channel.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// Why a session is over.
enum class EndReason : unsigned char {
  Network,   // may heal
  Password,  // the server does not take it
  Refused,   // the server does not want this user, whatever the password
  NicknameTaken,
  Certificate,  // what net::Failure says
};

enum class JoinProblem : unsigned char { Conflict, NotFound, NotAuthorized };

enum class Departure : unsigned char { Part, Quit, Kick, Netsplit };

struct Said {
  enum class How : unsigned char { Message, Action, Notice };
  How how = How::Message;
  bool own = false;       // by the user
  std::string_view nick;  // who
  std::string_view text;  // with codes, UTF-8
  std::int64_t time = 0;  // ms; 0: now
};

struct WhoisAnswer {
  std::string nick;
  std::string userhost;
  std::string realname;
  std::string server;
  std::string channels;
  std::string account;
  std::string away;
  std::string idle;
  bool found = false;
};

struct ListedChannel {
  std::string name;
  std::string topic;
  std::uint32_t users = 0;
};

struct ChannelList {
  std::vector<ListedChannel> channels;  // the fullest first
  std::size_t missing = 0;              // how many the server has named besides
};

// Called on the main thread. Only ended() may delete the session.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void registered() = 0;  // each time the server has taken us
  virtual void ended(EndReason reason, const net::Failure& failure) = 0;
  virtual void connectionLost(const std::string& text) = 0;  // it will come back, or ended() comes

  virtual void channelJoined(const Channel& channel) = 0;  // all that is known of it is to be shown
  virtual void joinFailed(const Channel& channel, JoinProblem problem, std::string_view text) = 0;
  virtual void channelOffered(const Channel& channel) = 0;  // the server put us into one that nobody asked for
  virtual void memberJoined(const Channel& channel, const Member& member) = 0;
  virtual void memberChanged(const Channel& channel, const Member& member, std::string_view text) = 0;
  virtual void memberRenamed(const Channel& channel, const Member& member, std::string_view old_nick) = 0;
  virtual void memberLeft(const Channel& channel, const Member& member, Departure how, std::string_view text) = 0;
  virtual void topicChanged(const Channel& channel) = 0;

  virtual void saidInChannel(const Channel& channel, const Said& said) = 0;
  virtual void saidToUser(const Said& said) = 0;                           // by said.nick
  virtual void saidByUser(std::string_view target, const Said& said) = 0;  // from another client of the user
  virtual void invited(std::string_view by, std::string_view channel) = 0;

  // Lines of the server for which there is nothing better, and of ours.
  virtual void note(std::string_view text) = 0;  // from the server, about nothing special
  virtual void noteInChannel(const Channel& channel, std::string_view text) = 0;
  virtual void noteAbout(std::string_view nick, std::string_view text) = 0;  // about talking with somebody
  virtual void answer(std::string_view text) = 0;                            // to what the user typed last

  virtual void contactChanged(std::string_view nick, bool online, bool away) = 0;
  virtual void whoisAnswered(const WhoisAnswer& whois) = 0;
  virtual void channelsListed(const ChannelList& channels) = 0;
};

}  // namespace irc
