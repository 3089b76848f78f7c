// SPDX-License-Identifier: MIT
// The events of a session.
#pragma once

#include "net/failure.h"
#include "protocol/message.h"
#include "protocol/origin.h"
#include "session/archive_page.h"
#include "session/channel.h"
#include "session/chat_message.h"
#include "session/moderation_result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// The reason for the end of a session.
enum class EndReason : unsigned char {
  kNetwork,   // temporary
  kPassword,  // refused by the server
  kRefused,   // the server refuses the user for another reason
  kNicknameTaken,
  kCertificate,  // net::Failure has the details
};

enum class Departure : unsigned char { kPart, kQuit, kKick, kNetsplit };

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
  std::size_t missing = 0;              // the number of those that are left out
};

// Called on the main thread. Only ended() may delete the session.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void registered() = 0;  // after each login
  virtual void ended(EndReason reason, const net::Failure& failure) = 0;
  virtual void connectionLost(const std::string& text) = 0;       // registered() or ended() follows
  virtual void reconnectFailed(const std::string& text) = 0;      // between the two: another attempt follows
  virtual void nicknameChanged(const std::string& old_nick) = 0;  // the user's own, on a connection

  virtual void channelJoined(const Channel& channel) = 0;  // with its members and topic
  virtual void joinFailed(const Channel& channel, JoinProblem problem, std::string_view text) = 0;
  // The user is in a channel without a request of Spectrum. `asked` tells that a command of the user has caused it.
  virtual void channelOffered(const Channel& channel, bool asked) = 0;
  virtual void memberJoined(const Channel& channel, const Member& member) = 0;
  virtual void memberChanged(const Channel& channel, const Member& member, std::string_view text) = 0;
  virtual void memberRenamed(const Channel& channel, const Member& member, std::string_view old_nick) = 0;
  // `by`: the nickname of whoever has kicked the member; empty: a server, or nobody.
  virtual void memberLeft(const Channel& channel, const Member& member, Departure how, std::string_view text,
                          std::string_view by) = 0;
  virtual void topicChanged(const Channel& channel) = 0;

  virtual void channelMessage(const Channel& channel, const ChatMessage& message) = 0;
  virtual void privateMessage(const ChatMessage& message) = 0;                       // by message.nick
  virtual void ownMessage(std::string_view target, const ChatMessage& message) = 0;  // from another client of the user
  // The server has relayed a message of the user, by this id, or has refused a request. `id` may be empty.
  virtual void requestDone(const Origin& origin, std::string_view id) = 0;
  virtual void requestFailed(const Origin& origin, std::string_view text) = 0;
  virtual void reacted(const ChatAct& act, std::string_view reaction, bool added) = 0;
  // `moderated`: not by the author.
  virtual void redacted(const ChatAct& act, bool moderated, std::string_view reason) = 0;
  virtual void typed(const ChatAct& act, TypingPhase phase) = 0;
  // The user has read the conversation up to a message in another client.
  virtual void readElsewhere(const ChatAct& act) = 0;
  // The user has been shown all messages of a channel, or of a private conversation with `nick`, until this time of the
  // server, ms. Follows the message.
  virtual void seen(const Channel* channel, std::string_view nick, std::int64_t time) = 0;
  // Messages may have been missed, which the archive has. Comes before the next message of the conversation is shown.
  virtual void mayHaveMissed(const Channel& channel) = 0;
  virtual void mayHaveMissed(std::string_view nick) = 0;
  // The answer to a request for a page, by its number.
  virtual void pageArrived(std::uint64_t number, const ArchivePage& page) = 0;
  virtual void pageFailed(std::uint64_t number, std::string_view text) = 0;
  // The answer to a request of Moderation, by its number.
  virtual void moderated(std::uint64_t number, const ModerationResult& result) = 0;
  // SessionContext::features() may have changed.
  virtual void featuresChanged() = 0;
  virtual void invited(std::string_view by, std::string_view channel) = 0;

  // Lines of the server without an event of their own, and lines of the plugin.
  virtual void note(std::string_view text) = 0;  // from the server, about nothing in particular
  virtual void noteInChannel(const Channel& channel, std::string_view text) = 0;
  virtual void noteInChat(std::string_view nick, std::string_view text) = 0;  // about a private chat
  virtual void answer(std::string_view text) = 0;                             // to the last command of the user

  virtual void contactChanged(std::string_view nick, bool online, bool away) = 0;
  virtual void whoisAnswered(const WhoisAnswer& whois) = 0;
  virtual void channelsListed(const ChannelList& channels) = 0;
};

}  // namespace irc
