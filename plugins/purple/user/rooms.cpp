// SPDX-License-Identifier: MIT
#include "user/rooms.h"

#include "core/limits.h"
#include "text/markup.h"
#include "text/shortened.h"
#include "user/chats.h"
#include "user/incoming.h"
#include "user/room_components.h"

#include <algorithm>
#include <chrono>

namespace purple {
namespace {

constexpr std::chrono::seconds kJoinTimeout{60};
constexpr std::chrono::seconds kSubjectDelay{1};
// A room confirms within this time that the user has left it.
constexpr std::chrono::seconds kLeaveTimeout{10};

bool moderates(PurpleConvChatBuddyFlags flags) {
  return (flags & (PURPLE_CBFLAGS_HALFOP | PURPLE_CBFLAGS_OP | PURPLE_CBFLAGS_FOUNDER)) != 0;
}

// A participant with a long name counts as several, since it takes as much memory.
std::size_t weightOf(const char* name) { return 1 + textOf(name).size() / 256; }

}  // namespace

Rooms::Room* Rooms::find(std::string_view name) {
  for (auto& [key, room] : rooms_) {
    if (room.name == name) {
      return &room;
    }
  }
  const auto place = rooms_.find(owner_.normalized(name));
  return place == rooms_.end() ? nullptr : &place->second;
}

Rooms::Room* Rooms::find(PurpleConversation* conversation) {
  for (auto& [key, room] : rooms_) {
    if (room.conversation == conversation) {
      return &room;
    }
  }
  return nullptr;
}

void Rooms::join(const prism::Join& join) {
  enter({std::string(join.room), std::string(join.nickname), std::string(join.password)});
}

void Rooms::keep(const PendingJoin& wanted) {
  for (PendingJoin& pending : pending_joins_) {
    if (pending.room == wanted.room) {
      pending.nickname = wanted.nickname;
      pending.password = wanted.password;
      pending.before.insert(wanted.before.begin(), wanted.before.end());
      return;
    }
  }
  pending_joins_.push_back(wanted);
}

void Rooms::enter(const PendingJoin& wanted) {
  if (!owner_.connected()) {
    keep(wanted);
    return;
  }
  const std::string listed = list_.listedName(wanted.room);
  const prism::Join join{owner_.user, listed, wanted.nickname, wanted.password};
  const RoomsInContactList known(owner_, wanted.room);
  const std::map<std::string, std::string>& invitation = invitations_.componentsFor(wanted.room);
  const Components components = componentsFor(owner_, join,
                                              !known.by_name.empty() ? known.by_name
                                              : !invitation.empty()  ? invitation
                                                                     : known.by_title);
  const std::string key = roomNameOf(owner_, components.get(), listed);
  if (jabber_rooms_.isLeaving(key)) {
    keep(wanted);
    pending_timer_ = owner_.host().after(kLeaveTimeout, [this, key] {
      const GlibContext::Turn turn(owner_.shared.libpurple.glib());
      jabber_rooms_.stopWaiting(key);
      joinPending();
    });
    return;
  }
  abandoned_.erase(key);
  Room& room = rooms_[key];
  room.name = wanted.room;
  room.nickname = wanted.nickname;
  room.password = wanted.password;
  room.before = wanted.before;
  PurpleConversation* there = purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, key.c_str(), owner_.account);
  if (there && purple_conv_chat_has_left(PURPLE_CONV_CHAT(there)) == FALSE) {
    room.conversation = there;
    room.entered = false;
    room.participants = g_list_length(purple_conv_chat_get_users(PURPLE_CONV_CHAT(there)));
    sendParticipants(room, purple_conv_chat_get_users(PURPLE_CONV_CHAT(there)));
    return;
  }
  room.timeout = owner_.host().after(kJoinTimeout, [this, key] {
    const GlibContext::Turn turn(owner_.shared.libpurple.glib());
    refuse(key, {prism::JoinError::RoomNotFound, "The network has not answered."});
    close(key, nullptr);
  });
  serv_join_chat(owner_.connection(), components.get());
}

void Rooms::joinPending() {
  for (const PendingJoin& pending : std::exchange(pending_joins_, {})) {
    enter(pending);
  }
}

