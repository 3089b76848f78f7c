// SPDX-License-Identifier: MIT
// One network of one user: maps events of the session to Prism's events, and requests of the user to the session.
#pragma once

#include "mapping/chat_offer.h"
#include "mapping/commands.h"
#include "mapping/conversations.h"
#include "mapping/idle_end.h"
#include "mapping/names.h"
#include "session/observer.h"
#include "session/session.h"
#include <prism/chat.hpp>
#include <prism/history.hpp>
#include <prism/plugin.hpp>
#include <prism/room_admin.hpp>
#include <prism/token_bucket.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// The owner of a bridge. Handles the events that concern more than one network.
class BridgeOwner {
 public:
  virtual ~BridgeOwner() = default;
  virtual void registered() = 0;
  // The user has left the last room some time ago, and uses the network for nothing else. Deletes the bridge.
  virtual void idle(const std::string& network) = 0;
  // The session has ended. Deletes the bridge.
  virtual void ended(const std::string& network, EndReason reason, const net::Failure& failure) = 0;
};

class Bridge final : public Observer {
 public:
  // `environment`, `chat_names` and `owner` must outlive the bridge. `network_name` is the part of names behind '@';
  // empty if names have none. `chat_names` is that of ChatOffer.
  Bridge(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
         std::size_t first, std::string user, std::string network_name, std::shared_ptr<SeenTimes> seen,
         std::size_t& chat_names, BridgeOwner& owner);
  ~Bridge() override;

  void connect() { session_->connect(); }
  // The login does not depend on this network: it ends when it is idle, even if no room was entered.
  void endWithoutRooms() { idle_end_.permit(); }
  // Hands over the session, which is to quit.
  std::unique_ptr<Session> release() { return std::move(session_); }
  // The host keeps what it knows of the network until the user logs out. Takes it back.
  void withdrawChat() { chat_offer_.withdraw(); }
  Session& session() { return *session_; }

