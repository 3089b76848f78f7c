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

  // Requests. `who` is whom libpurple is to be asked about where that is another name than `buddy`, as in rooms.
  void wanted(std::string_view buddy);
  void wantedInRoom(std::string_view buddy, int room, const std::string& nickname);
  void setOwn(const prism::VCard& card);

  // libpurple knows what it can about somebody. False if nobody has asked.
  bool known(const char* who, PurpleNotifyUserInfo* info);

  // The avatar that the administrator has for this user.
  void setConfiguredAvatar() const;

 private:
  struct Names {
    std::string full;
    std::string nickname;
  };
  struct Wanted {
    std::string buddy;
    prism::Timer timer;
  };

  void waitFor(const std::string& who, std::string_view buddy);
  bool answer(const std::string& who, const Names& names = {});
  static Names namesIn(PurpleNotifyUserInfo* info);
  void setAvatar(std::string_view bytes) const;

  const Owner& owner_;
  std::multimap<std::string, Wanted> wanted_;  // by whom libpurple was asked about
};

}  // namespace purple