void Rooms::onConnectionLost() {
  list_.stop();
  for (auto& [key, room] : std::exchange(rooms_, {})) {
    PendingJoin again{room.name, room.nickname, room.password, std::move(room.before)};
    PurpleConvChat* const chat = room.entered ? PURPLE_CONV_CHAT(room.conversation) : nullptr;
    for (GList* each = chat ? purple_conv_chat_get_users(chat) : nullptr; each; each = each->next) {
      again.before.emplace(textOf(static_cast<const PurpleConvChatBuddy*>(each->data)->name));
    }
    keep(again);
  }
}

void Rooms::end() {
  list_.end();
  pending_joins_.clear();
  rooms_.clear();
}

void Rooms::joinSoon() {
  if (!pending_joins_.empty()) {
    pending_timer_ = owner_.host().after(std::chrono::milliseconds(0), [this] {
      const GlibContext::Turn turn(owner_.shared.libpurple.glib());
      joinPending();
    });
  }
}

void Rooms::refuse(const std::string& key, const Refusal& refusal) {
  const auto place = rooms_.find(key);
  if (place == rooms_.end() || place->second.entered) {
    return;
  }
  const Room room = std::move(place->second);
  rooms_.erase(place);
  owner_.host().joinFailed({owner_.user, room.name, refusal.error, refusal.text});
}

void Rooms::joinFailed(GHashTable* components) {
  if (components) {
    const std::string key = roomNameOf(owner_, components, {});
    abandoned_.erase(key);
    refuse(key, {prism::JoinError::NotAuthorized, "The network has not let you in."});
  }
}

void Rooms::joined(PurpleConversation* conversation) {
  const std::string key = owner_.normalized(textOf(purple_conversation_get_name(conversation)));
  if (abandoned_.count(key) != 0) {
    // Deferred: libpurple still uses the conversation after this event.
    later_ = owner_.host().after(std::chrono::milliseconds(0), [this] { leaveAbandoned(); });
    return;
  }
  auto place = rooms_.find(key);
  if (place == rooms_.end() && rooms_.size() == 1 && !rooms_.begin()->second.conversation) {
    // A protocol may name the room differently than roomNameOf(). With a single pending join, the room is certain.
    place = rooms_.begin();
  }
  if (place != rooms_.end()) {
    place->second.conversation = conversation;
    place->second.timeout.end();
  }
}

void Rooms::leave(std::string_view name) {
  std::erase_if(pending_joins_, [name](const PendingJoin& pending) { return pending.room == name; });
  Room* room = find(name);
  if (!room) {
    return;
  }
  PurpleConversation* conversation = room->conversation;
  const auto place = std::find_if(rooms_.begin(), rooms_.end(), [&](auto& entry) { return &entry.second == room; });
  const std::string key = place->first;
  rooms_.erase(place);
  close(key, conversation);
}

void Rooms::close(const std::string& key, PurpleConversation* conversation) {
  if (conversation) {
    purple_conversation_destroy(conversation);
  } else if (!owner_.isXmpp()) {
    abandoned_.insert(key);  // the join may still succeed
  }
  if (owner_.isXmpp()) {
    jabber_rooms_.forget(key);
  }
}

void Rooms::leaveAbandoned() {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  for (const std::string& key : std::set<std::string>(abandoned_)) {
    PurpleConversation* there =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, key.c_str(), owner_.account);
    if (there && purple_conv_chat_has_left(PURPLE_CONV_CHAT(there)) == FALSE) {
      abandoned_.erase(key);
      purple_conversation_destroy(there);
    }
  }
}

// Tells the host that the user is not in the room, or has never got into it.
void Rooms::reportRemoval(const Room& room, std::string_view reason) const {
  if (!room.entered) {
    owner_.host().joinFailed({owner_.user, room.name, prism::JoinError::NotAuthorized, reason});
    return;
  }
  prism::Participant self{owner_.user, room.name, {}, prism::Status::Offline, reason};
  self.me = true;
  self.kicked = true;
  owner_.host().participantChanged(self);
}

