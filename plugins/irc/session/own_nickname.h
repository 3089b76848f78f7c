// SPDX-License-Identifier: MIT
// The user's own nickname on a network, the one that the user wants, and user@host.
#pragma once

#include "protocol/isupport.h"
#include "session/cut.h"
#include "session/limits.h"

#include <string>
#include <string_view>
#include <utility>

namespace irc {

class OwnNickname {
 public:
  explicit OwnNickname(const std::string& nickname) : current_(nickname), wanted_(nickname) {}

  const std::string& current() const { return current_; }
  const std::string& wanted() const { return wanted_; }
  // True if another nickname than the wanted one is in use.
  bool isRegaining() const { return regaining_; }

  // A new connection begins: user@host is unknown until a line of the server has it.
  void startConnection() { user_host_.clear(); }
  // RPL_WELCOME has the nickname. Returns the previous one.
  std::string onWelcome(const std::string& nickname) { return std::exchange(current_, nickname); }
  // The limits of the server are known. A wanted nickname that is too long is cut.
  // If the server has refused it, it is to be regained. Else the current one is the user's: a bouncer has chosen it.
  void onRegistered(const Isupport& isupport, bool refused) {
    if (!refused) {
      wanted_ = current_;
    }
    if (isupport.nick_length != 0 && wanted_.size() > isupport.nick_length) {
      wanted_.resize(isupport.nick_length);
    }
    regaining_ = !isupport.same(wanted_, current_);
  }
  // The next connection is to have it.
  void want(std::string_view nickname) { wanted_ = std::string(nickname); }
  // The services have taken the wanted nickname from the user.
  void regain() { regaining_ = true; }
  void giveUp() { regaining_ = false; }

  // The user has sent NICK; the server has not answered yet.
  void request(std::string_view nickname) { requested_ = std::string(nickname); }
  // NICK of the user. The server may have cut the requested nickname.
  void onNick(const std::string& nickname, const Isupport& isupport) {
    current_ = nickname;
    if (!requested_.empty() && isupport.same(nickname, std::string_view(requested_).substr(0, nickname.size()))) {
      wanted_ = nickname;
      requested_.clear();
    }
    regaining_ = regaining_ && !isupport.same(wanted_, current_);
  }
  // The server refuses a nickname. Returns false if it was an attempt to regain the wanted one, not a request of the
  // user.
  bool onRefused() {
    if (requested_.empty() && regaining_) {
      return false;
    }
    requested_.clear();
    return true;
  }

  // user@host as others see it; empty if unknown. The room for a message depends on its size.
  const std::string& userHost() const { return user_host_; }
  void setUserHost(std::string_view user, std::string_view host) {
    user_host_ = cutTo(std::string(user) + "@" + std::string(host), kMostText);
  }
  // RPL_VISIBLEHOST has a host, or user@host.
  void setVisibleHost(std::string_view host) {
    if (host.find('@') != std::string_view::npos) {
      user_host_ = std::string(cutTo(host, kMostText));
    } else if (const auto at = user_host_.find('@'); at != std::string::npos) {
      user_host_ = cutTo(user_host_.substr(0, at + 1) + std::string(host), kMostText);
    }
  }

 private:
  std::string current_;
  std::string wanted_;
  std::string requested_;  // by NICK of the user, without an answer yet
  std::string user_host_;
  bool regaining_ = false;
};

}  // namespace irc
