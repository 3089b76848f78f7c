// SPDX-License-Identifier: MIT
// The user's private conversations on a network: which of them go through a room, and whose messages are hidden.
#pragma once

#include "protocol/isupport.h"

#include <map>
#include <string>
#include <string_view>

namespace irc {

class Conversations {
 public:
  // `isupport` has the case mapping of nicknames; it must outlive this object.
  explicit Conversations(const Isupport& isupport) : isupport_(isupport) {}

  // The user talks with a person as a participant of a channel, or directly. At a limit, others are forgotten.
  void beginInRoom(std::string_view nick, const std::string& channel);
  void beginDirect(std::string_view nick);
  // Returns the channel of a conversation in a room; empty if there is none.
  std::string_view roomOf(std::string_view nick) const;
  bool isDirect(std::string_view nick) const { return direct_.count(isupport_.fold(nick)) > 0; }
  void rename(std::string_view from, std::string_view to);
  // The case mapping has changed.
  void rekey();

  // Hides a person's messages until the logout. Returns false if there are too many such people.
  bool ignore(std::string_view nick);
  // Returns false if the person was not ignored.
  bool unignore(std::string_view nick) { return ignored_.erase(isupport_.fold(nick)) > 0; }
  bool isIgnored(std::string_view nick) const;
  // The nicknames, with spaces between them.
  std::string ignored() const;

 private:
  struct Person {
    std::string nick;
    std::string channel;  // of a conversation in a room
  };
  using People = std::map<std::string, Person, std::less<>>;  // by folded nickname

  const Isupport& isupport_;
  People in_rooms_;
  People direct_;
  People ignored_;
};

}  // namespace irc
