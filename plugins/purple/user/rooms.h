// The rooms that a user is in. Spectrum calls a room what the user called it; libpurple has a conversation for each, whose
// name is the protocol's own.
#pragma once

#include "user/files.h"
#include "user/shared.h"

#include <prism/types.hpp>

#include <map>
#include <optional>
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
  void participantsCame(PurpleConversation* conversation, GList* participants);
  void participantsWent(PurpleConversation* conversation, GList* names);
  void participantRenamed(PurpleConversation* conversation, const char* from, const char* to);
  void participantChanged(PurpleConversation* conversation, const char* name);
  void topicChanged(PurpleConversation* conversation, const char* who);
  void invited(const char* inviter, const char* name, const char* text, GHashTable* components);
  // Whether libpurple's question about the last invitation is not to be asked: the user's client does that.
  bool takeInvitationQuestion();

  // The rooms that there are.
  void askForList();
  // Whether libpurple is asking at this moment whose rooms are wanted.
  bool askingForList() const { return asking_for_list_; }
  void listChanged(PurpleRoomlist* list, bool complete);

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
  };

  Room* find(std::string_view name);
  Room* find(PurpleConversation* conversation);
  GHashTable* componentsFor(const prism::Join& join) const;
  std::string nameOf(GHashTable* components, std::string_view fallback) const;
  void refuse(const std::string& key, std::string_view reason);
  static bool isSelf(const Room& room, std::string_view nickname);
  prism::Participant eventOf(const Room& room, const PurpleConvChatBuddy& participant) const;
  void tell(const Room& room, const PurpleConvChatBuddy& participant) const;
  void tellAll(Room& room, GList* participants);
  void tellSubject(const Room& room, std::string_view who) const;
  void notice(const Room& room, std::string_view text) const;

  const Owner& owner_;
  Files& files_;
  std::map<std::string, Room, std::less<>> rooms_;                         // by libpurple's name
  std::map<std::string, std::map<std::string, std::string>> invitations_;  // what joining takes, by libpurple's name
  std::vector<Wish> waiting_;
  bool asking_for_list_ = false;
  bool invitation_question_ = false;
  const Room* commanding_ = nullptr;  // a command of the user's runs in this room
};

}  // namespace purple
