// SPDX-License-Identifier: MIT
// One network of one user: what happens there as Prism's events, what the user wants as requests to the session.
#pragma once

#include "mapping/commands.h"
#include "mapping/names.h"
#include "session/observer.h"
#include "session/session.h"

#include <prism/plugin.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace irc {

// Told what concerns more than this network.
class BridgeOwner {
 public:
  virtual ~BridgeOwner() = default;
  virtual void registered() = 0;
  // The network is over; deletes the bridge.
  virtual void ended(const std::string& network, EndReason reason, const net::Failure& failure) = 0;
};

class Bridge final : public Observer {
 public:
  // `environment` and `owner` must outlive the bridge. `network_name` stands behind the '@' of names; empty: names have
  // none.
  Bridge(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
         std::size_t first, std::string user, std::string network_name, BridgeOwner& owner);
  ~Bridge() override;

  void connect() { session_->connect(); }
  // Hands over the session, to say goodbye.
  std::unique_ptr<Session> release() { return std::move(session_); }
  Session& session() { return *session_; }

  // Requests; names in the form of jidName(), without the network. channelName() has the channel of a room.
  void message(const prism::Message& message, std::string_view shown_target);
  void join(std::string_view channel, const prism::Join& join);
  void leave(std::string_view channel);
  void setSubject(std::string_view channel, std::string_view subject);
  // `shown_nick` is whose it is, in a room or not.
  void vcardWanted(std::string_view buddy, std::string_view participant, std::string_view shown_nick);
  void watch(std::string_view buddy) { session_->contacts().watch(names_.real(buddy)); }
  void unwatch(std::string_view buddy) { session_->contacts().unwatch(names_.real(buddy)); }
  // Refuses whatever was not answered yet, and takes the user out of every room, since the network is over.
  void closeRooms(std::string_view text);

  // For Commands.
  void reply(const Place& place, std::string_view text);
  void expectWhois(std::string_view nick);
  void expectList() { list_wanted_ = true; }
  std::string channelName(std::string_view room) const;
  void partTyped(std::string_view channel, std::string_view reason);
  const std::string& user() const { return user_; }

 private:
  void registered() override;
  void ended(EndReason reason, const net::Failure& failure) override;
  void connectionLost(const std::string& text) override;
  void channelJoined(const Channel& channel) override;
  void joinFailed(const Channel& channel, JoinProblem problem, std::string_view text) override;
  void channelOffered(const Channel& channel) override;
  void memberJoined(const Channel& channel, const Member& member) override;
  void memberChanged(const Channel& channel, const Member& member, std::string_view text) override;
  void memberRenamed(const Channel& channel, const Member& member, std::string_view old_nick) override;
  void memberLeft(const Channel& channel, const Member& member, Departure how, std::string_view text) override;
  void topicChanged(const Channel& channel) override;
  void saidInChannel(const Channel& channel, const Said& said) override;
  void saidToUser(const Said& said) override;
  void saidByUser(std::string_view target, const Said& said) override;
  void invited(std::string_view by, std::string_view channel) override;
  void note(std::string_view text) override;
  void noteInChannel(const Channel& channel, std::string_view text) override;
  void noteAbout(std::string_view nick, std::string_view text) override;
  void answer(std::string_view text) override;
  void contactChanged(std::string_view nick, bool online, bool away) override;
  void whoisAnswered(const WhoisAnswer& whois) override;
  void channelsListed(const ChannelList& list) override;

  // A name of IRC as Spectrum knows it, with the network.
  std::string named(std::string_view name);
  // A vCard that has been asked for, as the request called whose it is.
  struct WantedCard {
    std::string buddy;
    std::string participant;
  };

  // The contact that the server is: the network, where names have one.
  std::string serverContact() { return names_.show(network_name_.empty() ? session_->serverName() : network_name_); }
  std::string asChannel(std::string_view local) const;
  bool isSelf(const Member& member) const;
  // Under the nickname `shown`. The events refer to their arguments.
  prism::Participant participant(const Channel& channel, const Member& member, const std::string& shown) const;
  prism::Participant ownDeparture(const Channel& channel, const std::string& own, std::string_view text) const;
  void invite(const std::string& from, std::string_view channel, std::string_view reason);
  void say(const prism::Message& message, const Place& place, std::string_view target);
  void tell(prism::Message event, const Said& said);

  prism::Host host_;
  const Settings* settings_;
  std::string user_;
  std::string network_name_;
  BridgeOwner* owner_;
  std::unique_ptr<Session> session_;
  ShownNames names_;
  Place last_place_;                                            // where the user typed the last command
  std::map<std::string, std::string, std::less<>> private_in_;  // folded nickname: the room where the talk began
  std::multimap<std::string, WantedCard, std::less<>> vcards_;  // by the folded nickname
  std::set<std::string, std::less<>> whois_wanted_;             // folded nicknames, typed
  bool list_wanted_ = false;
  bool has_typed_ = false;
};

}  // namespace irc
