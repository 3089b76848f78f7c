// SPDX-License-Identifier: MIT
#include "mapping/user.h"

#include "mapping/positions.h"
#include "session/limits.h"

#include <utility>

namespace irc {

namespace {

prism::ConnectionError errorOf(EndReason reason, net::FailureKind kind) {
  switch (reason) {
    case EndReason::kPassword:
      return prism::ConnectionError::AuthenticationFailed;
    case EndReason::kRefused:
      return prism::ConnectionError::AuthenticationImpossible;
    case EndReason::kNicknameTaken:
      return prism::ConnectionError::NameInUse;
    case EndReason::kNetwork:
      return prism::ConnectionError::Network;
    case EndReason::kCertificate:
      break;
  }
  switch (kind) {
    case net::FailureKind::kCertificateMissing:
      return prism::ConnectionError::CertNotProvided;
    case net::FailureKind::kCertificateUntrusted:
      return prism::ConnectionError::CertUntrusted;
    case net::FailureKind::kCertificateExpired:
      return prism::ConnectionError::CertExpired;
    case net::FailureKind::kCertificateNotYetValid:
      return prism::ConnectionError::CertNotActivated;
    case net::FailureKind::kCertificateWrongName:
      return prism::ConnectionError::CertHostnameMismatch;
    case net::FailureKind::kCertificateWrongFingerprint:
      return prism::ConnectionError::CertFingerprintMismatch;
    case net::FailureKind::kCertificateSelfSigned:
      return prism::ConnectionError::CertSelfSigned;
    default:
      return prism::ConnectionError::CertOther;
  }
}

std::string awayText(prism::Status status, std::string_view text) {
  const char* without = "";
  switch (status) {
    case prism::Status::Away:
      without = "Away";
      break;
    case prism::Status::ExtendedAway:
      without = "Not available";
      break;
    case prism::Status::DoNotDisturb:
      without = "Do not disturb";
      break;
    default:
      return {};
  }
  return text.empty() ? without : std::string(text);
}

}  // namespace

User::User(Shared& shared, const prism::Login& login)
    : shared_(&shared),
      user_(login.user),
      identity_(identityOf(shared.configuration, login, shared.host)),
      own_nickname_(login.settings.count("irc.nickname") > 0),
      home_network_(parseName(login.legacy_name, namesHaveNetwork()).network),
      seen_(readPositions(shared.host, user_, namesHaveNetwork(),
                          oldSeenTimesFile(shared.configuration.working_directory, user_))) {}

User::~User() = default;

void User::start() {
  if (namesHaveNetwork()) {
    connected_ = true;
    shared_->host.connected(user_);
    return;
  }
  bridgeTo({}, {});
}

void User::logOut() {
  for (auto& [network, bridge] : bridges_) {
    shared_->quit_session(bridge->release(), identity_->quit_message);
  }
  bridges_.clear();
}

Bridge* User::find(const std::string& network) {
  const auto place = bridges_.find(network);
  return place == bridges_.end() ? nullptr : place->second.get();
}

Bridge* User::bridgeTo(const std::string& network, std::string_view nickname) {
  if (Bridge* bridge = find(network)) {
    return bridge;
  }
  const Settings& settings = shared_->configuration.settings;
  std::vector<ServerAddress> servers = settings.servers;
  if (namesHaveNetwork()) {
    const auto address = parseServerAddress(network, settings.tls);
    if (!address || bridges_.size() >= kMostNetworks) {
      return nullptr;
    }
    servers = {*address};
  } else if (!network.empty()) {
    return nullptr;
  }
  const bool takes_nickname = !nickname.empty() && (namesHaveNetwork() ? !own_nickname_ : takesNicknameOfRooms());
  auto other = takes_nickname ? withNickname(*identity_, nickname) : nullptr;
  if (namesHaveNetwork() && network != home_network_) {
    // Anybody can run a server, and invite users to it. Only the network of the account gets the password.
    other = withoutPassword(other ? *other : *identity_);
  }
  const bool logged_in = connected_;
  auto bridge = std::make_unique<Bridge>(shared_->environment, other ? *other : *identity_, std::move(servers),
                                         shared_->next_server++, user_, network, seen_, chat_names_, *this);
  Bridge* const made = bridge.get();
  bridges_[network] = std::move(bridge);
  if (logged_in) {
    made->endWithoutRooms();
  }
  made->session().requests().setAway(away_);
  for (const std::string& contact : contacts_) {
    const Name name = parseName(contact, namesHaveNetwork());
    if (name.network == network) {
      made->watch(name.local);
    }
  }
  made->connect();
  return made;
}

std::string User::whyNoBridge(const std::string& network, const std::string& example) const {
  return parseServerAddress(network, shared_->configuration.settings.tls)
             ? "You are on " + std::to_string(kMostNetworks) + " networks, which is the most that is possible here"
             : "Here an address begins with " + example + "@, and the transport's name follows";
}

// ------------------------------------------------------------------------------------------------- requests

void User::message(const prism::Message& message) {
  if (Bridge* bridge = bridgeOf(message.buddy)) {
    bridge->message(message, targetOf(message.buddy));
  }
}

void User::command(const prism::Invocation& invocation) {
  if (Bridge* bridge = bridgeOf(invocation.buddy)) {
    bridge->command(invocation, targetOf(invocation.buddy));
  }
}

template <typename Request>
Bridge* User::bridgeOfRequest(const Request& request) {
  Bridge* const bridge = find(parseName(request.buddy, namesHaveNetwork()).network);
  if (!bridge) {
    prism::Receipt receipt{user_, request.buddy, request.nickname, request.request, prism::ReceiptState::Failed};
    receipt.text = "there is no connection to the network";
    receipt.kind = request.kind;
    shared_->host.receipt(receipt);
  }
  return bridge;
}

void User::react(const prism::ChatReactions& request) {
  if (Bridge* bridge = bridgeOfRequest(request)) {
    bridge->react(request, targetOf(request.buddy));
  }
}

void User::retract(const prism::ChatRetraction& request) {
  if (Bridge* bridge = bridgeOfRequest(request)) {
    bridge->retract(request, targetOf(request.buddy));
  }
}

// Neither of these needs an answer.
void User::markRead(const prism::ChatMarker& request) {
  if (Bridge* bridge = find(parseName(request.buddy, namesHaveNetwork()).network)) {
    bridge->markRead(request, targetOf(request.buddy));
  }
}

void User::typing(const prism::Typing& request) {
  if (Bridge* bridge = find(parseName(request.buddy, namesHaveNetwork()).network)) {
    bridge->typing(request, targetOf(request.buddy));
  }
}

void User::historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder) {
  if (Bridge* bridge = find(parseName(request.buddy, namesHaveNetwork()).network)) {
    bridge->historyPage(request, responder, targetOf(request.buddy));
  } else {
    responder.failed("There is no connection to the network.");
  }
}

