// SPDX-License-Identifier: MIT
// The rooms of XMPP that a session has joined. libpurple has a name for a participant that changes when the user enters
// or leaves the room, and keeps rooms that were left, with pointers to what is gone: this object keeps names the same,
// and makes libpurple forget such rooms.
#pragma once

#include "user/shared.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace purple {

// Why a room cannot be entered.
struct Refusal {
  prism::JoinError error = prism::JoinError::NotAuthorized;
  std::string text;
};

class JabberRooms {
 public:
  explicit JabberRooms(const Owner& owner) : owner_(owner) {}

  // Replaces the protocol's normalize(): "room@server/nick" keeps its resource once the room was joined, until the
  // account is deleted. libpurple keeps conversations by these names, and loses those whose name changes.
  static void replaceNormalize(PurplePlugin* protocol);

  // Call it with each stanza that libpurple sends. Recognises joins and leaves. Returns the room that is left with it,
  // by its normalized name; empty if none is.
  std::string onSent(xmlnode* packet);
  // Call it with each stanza that has arrived, before libpurple handles it.
  struct Verdict {
    // libpurple must not see it: the user has left the room, which has not confirmed that yet; or it is a message of a
    // room that libpurple does not know, and would leak.
    bool unwanted = false;
    bool ended = false;  // the user is not in the room any more: it has confirmed the leave, or refused the join
    std::optional<Refusal> refusal = {};  // of the join
  };
  Verdict onReceived(const xmlnode* packet);
  // Returns the room that has sent the last stanza; empty if it was another sender, or endStanza() was called.
  const std::string& current() const { return current_; }
  void endStanza() { current_.clear(); }

  // Nothing will be confirmed any more.
  void onConnectionLost();
  // Returns true if the user has left a room, which has not confirmed that yet: it must not be joined again before.
  bool isLeaving(const std::string& room) const;
  // The room does not confirm it.
  void stopWaiting(const std::string& room);
  // The conversation of the room is closed. Leaves the room, unless that was done, and makes libpurple forget it.
  void forget(const std::string& room);

 private:
  struct Room {
    std::string sent;      // the bare JID as libpurple writes it
    std::string nickname;  // of the user
    bool leaving = false;
  };

  static const char* normalize(const PurpleAccount* account, const char* name);
  std::string normalized(std::string_view name) const;
  std::string bareOf(std::string_view jid) const;
  void closeConversations(const std::string& bare) const;
  // Returns libpurple's object; nullptr if it has none.
  void* chatOf(const Room& room) const;

  const Owner& owner_;
  std::map<std::string, Room, std::less<>> rooms_;  // by normalized bare JID
  std::string current_;
};

}  // namespace purple
