// SPDX-License-Identifier: MIT
// vCards and avatars: of contacts, of participants, and the user's own.
#pragma once

#include "user/shared.h"
#include <prism/host.hpp>

#include <map>
#include <string>
#include <string_view>

namespace purple {

class Cards {
 public:
  explicit Cards(const Owner& owner) : owner_(owner) {}

  // Requests. `address`: the protocol's name of the contact or participant.
  void request(std::string_view buddy, std::string_view participant, const std::string& address);
  void setOwn(const prism::VCard& card);

  // Event of libpurple: the information about `who` has arrived. Returns false if no vCard of `who` was requested.
  bool onUserInfo(const char* who, PurpleNotifyUserInfo* info);

  // Sets the name and the avatar of an earlier login. Without such an avatar, sets the one that the administrator has
  // configured for the user.
  void restoreOwn() const;

 private:
  struct Names {
    std::string full;
    std::string nickname;
  };
  struct Request {
    std::string buddy;
    std::string participant;
    bool own = false;  // the user's own card
    prism::Timer timer;
  };

  bool answer(const std::string& who, const Names& names = {});
  static Names namesIn(PurpleNotifyUserInfo* info);
  void setConfiguredAvatar() const;
  void setAvatar(std::string_view bytes) const;

  const Owner& owner_;
  std::multimap<std::string, Request> requests_;  // pending, by the normalized name that libpurple was asked for
};

}  // namespace purple
