// SPDX-License-Identifier: MIT
#include "session/services.h"

#include "net/secret.h"
#include "session/clock.h"

#include <algorithm>

namespace irc {

namespace {

// Services that take the nickname again and again know another password.
constexpr unsigned kMostEnforcements = 3;
// Services that do not tell by a numeric, a mode or ACCOUNT whom they have identified would be told again and again.
constexpr unsigned kMostIdentifications = 5;
// Between two attempts to regain a nickname: a notice of the services may be the answer to the last one.
constexpr std::chrono::seconds kBetweenAttempts{5};

}  // namespace

void Services::startConnection() {
  absent_ = false;
  identifications_ = 0;
  held_ = false;
  enforcements_ = 0;
  tried_at_ = std::chrono::milliseconds(0);
}

void Services::onRegistered(bool authenticated, bool may_identify, bool held) {
  may_identify_ = may_identify;
  held_ = held && context_.nickname.isRegaining();
  if (authenticated) {
    context_.identification = Identification::kDone;
  } else if (!name().empty()) {
    context_.identification = Identification::kPending;
    identify();
  } else if (context_.settings.client_certificate) {
    context_.identification = Identification::kPending;  // services know certificates too
  }
}

std::string_view Services::name() const {
  const std::string_view identify = context_.identity.identify;
  const auto space = identify.find(' ');
  const bool usable = may_identify_ && !context_.settings.send_password && !context_.identity.password.empty();
  return usable && space != std::string_view::npos ? identify.substr(0, space) : std::string_view();
}

void Services::identify() {
  ++identifications_;
  absent_ = false;
  const std::string_view to = name();
  OutgoingLine line = OutgoingLine::chat(OutgoingLine::Kind::kMessage, to,
                                         std::string_view(context_.identity.identify).substr(to.size() + 1));
  outbox_.sendNow(line);
  net::wipe(&line.text);
}

void Services::identifyAgain() {
  if (context_.identification == Identification::kPending && !name().empty() &&
      identifications_ < kMostIdentifications) {
    identify();
  }
}

bool Services::isOwnIdentification(const Message& message) const {
  const std::string_view services = name();
  return !services.empty() && context_.isSelf(message.from().name) && isServices(message[0]) &&
         message[1] == std::string_view(context_.identity.identify).substr(services.size() + 1);
}

bool Services::onAbsent(std::string_view nick) {
  if (name().empty() || !isServices(nick)) {
    return false;
  }
  absent_ = true;
  return true;
}

void Services::onCapabilities() {
  if (absent_) {
    identifyAgain();
  }
}

// The name may have the server behind it, so that nobody else gets the password: NickServ@services.example.org.
bool Services::isServices(std::string_view nick) const {
  const std::string_view services = name();
  return context_.isupport.same(nick, services) || context_.isupport.same(nick, services.substr(0, services.find('@')));
}

void Services::onIdentified() {
  context_.identification = Identification::kDone;
  joins_.onIdentified();
  if (held_) {
    regain();
  }
}

void Services::onUnidentified() {
  if (context_.identification == Identification::kDone && !name().empty()) {
    context_.identification = Identification::kPending;
  }
}

void Services::onOwnMode(const Message& message) {
  bool add = true;
  for (const char mode : message[1]) {
    if (mode == '+' || mode == '-') {
      add = mode == '+';
    } else if (mode == 'r') {
      add ? onIdentified() : onUnidentified();
    }
  }
}

void Services::onOwnNick(bool was_regaining) {
  OwnNickname& nickname = context_.nickname;
  if (was_regaining && !nickname.isRegaining()) {
    held_ = false;
    if (context_.identification == Identification::kPending && !name().empty()) {
      identify();  // the services did not know the other nickname
    }
  } else if (!was_regaining && !context_.isupport.same(nickname.current(), nickname.wanted())) {
    // Another client at a bouncer may have changed it. But the services rename who is not identified in time.
    if (context_.identification == Identification::kPending && enforcements_ < kMostEnforcements) {
      ++enforcements_;
      nickname.regain();
      held_ = true;
    }
  }
}

void Services::onNicknameRefused(std::string_view nick, std::string_view text, bool held) {
  if (!context_.nickname.onRefused()) {
    held_ = held;  // else it is somebody's, whose end is noticed
    return;
  }
  // The user knows by it which request is meant; the nickname may be that of somebody whom the user talks with.
  context_.observer->answer(std::string(nick) + ": " + std::string(text));
}

void Services::onNotice(std::string_view nick) {
  if (name().empty() || !isServices(nick)) {
    return;
  }
  if (absent_) {
    identifyAgain();
  }
  if (held_) {
    regain();
  }
}

void Services::poll() {
  if (absent_ || joins_.hasRefused()) {
    identifyAgain();
  }
  if (held_) {
    regain();
  }
}

void Services::regain() {
  if (!context_.nickname.isRegaining() || monotonicNow() - tried_at_ < kBetweenAttempts) {
    return;
  }
  tried_at_ = monotonicNow();
  outbox_.addUrgent(OutgoingLine::command("NICK", {context_.nickname.wanted()}));
}

}  // namespace irc