void User::moderate(std::string_view room, const prism::RoomsResponder& answer,
                    const std::function<void(Bridge& bridge, const prism::RoomsResponder& answer)>& what) {
  if (Bridge* bridge = find(parseName(room, namesHaveNetwork()).network)) {
    what(*bridge, answer);
  } else {
    answer.refuse(prism::RoomsOutcome::Failed, "There is no connection to the network.");
  }
}

Bridge* User::bridgeOf(std::string_view buddy) {
  const Name name = parseName(buddy, namesHaveNetwork());
  const std::string network = namesHaveNetwork() && name.network.empty() ? ircName(name.local) : name.network;
  Bridge* bridge = bridgeTo(network, {});
  if (!bridge) {
    shared_->host.message(
        {user_, buddy,
         whyNoBridge(network, "somebody%irc.example.net") + ": " + std::string(buddy) + " is not reached"});
  }
  return bridge;
}

std::string User::targetOf(std::string_view buddy) const {
  const Name name = parseName(buddy, namesHaveNetwork());
  return namesHaveNetwork() && name.network.empty() ? std::string() : name.local;
}

void User::join(const prism::Join& join) {
  const Name name = parseName(join.room, namesHaveNetwork());
  Bridge* bridge = bridgeTo(name.network, join.nickname);
  if (!bridge) {
    const std::string reason = whyNoBridge(name.network, "#room%irc.example.net");
    shared_->host.joinFailed({user_, join.room, prism::JoinError::RoomNotFound, reason});
    return;
  }
  if (name.local.find_first_of("\"&'/:<> ") != std::string::npos) {
    bridge->refuseAddress(name.local);
    return;
  }
  bridge->join(bridge->channelName(join.room), join, takesNicknameOfRooms());
}

void User::leave(std::string_view room) {
  if (Bridge* bridge = find(parseName(room, namesHaveNetwork()).network)) {
    bridge->leave(bridge->channelName(room));
  }
}

void User::setSubject(std::string_view room, std::string_view subject) {
  if (Bridge* bridge = find(parseName(room, namesHaveNetwork()).network)) {
    bridge->setSubject(bridge->channelName(room), subject);
  }
}

void User::statusChanged(prism::Status status, std::string_view text) {
  away_ = awayText(status, text);
  for (const auto& [network, bridge] : bridges_) {
    bridge->session().requests().setAway(away_);
  }
}

void User::vcardWanted(std::string_view buddy, std::string_view nickname) {
  const Name name = parseName(buddy, namesHaveNetwork());
  if (Bridge* bridge = find(name.network)) {
    bridge->vcardWanted(buddy, nickname, nickname.empty() ? std::string_view(name.local) : nickname);
  } else {
    shared_->host.vcard({user_, buddy, {}, identity_->nickname, {}, nickname});
  }
}

void User::watch(std::string_view buddy) {
  contacts_.emplace(buddy);
  const Name name = parseName(buddy, namesHaveNetwork());
  if (Bridge* bridge = namesHaveNetwork() ? find(name.network) : bridgeTo({}, {})) {
    bridge->watch(name.local);
  }
}

void User::unwatch(std::string_view buddy) {
  if (const auto place = contacts_.find(buddy); place != contacts_.end()) {
    contacts_.erase(place);
  }
  const Name name = parseName(buddy, namesHaveNetwork());
  if (Bridge* bridge = find(name.network)) {
    bridge->unwatch(name.local);
  }
}

// --------------------------------------------------------------------------------------------------- networks

void User::registered() {
  if (!connected_) {
    connected_ = true;
    shared_->host.connected(user_);
  }
}

void User::idle(const std::string& network) {
  const auto place = bridges_.find(network);
  place->second->withdrawChat();
  shared_->quit_session(place->second->release(), identity_->quit_message);
  bridges_.erase(place);
  if (bridges_.empty()) {
    away_.clear();  // the next join is that of a user who is back
  }
}

void User::ended(const std::string& network, EndReason reason, const net::Failure& failure) {
  if (!namesHaveNetwork()) {
    shared_->host.disconnected(user_, errorOf(reason, failure.kind), failure.text);
    shared_->forget(std::string(user_));  // deletes this
    return;
  }
  const auto place = bridges_.find(network);
  shared_->host.info(std::string(user_) + ": " + network + " is left: " + failure.text);
  place->second->closeRooms(reason, failure.text);
  place->second->withdrawChat();
  shared_->host.message({user_, jidName(network), failure.text});
  bridges_.erase(place);
}

}  // namespace irc
