// SPDX-License-Identifier: MIT
// The Guard stands between the plugin's events and Spectrum 2: whatever a plugin does, only valid messages leave. What
// it refuses costs that one event: a line in the log names the plugin, the function and the value, and the plugin gets
// a result code. But for misbehaved(), it runs on the main thread.
//
// Its functions are the events of prism/plugin.h, and documented there. session.cpp, messages.cpp, roster.cpp,
// rooms.cpp and prompts.cpp have a part of them each; guard_event.h has the checks that they share.
#pragma once

#include <prism/prompt.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/log/fault_log.h"
#include "host/session/presence_memory.h"
#include "host/session/session_table.h"
#include "host/stanza/jid.h"
#include "proto/frame_writer.h"

namespace prism::host {

struct Field;
struct Question;
struct Stanza;

class Guard {
 public:
  // Who wants to know what goes out.
  class Listener {
   public:
    // The plugin has ended this session: it is closed.
    virtual void disconnected(const std::string& user) = 0;

    // There is a contact or a room of this name; to be told before Spectrum is.
    virtual void named(std::string_view user, std::string_view name) = 0;

   protected:
    ~Listener() = default;
  };

  class ConnectedListener {
   public:
    // The plugin has connected this session, with something left to be told: its client has still to come, or the plugin
    // does not know the user's presence. The plugin's call has not returned yet, so it must not be called.
    virtual void onConnected(const std::string& user) = 0;

   protected:
    ~ConnectedListener() = default;
  };

  // In bytes.
  struct Limits {
    std::uint32_t event;   // the strings of one event, as the plugin hands them in
    std::uint32_t stanza;  // each stanza that Spectrum makes of them
    bool exchange = true;  // in gateway mode, Spectrum sends a client all of its contacts in one stanza (XEP-0144)
  };

  // What is referred to must outlive the Guard.
  Guard(SessionTable& sessions, PresenceMemory& presences, wire::FrameWriter& out, FaultLog& misbehaviour,
        Limits limits);

  // How Spectrum makes JIDs of names. To be called before it is connected.
  void useJids(JidStyle jids);

  prism_result connected(prism_str user);
  prism_result disconnected(prism_str user, std::uint32_t error, prism_str text);
  prism_result rawXml(prism_str stanza);
  prism_result query(prism_str command);

  prism_result message(const prism_message* event);

  // The same for what the host itself says, whether the user's client has come or not.
  prism_result messageNow(const prism_message* event);

  prism_result messageAck(prism_str user, prism_str buddy, prism_str nickname, prism_str id);
  prism_result attention(prism_str user, prism_str buddy, prism_str nickname, prism_str text);
  prism_result typing(prism_str user, prism_str buddy, prism_str nickname, std::uint32_t state);

  prism_result buddyChanged(const prism_buddy* event);
  prism_result buddyRemoved(prism_str user, prism_str buddy);
  prism_result authorizationRequested(prism_str user, prism_str buddy);

  // `between` is called between two frames: several requests may have waited for it.
  prism_result vcard(
      const prism_vcard* event, const std::function<void()>& between = [] {});

  prism_result participantChanged(const prism_participant* event);
  prism_result ownNickname(prism_str user, prism_str room, prism_str nickname);
  prism_result subjectChanged(const prism_subject* event);
  prism_result roomInvited(const prism_invitation* event);
  prism_result roomList(prism_str user, const prism_room* rooms, std::uint64_t count);

  // Checks what is to be asked (prism/prompt.h), and copies it into *question. Nothing goes out.
  prism_result readPrompt(const prism_prompt* prompt, Question* question);

  // The same for what is only to be told: *notice has a text and attachments then.
  prism_result readNotice(prism_str user, prism_str text, const prism_attachment* const* attachments,
                          std::uint64_t count, Question* notice);

  // Tells Spectrum that a user is connected, whose login the plugin has still to answer.
  void letIn(const std::string& user);

  // The user's client has come, or is not waited for any longer: what has been kept for it goes out.
  void clientCame(Session* session);

  // Bytes that a contact takes among all the others in one stanza (XEP-0144).
  std::size_t rosterItemSize(const pbnetwork::Buddy& buddy) const;

  // `listener` must outlive the Guard.
  void listen(Listener* listener) { listener_ = listener; }
  void listen(ConnectedListener* listener) { connected_listener_ = listener; }

  // Spectrum has spoken: from now on it takes what concerns no user, too.
  void open() { open_ = true; }

  // [any thread] Reports a fault of the plugin.
  void misbehaved(std::string_view function, std::string_view what);

 private:
  class Event;

  // Begins an event that says no more than which buddy or participant it is about, in buddy_. nullptr, and the event
  // refused, if it must not go out.
  Session* aboutBuddy(Event* event, prism_str user, prism_str buddy, prism_str nickname = {});

  prism_result sendMessage(const prism_message* event, bool now);

  // Appends a message that may be too large for one stanza: as several.
  void appendLargeMessage(Event* event, std::string_view user, std::string_view buddy, std::string_view text,
                          wire::FrameWriter* out);

  // Where what a client must not miss goes.
  wire::FrameWriter& outFor(Session* session) { return session->login.backlog() ? heldFor(session) : out_; }
  wire::FrameWriter& heldFor(Session* session);

  // Says to Spectrum that participant_ is the user, who has got another nickname.
  void tellOwnRename();

  // Looks whether a raw presence says that the user has left a room; if so, the same as for a typed one.
  void noteRawDeparture(Session* session, const Stanza& presence);

  // Makes Spectrum forget a room that participant_, the user, has left without having asked for it.
  void tellOwnDeparture();

  // Puts into conversation_ what a message has besides its text, for whom and from whom.
  void addRest(Event* event, const prism_message& message);
  bool hasOtherContent(const Event& event, const prism_message& message);
  void addMarkup(Event* event, std::string_view fragment);

  // Cut what does not fit into a stanza.
  void fitBuddy(std::size_t room);
  // Whether the contact buddy_, which takes `size` bytes, fits among the others of the session. The user is told once if
  // not.
  bool fitsRoster(Session* session, std::size_t size);
  static void fitVCard(Event* event, pbnetwork::VCard* vcard);

  // Checks a field of a prompt, and copies it.
  static void readField(Event* event, const prism_field* handed_in, Field* field);
  static void readAttachments(Event* event, const prism_attachment* const* attachments, std::uint64_t count,
                              Question* question);

  void tellName(std::string_view user, std::string_view name) {
    if (listener_) {
      listener_->named(user, name);
    }
  }

  SessionTable& sessions_;
  PresenceMemory& presences_;
  wire::FrameWriter& out_;
  FaultLog& misbehaviour_;
  const Limits limits_;
  JidStyle jids_;
  std::size_t stanza_room_;  // bytes that a stanza has for names and texts of an event, beside what Spectrum adds
  bool open_ = false;
  Listener* listener_ = nullptr;
  ConnectedListener* connected_listener_ = nullptr;

  // Used again for every event, so that no message allocates.
  pbnetwork::ConversationMessage conversation_;
  pbnetwork::Buddy buddy_;
  pbnetwork::Participant participant_;
};

}  // namespace prism::host
