// SPDX-License-Identifier: MIT
// The rooms of a user. To Spectrum, a room has the name that the user has joined it by. libpurple has a conversation
// for each room, with the protocol's name.
#pragma once

#include "user/chats.h"
#include "user/files.h"
#include "user/invitations.h"
#include "user/jabber_rooms.h"
#include "user/room_list.h"
#include "user/shared.h"
#include <prism/host.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

class Rooms {
 public:
  Rooms(const Owner& owner, Files& files, JabberRooms& jabber_rooms)
      : owner_(owner), files_(files), jabber_rooms_(jabber_rooms) {}

  // Requests. join() waits for the connection, and for the end of the last stay in the room.
  void join(const prism::Join& join);
  void joinPending();
  // The connection ends, and will be made again: the rooms are joined again then, and Spectrum is told what changed.
  void onConnectionLost();
  void joinSoon();  // the same in the next turn of the loop
  void leave(std::string_view room);
  void end();  // the session ends: nothing is told of the rooms any more
  void message(const prism::Message& message, Typed typed);
  void privateMessage(const prism::Message& message, Typed typed);
  // A message to a room or a participant, by the protocol's name, is refused. Returns false if it is neither.
  bool onMessageRefused(std::string_view address, std::string_view sentence);
  void setSubject(std::string_view room, std::string_view subject);

  // Returns the protocol's name of a participant for private messages; empty if the user is not in the room.
  std::string addressOf(std::string_view room, std::string_view nickname);

  // Finds the participant with this name of the protocol: the room's name, '/', and the nickname, as in XMPP.
  struct Place {
    std::string room;  // Spectrum's name
    std::string nickname;
  };
  std::optional<Place> placeOf(std::string_view address) const;

  // Passes a message on as a private one if `who` is a participant. Returns false if not.
  bool onPrivateMessage(const char* who, const char* html, PurpleMessageFlags flags, time_t time);

  // Events of libpurple.
  void joined(PurpleConversation* conversation);
  void joinFailed(GHashTable* components);
  // The join of a room, by libpurple's name, is refused. Does nothing if the user is in it.
  void refuse(const std::string& key, const Refusal& refusal);
  void left(PurpleConversation* conversation);
  void onMessage(PurpleConversation* conversation, const char* who, const char* html, PurpleMessageFlags flags,
                 time_t time);
  // A system message or an error. Errors and answers to a command go to the user as messages of the room, and so do
  // messages of the protocol that do not repeat the subject. libpurple's own, about joins, parts and so on, are
  // dropped.
  void onSystemMessage(PurpleConversation* conversation, const char* html, PurpleMessageFlags flags, bool by_protocol);
  void participantsJoined(PurpleConversation* conversation, GList* participants);
  void participantsLeft(PurpleConversation* conversation, GList* names);
  void participantRenamed(PurpleConversation* conversation, const char* from, const char* to);
  void participantChanged(PurpleConversation* conversation, const char* name);
  void topicChanged(PurpleConversation* conversation, const char* who);

  Invitations& invitations() { return invitations_; }
  RoomList& list() { return list_; }

 private:
  struct PendingJoin {
    std::string room;
    std::string nickname;
    std::string password;
    std::set<std::string> before = {};  // the participants before the connection was lost
  };
  struct Room {
    std::string name;      // Spectrum's name
    std::string nickname;  // the user's own; before the join is complete, the requested one
    PurpleConversation* conversation = nullptr;
    bool entered = false;  // Spectrum has got the user's own presence in the room
    std::string password = {};
    std::set<std::string> before = {};  // as in PendingJoin
    prism::Timer timeout = {};
    std::size_t participants = 0;   // long names count several times
    std::string announcement = {};  // the last system message
    prism::Timer announced = {};  // runs until the next turn of the loop: events until then belong to the announcement
    prism::Timer topic_changed = {};  // the same after a change of the subject
    prism::Timer subject_due = {};    // runs between the user's entering and the subject
  };

  void enter(const PendingJoin& wanted);
  // Keeps a join that must wait; the last one of a room counts.
  void keep(const PendingJoin& wanted);
  Room* find(std::string_view name);
  Room* find(PurpleConversation* conversation);
  // Closes the conversation of a room that is not in rooms_ any more; null if the join was not complete.
  void close(const std::string& key, PurpleConversation* conversation);
  static bool repeatsTopic(Room* room);
  static bool isSelf(const Room& room, std::string_view nickname);
  prism::Participant eventOf(const Room& room, const PurpleConvChatBuddy& participant) const;
  void sendParticipant(const Room& room, const PurpleConvChatBuddy& participant) const;
  void reportRemoval(const Room& room, std::string_view reason) const;
  void sendParticipants(Room& room, GList* participants);
  void sendSubject(const Room& room, std::string_view who) const;
  void reportNotSent(std::string_view room) const;
  void leaveAbandoned();
  void leaveCrowded(const std::string& key);
  void notice(const Room& room, std::string_view text) const;
  void noticeFrom(const Place& place, std::string_view text) const;

  const Owner& owner_;
  Files& files_;
  JabberRooms& jabber_rooms_;
  std::map<std::string, Room, std::less<>> rooms_;  // by libpurple's name
  std::vector<PendingJoin> pending_joins_;
  std::set<std::string> abandoned_;  // rooms that the user has left before the join was complete, by libpurple's name
  prism::Timer later_;
  prism::Timer pending_timer_;
  Invitations invitations_{owner_};
  RoomList list_{owner_};
  const Room* command_room_ = nullptr;  // the room in which a command of the user is running
};

}  // namespace purple
