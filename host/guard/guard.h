// SPDX-License-Identifier: MIT
// Checks the plugin's events, and sends the valid ones to Spectrum 2, so that a faulty plugin cannot harm it. An
// invalid event is dropped: the log gets a line with the plugin, the function and the value, and the plugin gets a
// result code. All functions but reportMisbehaviour() run on the main thread.
//
// The events are documented in prism/plugin.h. They are defined in session.cpp, messages.cpp, roster.cpp, rooms.cpp,
// prompts.cpp, chat_messages.cpp, chat_events.cpp, receipts.cpp, room_admin.cpp, history.cpp, history_entry.cpp,
// avatar.cpp and network.cpp; guard_event.h has the checks that these files share.
#pragma once

#include "host/chat/conversation_name.h"
#include "host/chat/route.h"
#include "host/log/fault_log.h"
#include "host/metrics/traffic.h"
#include "host/network/network.h"
#include "host/session/presence_memory.h"
#include "host/session/session_table.h"
#include "host/stanza/jid.h"
#include "proto/frame_writer.h"
#include <prism/avatar.h>
#include <prism/chat.h>
#include <prism/commands.h>
#include <prism/history.h>
#include <prism/media.h>
#include <prism/prompt.h>
#include <prism/resolve.h>
#include <prism/room_admin.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct CommandSet;
struct Field;
struct Question;
struct ReadPicture;
struct RoomCapabilities;
struct RoomSetting;
struct RoomsAnswer;
enum class RoomsAnswerContent;
struct Stanza;

class Guard {
 public:
  // Observes the events that the Guard sends.
  class Listener {
   public:
    // The plugin or the host has ended this session, which is closed already.
    virtual void onDisconnected(const std::string& user) = 0;

    // An event names this contact or room. Called before the event is sent.
    virtual void onNameUsed(std::string_view user, std::string_view name) = 0;

   protected:
    ~Listener() = default;
  };

  class EndListener {
   public:
    // The plugin or the host has ended this session, which is closed already. The plugin's own call may not have
    // returned yet.
    virtual void onSessionEnded(const std::string& user) = 0;

   protected:
    ~EndListener() = default;
  };

  class ConnectedListener {
   public:
    // The plugin has connected this session, and there is more to do: its client is still offline, or the plugin does
    // not know the user's presence. The plugin must not be called here, since its own call has not returned.
    virtual void onConnected(const std::string& user) = 0;

   protected:
    ~ConnectedListener() = default;
  };

  // Knows the pictures of contacts and participants (prism/avatar.h).
  class PictureSource {
   public:
    // Called before a presence is sent. Sets its hash, unless it has one.
    virtual void onBuddy(Session* session, pbnetwork::Buddy* buddy) = 0;
    virtual void onParticipant(Room* room, bool own, pbnetwork::Participant* participant) = 0;

    // Adds the picture to a vCard without a photo. Returns false if the picture is not here yet: answerVCard() follows.
    virtual bool addPhoto(Session* session, pbnetwork::VCard* vcard) = 0;

   protected:
    ~PictureSource() = default;
  };

  // Sizes in bytes.
  struct Limits {
    std::uint32_t event;   // all strings of one event as the plugin passes them
    std::uint32_t stanza;  // each stanza that Spectrum makes of an event
    bool exchange = true;  // gateway mode: Spectrum sends all contacts to a client in one stanza (XEP-0144)
  };

  // All references must outlive the Guard.
  Guard(SessionTable& sessions, PresenceMemory& presences, wire::FrameWriter& out, FaultLog& misbehaviour,
        Limits limits);

  // Sets how Spectrum turns names into JIDs. To be called before the host connects to Spectrum.
  void setJidStyle(JidStyle jids);

  // Sets whether the host may send stanzas of its own where clients know no typed form. Until then it may not.
  void setChatMode(ChatMode mode) { chat_mode_ = mode; }

