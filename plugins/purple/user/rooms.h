// SPDX-License-Identifier: MIT
// The rooms that a user is in. Spectrum calls a room what the user called it; libpurple has a conversation for each, whose
// name is the protocol's own.
#pragma once

#include "user/files.h"
#include "user/invitations.h"
#include "user/room_list.h"
#include "user/shared.h"

#include <prism/types.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

class Rooms {
 public:
  Rooms(const Owner& owner, Files& files) : owner_(owner), files_(files) {}

  // Requests. A join that comes before the connection is there waits for it.
  void join(const prism::Join& join);
  void connected();
  void leave(std::string_view room);
  void message(const prism::Message& message);
  void privateMessage(const prism::Message& message);
  void setSubject(std::string_view room, std::string_view subject);

  // What the protocol calls a participant outside of the room; empty if the user is not there.
  std::string addressOf(std::string_view room, std::string_view nickname);

  // The participant whom the protocol calls so, if it is one: XMPP's are the room's address, '/', and the nickname.
  struct Place {
    std::string room;  // as Spectrum calls it
    std::string nickname;
  };
  std::optional<Place> placeOf(std::string_view address) const;

  // Whether somebody's words came from a participant, for the user alone: then they have been told.
  bool writtenPrivately(const char* who, const char* html, PurpleMessageFlags flags, time_t time);

  // Events of libpurple.
  void joined(PurpleConversation* conversation);
  void joinFailed(GHashTable* components);
  void left(PurpleConversation* conversation);
  void written(PurpleConversation* conversation, const char* who, const char* html, PurpleMessageFlags flags,
               time_t time);
  // A line that is nobody's words. What comes and goes is told as such, and what libpurple says about it is not; what the
  // protocol itself says is the room's, unless it is about the subject.
  void announced(PurpleConversation* conversation, const char* html, PurpleMessageFlags flags, bool by_protocol);
  void participantsCame(PurpleConversation* conversation, GList* participants);
  void participantsWent(PurpleConversation* conversation, GList* names);
  void participantRenamed(PurpleConversation* conversation, const char* from, const char* to);
  void participantChanged(PurpleConversation* conversation, const char* name);
  void topicChanged(PurpleConversation* conversation, const char* who);

  Invitations& invitations() { return invitations_; }
  RoomList& list() { return list_; }

 private:
  struct Wish {
    std::string room;
    std::string nickname;
    std::string password;
  };
  struct Room {
    std::string name;      // as Spectrum calls it
    std::string nickname;  // the user's own, as far as it is known
    PurpleConversation* conversation = nullptr;
    bool entered = false;  // Spectrum knows that the user is there
    prism::Timer timeout = {};
    std::size_t participants = 0;     // with long names counting more
    std::string announcement = {};    // the last one
    prism::Timer announced = {};      // runs until the loop turns: what happens meanwhile is what it is about
    prism::Timer topic_changed = {};  // the same for the subject
  };

  Room* find(std::string_view name);
  Room* find(PurpleConversation* conversation);
  void refuse(const std::string& key, std::string_view reason);
  static bool repeatsTopic(Room* room);
  static bool isSelf(const Room& room, std::string_view nickname);
  prism::Participant eventOf(const Room& room, const PurpleConvChatBuddy& participant) const;
  void tell(const Room& room, const PurpleConvChatBuddy& participant) const;
  void tellAll(Room& room, GList* participants);
  void tellSubject(const Room& room, std::string_view who) const;
  void tellNotSent(std::string_view room) const;
  void leaveUnwanted();
  void leaveCrowded(const std::string& key);
  void notice(const Room& room, std::string_view text) const;

  const Owner& owner_;
  Files& files_;
  std::map<std::string, Room, std::less<>> rooms_;  // by libpurple's name
  std::vector<Wish> waiting_;
  std::set<std::string> unwanted_;  // rooms left before the network had opened them, by libpurple's name
  prism::Timer later_;
  Invitations invitations_{owner_};
  RoomList list_{owner_};
  const Room* commanding_ = nullptr;  // a command of the user's runs in this room
};

}  // namespace purple