// The user was removed from the room by the network. leave() removes the room from rooms_ before this event.
void Rooms::left(PurpleConversation* conversation) {
  Room* room = find(conversation);
  if (!room) {
    return;
  }
  reportRemoval(*room, room->announced ? shortened(room->announcement, kMostOfLine) : std::string());
  std::erase_if(rooms_, [conversation](const auto& entry) { return entry.second.conversation == conversation; });
}

void Rooms::message(const prism::Message& message, Typed typed) {
  Room* room = find(message.buddy);
  if (!room || !room->conversation || !owner_.connected()) {
    reportNotSent(message.buddy);
    return;
  }
  command_room_ = room;
  std::string problem;
  const bool command = runCommand(owner_, room->conversation, message.text, typed, &problem);
  command_room_ = nullptr;
  if (!command) {
    problem =
        sendProblem(serv_chat_send(owner_.connection(), purple_conv_chat_get_id(PURPLE_CONV_CHAT(room->conversation)),
                                   toHtml(message.text, message.xhtml).c_str(), static_cast<PurpleMessageFlags>(0)));
  }
  // Finds the room again: the command may have left it.
  if (Room* still = find(message.buddy); still && !problem.empty()) {
    notice(*still, problem);
  }
}

// Tells the user by a message of the gateway, since the user is not in the room.
void Rooms::reportNotSent(std::string_view room) const {
  owner_.shared.prompts.tell(
      owner_.user, "The message to " + std::string(room) + " was not sent: you are not in that room, or not yet.");
}

std::string Rooms::addressOf(std::string_view room, std::string_view nickname) {
  const Room* there = find(room);
  if (!there || !there->conversation || !owner_.connected()) {
    return {};
  }
  std::string name(nickname);
  if (owner_.isXmpp()) {
    // Not get_cb_real_name(): it returns the participant's real JID if the room shows it, and the message would not
    // come from the room (XEP-0045 7.5).
    return std::string(textOf(purple_conversation_get_name(there->conversation))) + "/" + name;
  }
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  std::string real;
  if (protocol.get_cb_real_name) {
    const int id = purple_conv_chat_get_id(PURPLE_CONV_CHAT(there->conversation));
    real = takeString(protocol.get_cb_real_name(owner_.connection(), id, name.c_str()));
  }
  return real.empty() ? name : real;
}

std::optional<Rooms::Place> Rooms::placeOf(std::string_view address) const {
  for (const auto& [key, room] : rooms_) {
    if (room.conversation && address.size() > key.size() + 1 && address.substr(0, key.size()) == key &&
        address[key.size()] == '/') {
      return Place{room.name, std::string(address.substr(key.size() + 1))};
    }
  }
  return std::nullopt;
}

void Rooms::privateMessage(const prism::Message& message, Typed typed) {
  const std::string to = addressOf(message.buddy, message.nickname);
  if (to.empty()) {
    reportNotSent(message.buddy);
    return;
  }
  PurpleConversation* conversation = conversationWith(owner_, to);
  std::string problem;
  if (typed == Typed::kMessage || !runCommand(owner_, conversation, message.text, typed, &problem)) {
    problem = sendProblem(serv_send_im(owner_.connection(), to.c_str(), toHtml(message.text, message.xhtml).c_str(),
                                       PURPLE_MESSAGE_SEND));
  }
  if (!problem.empty()) {
    noticeFrom({std::string(message.buddy), std::string(message.nickname)}, problem);
  }
}

// A notice in the private conversation with a participant.
void Rooms::noticeFrom(const Place& place, std::string_view text) const {
  prism::Message notice{owner_.user, place.room, text, place.nickname};
  notice.kind = prism::Conversation::Private;
  notice.headline = true;
  owner_.host().message(notice);
}

bool Rooms::onMessageRefused(std::string_view address, std::string_view sentence) {
  if (const std::optional<Place> place = placeOf(address)) {
    noticeFrom(*place, sentence);
    return true;
  }
  const auto room = rooms_.find(owner_.normalized(address));
  if (room != rooms_.end()) {
    notice(room->second, sentence);
  }
  return room != rooms_.end();
}