  prism_result connected(const prism_connected* event);
  prism_result disconnected(const prism_disconnected* event);
  // Ends a session as disconnected() does. `outcome` is that of the login if it has not been answered. For logins that
  // the host refuses for the plugin.
  prism_result endSession(prism_str user, std::uint32_t error, prism_str text, LoginOutcome outcome);

  prism_result rawXml(prism_str stanza);
  prism_result adminCommand(prism_str command);

  // The host may know the id of an archived message already. A live one with such an id is refused in strict mode.
  enum class Origin { kLive, kArchive };
  prism_result message(const prism_message* event, Origin origin = Origin::kLive);

  // Like message(), but sent at once even while the user's client is offline, where message() holds it back until the
  // client comes online. For messages of the host itself.
  prism_result hostMessage(const prism_message* event);

  // Sends the user a presence of a contact of the host itself, with a name for clients to show (XEP-0172). The session
  // may just have ended. Does nothing if Spectrum would send it from another JID than the contact's messages.
  void hostPresence(std::string_view user, std::string_view contact, std::string_view shown_name, bool online);

  prism_result receipt(const prism_receipt* event);

  // Sends a receipt of the host itself, for a message that does not reach the plugin.
  void acknowledge(std::string_view user, std::string_view name, std::string_view id);

  // The service "prism.chat/1" (prism/chat.h). To be called only after SessionTable::startChat().
  prism_result setCapabilities(const prism_chat_capabilities* capabilities);
  prism_result edited(const prism_chat_edit* event);
  prism_result retracted(const prism_chat_retraction* event);
  prism_result reacted(const prism_chat_reactions* event);
  prism_result marked(const prism_chat_marker* event);

  prism_result attention(const prism_attention* event);
  prism_result typing(const prism_typing* event);

  prism_result buddyChanged(const prism_buddy* event);
  prism_result buddyRemoved(const prism_buddy_removed* event);
  prism_result rosterComplete(const prism_roster_complete* event);
  prism_result authorizationRequested(const prism_authorization* event);

  // One event can answer several requests, with a frame each. `between` is called after each frame.
  prism_result vcard(
      const prism_vcard* event, const std::function<void()>& between = [] {});

  prism_result joined(const prism_participant* self);
  prism_result joinFailed(const prism_join_failed* event);
  prism_result participantChanged(const prism_participant* event);
  prism_result subjectChanged(const prism_subject* event);
  prism_result roomInvited(const prism_invitation* event);
  prism_result roomList(const prism_room_list* event);

  // Checks a prompt (prism/prompt.h) and copies it into *question. Sends nothing.
  prism_result readPrompt(const prism_prompt* prompt, Question* question);

  // Checks a notice and copies its text and attachments into *notice. Sends nothing.
  prism_result readNotice(const prism_notice* handed_in, Question* notice);

  // Checks definitions of commands (prism/commands.h) and copies them into *set. Sends nothing.
  prism_result readCommands(const prism_command_set* handed_in, CommandSet* set);

  // Checks an answer to a command and copies its text into *answer. Sends nothing.
  prism_result readAnswer(const prism_command_answer* handed_in, std::string* answer);

  // Check a lookup (prism/resolve.h), a fetch and a file (prism/media.h), and copy them. Send nothing. The members
  // max_size and fd of a fetch are the plugin's, and its URL is borrowed. The contents of a file are not read.
  prism_result readLookup(const prism_lookup* lookup, Network::Lookup* read);
  prism_result readFetch(const prism_fetch* fetch, Network::Fetch* read);
  prism_result readFile(const prism_file* file, std::string* name, std::string* mime_type);

  // Check capabilities and an answer of "prism.rooms/1" (prism/room_admin.h), and copy them. Send nothing. *room
  // is the room that the capabilities are for; it stays as it is if they are for all rooms. An answer that
  // checkRoomsAnswer() has accepted is a whole struct. readRoomsAnswer() checks the rest, for a request of `user`.
  prism_result readRoomCapabilities(const prism_rooms_capabilities* capabilities, RoomCapabilities* read, Room** room);
  prism_result checkRoomsAnswer(const prism_rooms_answer* answer);
  prism_result readRoomsAnswer(const prism_rooms_answer* answer, std::string_view user, RoomsAnswerContent content,
                               RoomsAnswer* read);

