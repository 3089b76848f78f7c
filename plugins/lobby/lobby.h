// SPDX-License-Identifier: MIT
// The plugin: a network among the transport's own users, who are contacts of each other and meet in rooms.
//
//   a request of a user  ->  an Event  ->  the Log  ->  the Audience of each backend  ->  its users
//   (..._requests.cpp)                                  (..._events.cpp)
#pragma once

#include "audience.h"
#include "backends.h"
#include "bell.h"
#include "configuration.h"
#include "log.h"
#include "network.h"
#include <prism/avatar.hpp>
#include <prism/chat.hpp>
#include <prism/commands.hpp>
#include <prism/history.hpp>
#include <prism/metrics.hpp>
#include <prism/plugin.hpp>
#include <prism/prompt.hpp>
#include <prism/room_admin.hpp>
#include <prism/settings.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lobby {

class Lobby : public prism::Plugin,
              public prism::AvatarHandler,
              public prism::ChatHandler,
              public prism::HistoryHandler,
              public prism::RoomsHandler {
 public:
  explicit Lobby(prism::Host host);

  prism::Features features() override;

  // Opens the log. With --check, the host does not call it, so that no file is written.
  prism::Result start() override;

  // Sessions and people, in people_requests.cpp.
  void login(const prism::Login& login) override;
  void logout(std::string_view user) override;
  void statusChanged(const prism::Presence& presence) override;
  void roster(std::string_view user, const std::vector<prism::Buddy>& buddies) override;
  void buddyChanged(const prism::Buddy& buddy) override;
  void buddyBlocked(const prism::Block& block) override;
  void authorizationAnswered(const prism::AuthorizationAnswer& answer) override;
  void ownVcard(const prism::VCard& vcard) override;
  void vcardWanted(const prism::VCardRequest& request) override;
  void pictureWanted(const prism::PictureRequest& request) override;

  // Conversations, in chat_requests.cpp.
  void message(const prism::Message& message) override;
  void editMessage(const prism::ChatEdit& edit) override;
  void retractMessage(const prism::ChatRetraction& retraction) override;
  void reactTo(const prism::ChatReactions& reactions) override;
  void markRead(const prism::ChatMarker& marker) override;
  void typing(const prism::Typing& typing) override;
  void attention(const prism::Attention& attention) override;

  // Old messages, in history_requests.cpp.
  void historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder) override;

  // Rooms, in room_requests.cpp.
  void join(const prism::Join& join) override;
  void leave(const prism::Leave& leave) override;
  void setSubject(const prism::Subject& subject) override;

  // Moderation, in moderation_requests.cpp.
  void kick(const prism::RoomsChange& change, const prism::RoomsResponder& responder) override;
  void ban(const prism::RoomsChange& change, const prism::RoomsResponder& responder) override;
  void unban(const prism::RoomsChange& change, const prism::RoomsResponder& responder) override;
  void listAffiliation(const prism::RoomsQuery& query, const prism::RoomsResponder& responder) override;
  void invite(const prism::RoomsInvite& invite, const prism::RoomsResponder& responder) override;

  // Administration, in administration_requests.cpp.
  void setRole(const prism::RoomsChange& change, const prism::RoomsResponder& responder) override;
  void setAffiliation(const prism::RoomsChange& change, const prism::RoomsResponder& responder) override;
  void getSettings(const prism::RoomsSettingsQuery& query, const prism::RoomsResponder& responder) override;
  void configure(const prism::RoomsConfiguration& configuration, const prism::RoomsResponder& responder) override;
  void destroyRoom(const prism::RoomsDestroy& destroy, const prism::RoomsResponder& responder) override;

 private:
  static constexpr std::string_view kTellsRead = "tell-read";  // a setting of the user
  static constexpr std::size_t kMostUnreceived = 10'000;
  static constexpr int kMostTries = 10;  // to write something before another backend writes something else

  // The names in a request, and its id.
  struct Request {
    std::string_view user, buddy, nickname;
    prism::RequestId request = 0;  // 0: needs no answer
    prism::Conversation kind = prism::Conversation::Contact;
  };

  // --- The log, in lobby.cpp.

  // Writes events, reads the log, and tells the users. With `seen`, as Log::append().
  Outcome record(std::vector<Event> events, std::optional<std::int64_t> seen = {});
  Outcome record(Event event) { return record(std::vector<Event>{std::move(event)}); }

  // Writes a state now or, if that is impossible, later.
  void recordState(Event event);

  void readLog();
  void recordReceived();
  void onBell();
  void onTick();

  // Logs out who has no session any more: the people of backends that have ended, and those of this one whose logout
  // could not be written.
  void sweep();

  // The events by which a person leaves all rooms and, with `offline`, logs out.
  std::vector<Event> goodbyeOf(const Person& person, bool offline);

  // --- Requests.

  static prism::Time now();
  static Event eventOf(Kind kind, const Person& author);
  static Event onlineOf(const Person& person, std::string_view jid);
  // Returns the name of the person whom a request is about; empty if there is none.
  std::string personOf(std::string_view user, std::string_view buddy, std::string_view nickname);
  static Event sightOf(const Person& owner, std::string_view viewer, Sight sight);

  // Sends the person the messages that have come meanwhile.
  void deliverMissed(std::string_view name);

  // Each returns an event of a conversation, without its content. If nobody could get it, or if the message that it is
  // about is not there, refuses the request and returns nothing. `own`: the message must be the user's own.
  std::optional<Event> eventIn(Kind kind, const Request& request);
  std::optional<Event> eventAbout(Kind kind, const Request& request, const prism::Reference& target, bool own);

  // Returns the event, or refuses the request if the recipient has blocked the author.
  std::optional<Event> unlessBlocked(Event event, const Request& request) const;

  // Returns the message that a request refers to, and sets event->about to its id. Returns nothing if there is none in
  // the conversation.
  std::optional<Event> findTarget(const prism::Reference& target, Event* event);

  // Records an event, or refuses the request.
  void recordFor(const Request& request, const Event& event);
  void refuse(const Request& request, std::string_view why) const;

  void announceHistory();
  std::optional<std::string> placeOfConversation(const Person& reader, const prism::HistoryRequest& request);

  struct Moderation {
    const Room* room;
    const Occupant* moderator;
  };
  void announceModeration() const;

  // The rank that a request needs: see Network::affiliation().
  enum class Rank { kModerator, kAdmin, kOwner };

  // Answers Forbidden and returns nothing if the user is not in the room, or is less there than `rank`.
  std::optional<Moderation> moderationOf(const prism::RoomsChange& change, Rank rank,
                                         const prism::RoomsResponder& responder);
  bool outranks(const Moderation& moderation, std::string_view name) const;

  // An event about a room, without a key. `whom`: the person whom it concerns; may be empty.
  static Event changeOf(Kind kind, const Moderation& moderation, std::string_view whom, std::string_view reason);
  static Event removalOf(const Moderation& moderation, const Person& person, Departure departure,
                         std::string_view reason);
  static Event banOf(const Moderation& moderation, std::string_view name, bool banned, std::string_view reason);
  static void answerBy(Outcome outcome, const prism::RoomsResponder& responder);

  void defineCommands();
  std::string who() const;
  void forget(const prism::Invocation& typed, const prism::CommandResponder& responder);

  const Configuration configuration_;
  Log log_;
  Bell bell_;
  Backends backends_;
  Network network_;
  std::optional<Audience> audience_;
  prism::Avatar avatar_;
  prism::History history_;
  prism::Commands commands_;
  prism::Settings settings_;
  prism::Prompts prompts_;
  prism::Counter written_, told_;
  std::map<std::string, prism::OpenPrompt, std::less<>> questions_;  // by user
  std::int64_t read_ = 0;                                            // the last event that was read
  bool reading_ = false;
  bool has_failed_ = false;                 // the last write
  std::map<std::string, Event> unwritten_;  // states, by key
  std::vector<Event> unreceived_;           // kReceived events
  prism::Time trimmed_ = 0;
  prism::Watch bell_watch_;
  prism::Timer tick_, sweep_;
};

}  // namespace lobby
