// SPDX-License-Identifier: MIT
// vCards and avatars: of contacts, of participants, and the user's own.
#pragma once

#include "user/shared.h"

#include <prism/types.hpp>

#include <map>
#include <string>
#include <string_view>

namespace purple {

class Cards {
 public:
  explicit Cards(const Owner& owner) : owner_(owner) {}

  // Requests. `address` is what the protocol calls the buddy or the participant.
  void wanted(std::string_view buddy, std::string_view participant, const std::string& address);
  void setOwn(const prism::VCard& card);

  // libpurple knows what it can about somebody. False if nobody has asked.
  bool known(const char* who, PurpleNotifyUserInfo* info);

  // What the user has set at an earlier login; the avatar that the administrator has for this user, if there is none.
  void setKept() const;

 private:
  struct Names {
    std::string full;
    std::string nickname;
  };
  struct Wanted {
    std::string buddy;
    std::string participant;
    prism::Timer timer;
  };

  bool answer(const std::string& who, const Names& names = {});
  static Names namesIn(PurpleNotifyUserInfo* info);
  void setConfiguredAvatar() const;
  void setAvatar(std::string_view bytes) const;

  const Owner& owner_;
  std::multimap<std::string, Wanted> wanted_;  // by whom libpurple was asked about
};

}  // namespace purple