  // Checks a picture of prism/avatar.h. Sends nothing. `can_ask`: the plugin hands over pictures when they are wanted.
  prism_result readPicture(const prism_picture* picture, bool can_ask, ReadPicture* read);

  // The size in bytes of the largest photo that fits into a vCard.
  std::size_t largestPhoto() const;

  // Sends a presence that was sent before, with another hash.
  void sendAgain(const pbnetwork::Buddy& buddy);
  void sendAgain(const pbnetwork::Participant& participant);

  // Sends a vCard that has waited for its photo. Does nothing if it has been answered meanwhile.
  void answerVCard(pbnetwork::VCard* vcard);

  // What a request for a page of prism/history.h has asked for. Borrows its strings.
  struct HistoryQuestion {
    std::string_view user;
    ConversationName conversation;
    std::uint32_t limit;
  };

  // Check the arguments of prism/history.h. Send nothing. `question`: nullptr if there was no such request.
  // `needs_time`: the time must be given. PRISM_ERR_LIMIT: the page is too large.
  prism_result checkHistoryCapabilities(const prism_history_capabilities* told);
  prism_result checkHistoryAnswer(const prism_history_answer* answer, const HistoryQuestion* question);
  prism_result checkHistoryPosition(const char* function, const prism_history_position* position, bool needs_time);
  prism_result checkHistoryUser(const char* function, prism_str user, bool has_callback);

  // Sends an entry of an answer that checkHistoryAnswer() has accepted: its message as message() does, in its state at
  // the time of the answer, and its reactions. `index` is that of the entry, for the log.
  prism_result historyEntry(const prism_history_entry& entry, std::size_t index);

  // Sends CONNECTED for a login that the plugin has not answered yet, so that the user can answer a prompt. Does
  // nothing if CONNECTED has been sent.
  void connectForPrompt(const std::string& user);

  // Sends the frames in the backlog of the user's client, and keeps no more. Called when the client comes online, when
  // the host stops waiting for it, and when the backlog is full.
  void sendBacklog(Session* session);

  // The number of bytes that a contact takes in the stanza with all contacts (XEP-0144).
  std::size_t rosterItemSize(const pbnetwork::Buddy& buddy) const;

  // `listener` must outlive the Guard. nullptr removes it.
  void setListener(Listener* listener) { listener_ = listener; }
  void addEndListener(EndListener* listener) { end_listeners_.push_back(listener); }
  void removeEndListener(EndListener* listener) { std::erase(end_listeners_, listener); }
  void setConnectedListener(ConnectedListener* listener) { connected_listener_ = listener; }

  // From now on, the accounts of participants are kept in their rooms, for requests about them.
  void keepAccounts() { keeps_accounts_ = true; }

  // `source` must outlive the Guard. nullptr removes it.
  void setPictureSource(PictureSource* source) { pictures_ = source; }

  // Allows events that concern no user. Called when the first frame of Spectrum arrives.
  void onFirstFrame() { first_frame_arrived_ = true; }

  // Counts of messages to users, and of logins. Requests adds logins that Spectrum cancels.
  Traffic& traffic() { return traffic_; }
  const Traffic& traffic() const { return traffic_; }

  // [any thread] Logs and counts a fault of the plugin. `user` has a session, or is empty if the fault concerns none
  // (FaultLog::write).
  void reportMisbehaviour(std::string_view function, std::string_view what, std::string_view user = {});
  void reportMisbehaviours(std::string_view function, const std::vector<std::string>& all);

  // Logs at DEBUG that a call is refused because of what other users have open. This is no fault of the plugin.
  void noteLimit(std::string_view function, std::string_view what);

  // [any thread] Logs and counts a fault that the plugin has reported itself, in its function `where`. The faults of
  // all functions count together, since the plugin could make up names without end.
  void reportOwnFault(std::string_view where, std::string_view text);

