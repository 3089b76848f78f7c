// SPDX-License-Identifier: MIT
// One logged-in user with the networks that the user is on: one if the configuration names the server, else one for
// each server in the names of rooms and contacts.
#pragma once

#include "mapping/bridge.h"
#include "mapping/configuration.h"
#include "mapping/names.h"
#include <prism/chat.hpp>
#include <prism/history.hpp>
#include <prism/plugin.hpp>
#include <prism/room_admin.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace irc {

// Shared by all users; must outlive them.
struct Shared {
  prism::Host host;
  const Configuration& configuration;
  const Environment& environment;
  std::size_t next_server = 0;  // users are distributed over the servers
  std::function<void(std::unique_ptr<Session>, const std::string& reason)> quit_session = {};
  std::function<void(const std::string& user)> forget = {};  // deletes the user
};

class User final : public BridgeOwner {
 public:
  User(Shared& shared, const prism::Login& login);
  ~User() override;

  // Begins to connect. If names have the network, the user is logged in at once.
  void start();
  void logOut();

  void message(const prism::Message& message);
  void command(const prism::Invocation& invocation);
  void react(const prism::ChatReactions& request);
  void retract(const prism::ChatRetraction& request);
  void markRead(const prism::ChatMarker& request);
  void typing(const prism::Typing& request);
  void historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder);
  // Calls `what` with the bridge to the network of a room, and the answer. Without a bridge, refuses the request.
  void moderate(std::string_view room, const prism::RoomsResponder& answer,
                const std::function<void(Bridge& bridge, const prism::RoomsResponder& answer)>& what);
  void join(const prism::Join& join);
  void leave(std::string_view room);
  void setSubject(std::string_view room, std::string_view subject);
  void statusChanged(prism::Status status, std::string_view text);
  void vcardWanted(std::string_view buddy, std::string_view nickname);
  void watch(std::string_view buddy);
  void unwatch(std::string_view buddy);

 private:
  void registered() override;
  void idle(const std::string& network) override;
  void ended(const std::string& network, EndReason reason, const net::Failure& failure) override;

  bool namesHaveNetwork() const { return shared_->configuration.settings.servers.empty(); }
  // Users who have registered nowhere have the nickname of the first room that they enter.
  bool takesNicknameOfRooms() const { return !own_nickname_ && identity_->password.empty(); }
  Bridge* find(const std::string& network);
  // Returns the bridge to a network, and creates it if there is none; nullptr if the name is not that of a server, or
  // if the user has too many networks.
  Bridge* bridgeTo(const std::string& network, std::string_view nickname);
  // Returns the bridge to the network of a conversation. If there is none, tells the user so, and returns nullptr.
  Bridge* bridgeOf(std::string_view buddy);
  // Returns the bridge that a request about a message goes to. Without one, answers the request, and returns nullptr.
  template <typename Request>
  Bridge* bridgeOfRequest(const Request& request);
  // Returns the name of a conversation on its network; empty if it is that with the server.
  std::string targetOf(std::string_view buddy) const;
  // Returns the beginning of a text for the user: why there is no bridge. `example` is a name as it would be right.
  std::string whyNoBridge(const std::string& network, const std::string& example) const;

  Shared* shared_;
  const std::string user_;
  std::unique_ptr<Identity> identity_;
  bool own_nickname_ = false;       // the user has configured one for every network
  const std::string home_network_;  // of the legacy name, nick@irc.example.org: the password is for it
  bool connected_ = false;
  std::string away_;
  std::size_t chat_names_ = 0;  // of ChatOffer; outlives the bridges
  std::map<std::string, std::unique_ptr<Bridge>, std::less<>> bridges_;
  std::set<std::string, std::less<>> contacts_;
  std::shared_ptr<SeenTimes> seen_;
};

}  // namespace irc