  // Requests. Names are in the form of jidName(), without the network. channelName() returns the channel of a room.
  void message(const prism::Message& message, std::string_view shown_target);
  void command(const prism::Invocation& invocation, std::string_view shown_target);
  void react(const prism::ChatReactions& request, std::string_view shown_target);
  void retract(const prism::ChatRetraction& request, std::string_view shown_target);
  void markRead(const prism::ChatMarker& request, std::string_view shown_target);
  void typing(const prism::Typing& request, std::string_view shown_target);
  void historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder,
                   std::string_view shown_target);
  // Requests about a room, in bridge_rooms.cpp.
  void kick(const prism::RoomsChange& change, const prism::RoomsResponder& answer);
  void ban(const prism::RoomsChange& change, const prism::RoomsResponder& answer);
  void unban(const prism::RoomsChange& change, const prism::RoomsResponder& answer);
  void setRole(const prism::RoomsChange& change, const prism::RoomsResponder& answer);
  void listBans(const prism::RoomsQuery& query, const prism::RoomsResponder& answer);
  void invite(const prism::RoomsInvite& invite, const prism::RoomsResponder& answer);
  void getSettings(const prism::RoomsSettingsQuery& query, const prism::RoomsResponder& answer);
  void configure(const prism::RoomsConfiguration& configuration, const prism::RoomsResponder& answer);
  // `takes_nickname`: the user has no nickname but that of the first room.
  void join(std::string_view channel, const prism::Join& join, bool takes_nickname);
  // Refuses a room whose name Spectrum 2 cannot write into an address, and tells the user the right one.
  void refuseAddress(std::string_view name);
  void leave(std::string_view channel);
  void setSubject(std::string_view channel, std::string_view subject);
  // `shown_nick` is the owner of the vCard, in a room or not.
  void vcardWanted(std::string_view buddy, std::string_view participant, std::string_view shown_nick);
  void watch(std::string_view buddy);
  void unwatch(std::string_view buddy);
  // Refuses pending joins, and takes the user out of every room: the session has ended.
  void closeRooms(EndReason reason, std::string_view text);

  // For commands.h.
  void reply(const Place& place, std::string_view text);
  void expectWhois(std::string_view nick);
  void expectList() { list_requested_ = true; }
  std::string channelName(std::string_view room) const;
  // Drops the messages of the conversation that wait; all messages, if it is that with the server.
  void flush(const Place& place);
  Conversations& conversations() { return conversations_; }
  bool allowsRaw() const { return settings_->raw_commands; }
  void partByCommand(std::string_view channel, std::string_view reason);
  const std::string& user() const { return user_; }

 private:
  void registered() override;
  void ended(EndReason reason, const net::Failure& failure) override;
  void connectionLost(const std::string& text) override;
  void reconnectFailed(const std::string& text) override;
  void nicknameChanged(const std::string& old_nick) override;
  void channelJoined(const Channel& channel) override;
  void joinFailed(const Channel& channel, JoinProblem problem, std::string_view text) override;
  void channelOffered(const Channel& channel, bool asked) override;
  void memberJoined(const Channel& channel, const Member& member) override;
  void memberChanged(const Channel& channel, const Member& member, std::string_view text) override;
  void memberRenamed(const Channel& channel, const Member& member, std::string_view old_nick) override;
  void memberLeft(const Channel& channel, const Member& member, Departure how, std::string_view text,
                  std::string_view by) override;
  void topicChanged(const Channel& channel) override;
  void channelMessage(const Channel& channel, const ChatMessage& message) override;
  void privateMessage(const ChatMessage& message) override;
  void ownMessage(std::string_view target, const ChatMessage& message) override;
  void requestDone(const Origin& origin, std::string_view id) override;
  void requestFailed(const Origin& origin, std::string_view text) override;
  void reacted(const ChatAct& act, std::string_view reaction, bool added) override;
  void redacted(const ChatAct& act, bool moderated, std::string_view reason) override;
  void typed(const ChatAct& act, TypingPhase phase) override;
  void readElsewhere(const ChatAct& act) override;
  void seen(const Channel* channel, std::string_view nick, std::int64_t time) override;
  void mayHaveMissed(const Channel& channel) override;
  void mayHaveMissed(std::string_view nick) override;
  void pageArrived(std::uint64_t number, const ArchivePage& page) override;
  void pageFailed(std::uint64_t number, std::string_view text) override;
  void moderated(std::uint64_t number, const ModerationResult& result) override;
  void featuresChanged() override;
  void invited(std::string_view by, std::string_view channel) override;
  void note(std::string_view text) override;
  void noteInChannel(const Channel& channel, std::string_view text) override;
  void noteInChat(std::string_view nick, std::string_view text) override;
  void answer(std::string_view text) override;
  void contactChanged(std::string_view nick, bool online, bool away) override;
  void whoisAnswered(const WhoisAnswer& whois) override;
  void channelsListed(const ChannelList& list) override;

  // Returns a name of IRC as Spectrum knows it, with the network.
  std::string spectrumName(std::string_view name);
  // A pending request for a vCard, with the names of the request.
  struct VcardRequest {
    std::string buddy;
    std::string participant;
  };

  // Returns the contact that stands for the server: the network, if names have one.
  std::string serverContact() { return names_.show(network_name_.empty() ? session_->serverName() : network_name_); }
  std::string withChannelPrefix(std::string_view local) const;
  bool isSelf(const Member& member) const;
  std::string shownName(const Member& member);
  // Return events with views of their arguments. `shown` is the nickname for Spectrum.
  prism::Participant participant(const Channel& channel, const Member& member, const std::string& shown) const;
  void leaveRoom(const Channel& channel, std::string_view text);
  const Channel* roomOfPrivateChat(std::string_view nick);
  void offerChannels();
  bool hasRooms() const;
  bool isIdle() const { return !hasRooms() && session_->contacts().isEmpty(); }
  void announceWait(const Place& place, std::string_view target);
  void invite(const std::string& from, std::string_view channel, std::string_view reason);
  // Returns the place of a conversation that the user writes in. `nickname` is that of a participant.
  Place openPlace(prism::Conversation kind, std::string_view shown_target, std::string_view nickname);
  // Returns the channel or the nickname that a request is for.
  std::string targetOf(prism::Conversation kind, std::string_view shown_target, std::string_view nickname) const;
  void sendMessage(const prism::Message& message, const Place& place);
  // The texts of a message, to which an event refers.
  struct Texts {
    std::string plain;
    std::string xhtml;
    std::string reply_author = {};
  };
  static Texts textsOf(const ChatMessage& message);
  // Sets what an event has of a message. `texts` must outlive the event.
  void fill(prism::Message* event, const ChatMessage& message, Texts* texts);
  void show(prism::Message event, const ChatMessage& message);
  // The names of a conversation for Spectrum.
  struct Where {
    prism::Conversation kind = prism::Conversation::Contact;
    std::string buddy;
    std::string nickname;
  };
  // Returns the conversation with a person, whose lines it begins with.
  Where privateWhere(std::string_view nick);
  Where whereOf(const ChatAct& act);
  // Tells the host how far the user has seen a conversation. An event without a time of the network, such as a note of
  // the plugin, has moved the position to now.
  void setPosition(prism::Conversation kind, std::string_view buddy, std::string_view nickname,
                   std::int64_t time) const;
  void setPositionOfChat(std::string_view nick, std::int64_t time);
  // Returns a reference with views of `id`, `shown_author`, which it sets, and what the session remembers.
  prism::Reference referenceTo(std::string_view id, prism::Conversation kind, std::string* shown_author);
  // Returns the text of a message that answers another one.
  std::string replyText(const prism::Message& message, const Place& place) const;

  // A page that the host has requested.
  struct Page {
    prism::HistoryResponder responder;
    Where where;
  };

  // A request about a room that the server has not answered yet.
  struct RoomRequest {
    enum class Content : unsigned char { kNone, kBans, kSettings };
    prism::RoomsResponder answer;
    std::string channel = {};
    std::string kicked = {};  // of a ban: the nickname that is kicked when it is set
    std::string reason = {};  // of that
    Content content = Content::kNone;
  };
  // Calls `send` with a number for the request. If that returns false, refuses it.
  void request(RoomRequest request, const std::function<bool(std::uint64_t number)>& send);

  prism::Host host_;
  const Settings* settings_;
  std::string user_;
  std::string network_name_;
  BridgeOwner* owner_;
  std::unique_ptr<Session> session_;
  Conversations conversations_;
  prism::TokenBucket logged_nicknames_;  // limits lines of the log
  ShownNames names_;
  ChatOffer chat_offer_;
  IdleEnd idle_end_;
  Place command_place_;             // of the last command of the user
  std::size_t announced_wait_ = 0;  // lines that waited when the user was last told
  std::multimap<std::string, VcardRequest, std::less<>> vcard_requests_;  // by folded nickname
  std::set<std::string, std::less<>> whois_requested_;                    // folded nicknames, of /whois
  std::vector<std::string> offered_;  // channels that the user is in, and has not entered
  prism::Timer offer_timer_;
  std::map<std::uint64_t, Page> pages_;  // requested from the server, by number
  std::uint64_t last_page_ = 0;
  std::map<std::uint64_t, RoomRequest> room_requests_;  // by number
  std::uint64_t last_room_request_ = 0;
  bool had_rooms_ = false;
  bool was_lost_ = false;  // the connection, and it is not made again yet
  bool list_requested_ = false;
  bool has_command_ = false;  // the user has sent a command
};

}  // namespace irc