 private:
  class Event;
  class CommandReader;
  class ChatEvent;
  struct ChatReference;
  struct ParticipantExtra;

  // Fills buddy_ for an event that has only a user and a buddy or participant. Returns nullptr, with the event refused,
  // if an argument is invalid.
  Session* beginBuddyEvent(Event* event, prism_str user, prism_str buddy, prism_str nickname = {});

  prism_result sendMessage(const prism_message* event, bool now);

  // Sends a message with nothing but an id and a text as a raw stanza. Returns false if it is none, or if anything has
  // to be checked more closely.
  bool sendPlain(const prism_message& message, Origin origin);
  // Returns true if a message whose id the host knows is refused.
  bool checksIds(const prism_message& message, Origin origin) const;

  // Sends a message with an id, or a reply: as a raw stanza if that is possible, else as a typed message. Remembers it
  // while the plugin uses "prism.chat/1".
  prism_result sendIdentified(const prism_message* event, Origin origin);
  prism_result sendReplyTyped(const prism_message& message, const std::string& quote);

  // Refuses a receipt that does not fit its request.
  static void checkReceipt(Event* event, const prism_receipt& receipt, const SentRequests::Request& request);

  static prism_result markedElsewhere(ChatEvent* chat, const RememberedMessage* known, const ChatReference& target,
                                      prism_time time);

  // The news of a receipt: no earlier one has told it.
  struct ReceiptNews {
    bool tells_id;               // the network's id
    bool is_new;                 // the state
    std::string_view stanza_id;  // of the client, if it has just been acknowledged
    prism_time time;             // 0: now
  };
  void noteReceipt(Session* session, const prism_receipt& receipt, const ReceiptNews& news);

  // Undoes what a request that has failed has changed in the host's memory.
  static void takeBack(Session* session, const prism_receipt& receipt);

  // Tells the user that a message was not delivered, or that another request has failed.
  prism_result reportFailure(Session* session, const prism_receipt& receipt, bool of_message);

  // Appends a message with attachments, or one that is too large for one stanza, as several messages.
  void appendInParts(Event* event, std::string_view user, std::string_view buddy, std::string_view text,
                     wire::FrameWriter* out);

  // The writer for frames that the user's client must not miss: the backlog while the client is offline, else the
  // socket's.
  wire::FrameWriter& writerFor(Session* session) { return session->login.backlog() ? backlogFor(session) : out_; }

  // Returns the backlog. If it is full, sends it and returns the socket's writer instead.
  wire::FrameWriter& backlogFor(Session* session);

  static void checkDeparture(Event* event, const prism_participant& participant);

  // Reads the event into participant_ and *extra. Returns the session, or nullptr with the event refused.
  // `nickname_is_required`: else the nickname may be empty.
  Session* readParticipant(Event* event, const prism_participant* participant, bool nickname_is_required,
                           ParticipantExtra* extra);

  // Returns the room of participant_ that the user is in or has asked to join. Returns nullptr, with the event refused,
  // if there is none.
  Room* findJoinedRoom(Event* event, Session* session);

  // Keeps the account of participant_, or forgets it if the participant leaves. `nickname`: that in the room.
  void noteAccount(Room* room, const std::string& nickname, const ParticipantExtra& extra) const;

  // Prepares participant_ and the room for the user's presence, and sends what has to come before it.
  void enterAs(Room* room);

  // If participant_, which is the user, is kicked or banned, tells the client by a stanza, where a typed participant
  // tells it less. Returns false if that is not possible.
  bool sendRawDeparture(const Room& room, const ParticipantExtra& extra);

  // Sends participant_, and what has to follow if it is the user.
  void sendParticipant(Session* session, Room* room, bool own);

  // Updates the user's state in a room after participant_, which is the user, has been sent, and sends the frames that
  // have to follow.
  void followOwnChange(Session* session, Room* room);

  // Tells Spectrum that participant_ is the user under a new nickname.
  void sendOwnRename();

  // Sends an invitation as an ordinary message of the inviter, or of the room without one.
  prism_result sendInvitationText(const prism_invitation& invitation, const std::string& text);