bool Rooms::onPrivateMessage(const char* who, const char* html, PurpleMessageFlags flags, time_t time) {
  const std::optional<Place> place = placeOf(textOf(who));
  if (!place) {
    return false;
  }
  prism::Message message{owner_.user, place->room, {}, place->nickname};
  message.kind = prism::Conversation::Private;
  passOn(owner_, files_, message, html, flags, time);
  return true;
}

void Rooms::setSubject(std::string_view name, std::string_view subject) {
  Room* room = find(name);
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  if (room && room->conversation && protocol.set_chat_topic) {
    protocol.set_chat_topic(owner_.connection(), purple_conv_chat_get_id(PURPLE_CONV_CHAT(room->conversation)),
                            std::string(subject).c_str());
  }
}

void Rooms::onMessage(PurpleConversation* conversation, const char* who, const char* html, PurpleMessageFlags flags,
                      time_t time) {
  Room* room = find(conversation);
  if (room) {
    prism::Message message{owner_.user, room->name, {}, textOf(who)};
    message.kind = prism::Conversation::Room;
    passOn(owner_, files_, message, html, flags, time);
  }
}

void Rooms::onSystemMessage(PurpleConversation* conversation, const char* html, PurpleMessageFlags flags,
                            bool by_protocol) {
  Room* room = find(conversation);
  if (!room || (flags & PURPLE_MESSAGE_INVISIBLE) != 0) {
    return;
  }
  room->announcement = plainText(textOf(html));
  room->announced = owner_.host().after(std::chrono::milliseconds(0), [] {});
  const bool worth_telling =
      (flags & PURPLE_MESSAGE_ERROR) != 0 || command_room_ == room || (by_protocol && !repeatsTopic(room));
  if (worth_telling && !room->announcement.empty()) {
    notice(*room, room->announcement);
  }
}

// Returns true for the announcement that libpurple writes after each change of the subject, and that repeats the
// subject.
bool Rooms::repeatsTopic(Room* room) {
  if (!room->topic_changed) {
    return false;
  }
  const std::string_view topic = textOf(purple_conv_chat_get_topic(PURPLE_CONV_CHAT(room->conversation)));
  if (room->announcement.find(topic) == std::string::npos) {
    return false;
  }
  room->topic_changed = {};
  return true;
}

void Rooms::notice(const Room& room, std::string_view text) const {
  prism::Message message{owner_.user, room.name, text};
  message.kind = prism::Conversation::Room;
  owner_.host().message(message);
}

// Compares with both nicknames: some protocols set libpurple's own nickname late or never.
bool Rooms::isSelf(const Room& room, std::string_view nickname) {
  return nickname == room.nickname ||
         nickname == textOf(purple_conv_chat_get_nick(PURPLE_CONV_CHAT(room.conversation)));
}

prism::Participant Rooms::eventOf(const Room& room, const PurpleConvChatBuddy& participant) const {
  prism::Participant event{owner_.user, room.name, textOf(participant.name)};
  event.status = (participant.flags & PURPLE_CBFLAGS_AWAY) != 0 ? prism::Status::Away : prism::Status::Online;
  event.moderator = moderates(participant.flags);
  event.alias = textOf(participant.alias);
  event.me = isSelf(room, event.nickname);
  return event;
}

void Rooms::sendParticipant(const Room& room, const PurpleConvChatBuddy& participant) const {
  owner_.host().participantChanged(eventOf(room, participant));
}

// Sends the user's own presence last: Spectrum takes it as the end of the join.
void Rooms::sendParticipants(Room& room, GList* participants) {
  const PurpleConvChatBuddy* own = nullptr;
  for (GList* each = participants; each; each = each->next) {
    const auto* participant = static_cast<const PurpleConvChatBuddy*>(each->data);
    if (isSelf(room, textOf(participant->name))) {
      own = participant;
    } else {
      sendParticipant(room, *participant);
    }
  }
  if (!own) {
    return;
  }
  for (const std::string& name : std::exchange(room.before, {})) {
    if (!purple_conv_chat_find_user(PURPLE_CONV_CHAT(room.conversation), name.c_str())) {
      owner_.host().participantChanged({owner_.user, room.name, name, prism::Status::Offline});
    }
  }
  const bool entering = !std::exchange(room.entered, true);
  if (entering) {
    room.nickname = textOf(own->name);
    owner_.host().joined(eventOf(room, *own));
    // The subject follows soon, if there is one. Clients wait for it, and it is sent once.
    room.subject_due = owner_.host().after(kSubjectDelay, [this, name = room.name] {
      if (const Room* still = find(name); still && still->conversation) {
        sendSubject(*still, {});
      }
    });
  }
}