  // Tells Spectrum the user's nickname in the room of participant_.
  void sendOwnNickname(const std::string& nickname);

  // If a raw presence says that the user has left a room, makes Spectrum forget the room, as participantChanged() does.
  void handleRawDeparture(Session* session, const Stanza& presence);

  // Makes Spectrum forget a room that the user, participant_, has left without a request.
  void sendOwnDeparture(bool banned);

  // Fills conversation_ with all fields of a message but user, buddy and text.
  void addOptionalFields(Event* event, const prism_message& message);
  bool hasOtherContent(const Event& event, const prism_message& message);
  void addMarkup(Event* event, std::string_view fragment);

  // Cuts the strings of buddy_ that do not fit into `room` bytes of a stanza.
  void fitBuddy(std::size_t room);
  // Returns true if the contact buddy_, which takes `size` bytes, fits into the stanza with all contacts of the
  // session. If not, sends the user a message about it, but only once.
  bool fitsRoster(Session* session, std::size_t size);
  static void fitVCard(Event* event, pbnetwork::VCard* vcard);
  // Sends a vCard to all that have asked for it.
  void sendVCard(Session* session, pbnetwork::VCard* vcard, const std::function<void()>& between);
  static void readSource(Event* event, const prism_picture& picture, bool can_ask, ReadPicture* read);

  static void checkLabels(Event* event, const Question& question);
  // Checks a field of a prompt and copies it into *field. `subject` begins the sentence of a fault.
  static void readField(Event* event, const prism_field* handed_in, std::string_view subject, Field* field);
  static void readRoomSetting(Event* event, const prism_rooms_setting& setting, RoomSetting* read);
  static void readAttachments(Event* event, const prism_attachment* const* attachments, std::uint64_t count,
                              Question* question);

  static void checkHistoryTime(Event* event, const std::string& name, prism_time time);
  static void checkHistoryPoint(Event* event, const std::string& prefix, prism_str id, prism_time time);
  static void checkHistoryEntry(Event* event, const std::string& prefix, const prism_history_entry* entry,
                                const HistoryQuestion& question);
  static void checkHistoryMessage(Event* event, const std::string& prefix, const prism_message* message,
                                  const HistoryQuestion& question);
  static void checkHistoryReactions(Event* event, const std::string& prefix, const prism_history_entry& entry);
  static void checkHistorySize(Event* event, const prism_history_answer& answer, std::uint64_t most);
  static void checkHistoryOrder(Event* event, const prism_history_answer& answer);

  // Returns true if message() sends this message as a stanza, with its id.
  bool isSentWithId(const prism_message& message);
  void sendOldReactions(const prism_message& message, const prism_history_reactions& reactions);

  // Refuses an event whose strings have more bytes than `most`.
  static void checkSize(Event* event, std::size_t most);

  void notifyName(std::string_view user, std::string_view name) {
    if (listener_) {
      listener_->onNameUsed(user, name);
    }
  }

  SessionTable& sessions_;
  PresenceMemory& presences_;
  wire::FrameWriter& out_;
  FaultLog& misbehaviour_;
  const Limits limits_;
  JidStyle jids_;
  ChatMode chat_mode_ = ChatMode::kTyped;
  std::size_t stanza_room_;  // bytes of a stanza for the names and texts of an event, without what Spectrum adds
  bool first_frame_arrived_ = false;
  bool keeps_accounts_ = false;
  std::uint64_t chat_stanzas_ = 0;  // that refer to another one
  std::string_view part_of_;        // the function whose argument has the event `part_`
  std::string part_;                // empty: events are arguments of their own functions
  Traffic traffic_;
  Listener* listener_ = nullptr;
  std::vector<EndListener*> end_listeners_;
  ConnectedListener* connected_listener_ = nullptr;
  PictureSource* pictures_ = nullptr;

  // Reused, so that the usual events do not allocate.
  pbnetwork::ConversationMessage conversation_;
  pbnetwork::Buddy buddy_;
  pbnetwork::Participant participant_;
};

}  // namespace prism::host