void Rooms::sendSubject(const Room& room, std::string_view who) const {
  PurpleConvChat* chat = PURPLE_CONV_CHAT(room.conversation);
  const std::string topic = shortened(textOf(purple_conv_chat_get_topic(chat)), kMostOfLine);
  if (who.empty()) {
    who = textOf(chat->who);
  }
  owner_.host().subjectChanged({owner_.user, room.name, who.empty() ? std::string_view(room.name) : who, topic});
}

void Rooms::participantsJoined(PurpleConversation* conversation, GList* participants) {
  Room* room = find(conversation);
  if (!room) {
    return;
  }
  for (GList* each = participants; each; each = each->next) {
    room->participants += weightOf(static_cast<const PurpleConvChatBuddy*>(each->data)->name);
  }
  if (room->participants <= kMostParticipants) {
    sendParticipants(*room, participants);
  } else if (!room->timeout) {
    // Deferred: libpurple still uses the conversation after this event.
    room->timeout = owner_.host().after(
        std::chrono::milliseconds(0),
        [this, key = owner_.normalized(textOf(purple_conversation_get_name(conversation)))] { leaveCrowded(key); });
  }
}

void Rooms::leaveCrowded(const std::string& key) {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  const auto place = rooms_.find(key);
  if (place == rooms_.end()) {
    return;
  }
  const Room room = std::move(place->second);
  rooms_.erase(place);
  const std::string reason = "This room has more than " + std::to_string(kMostParticipants) +
                             " participants, more than this gateway can show.";
  owner_.host().warning(owner_.user + " leaves the room " + room.name + ": " + reason);
  reportRemoval(room, reason);
  close(key, room.conversation);
  owner_.shared.memory.trimSoon();
}

void Rooms::participantsLeft(PurpleConversation* conversation, GList* names) {
  Room* room = find(conversation);
  for (GList* each = names; room && each; each = each->next) {
    room->participants -= std::min(room->participants, weightOf(static_cast<const char*>(each->data)));
    owner_.host().participantChanged(
        {owner_.user, room->name, textOf(static_cast<const char*>(each->data)), prism::Status::Offline});
  }
}

void Rooms::participantRenamed(PurpleConversation* conversation, const char* from, const char* to) {
  Room* room = find(conversation);
  const PurpleConvChatBuddy* now = room ? purple_conv_chat_cb_find(PURPLE_CONV_CHAT(conversation), to) : nullptr;
  if (!now || textOf(from) == textOf(to)) {
    return;
  }
  const bool self = isSelf(*room, textOf(from));
  prism::Participant renamed = eventOf(*room, *now);
  renamed.nickname = textOf(from);
  renamed.new_nickname = textOf(to);
  if (renamed.alias == renamed.new_nickname) {
    renamed.alias = {};  // Spectrum would take it for the nickname that is left
  }
  renamed.me = self;
  // Spectrum keeps the old nickname if the new one cannot be in a JID.
  if (owner_.host().participantChanged(renamed) == prism::Result::Ok && self) {
    room->nickname = textOf(to);
  }
}

void Rooms::participantChanged(PurpleConversation* conversation, const char* name) {
  Room* room = find(conversation);
  const PurpleConvChatBuddy* participant =
      room ? purple_conv_chat_cb_find(PURPLE_CONV_CHAT(conversation), name) : nullptr;
  if (participant && room->entered) {
    sendParticipant(*room, *participant);
  }
}

void Rooms::topicChanged(PurpleConversation* conversation, const char* who) {
  Room* room = find(conversation);
  if (!room) {
    return;
  }
  room->topic_changed = owner_.host().after(std::chrono::milliseconds(0), [] {});
  if (room->entered) {
    room->subject_due.end();
    sendSubject(*room, textOf(who));
  }
}

}  // namespace purple
