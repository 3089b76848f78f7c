// SPDX-License-Identifier: MIT
// What happens in the network, as it is written to the log: a row for each event. There are three sorts of them.
//
//   A state has a key, and replaces the last event with this key: the presence of a person, the subject of a room. A
//   backend that starts reads all states.
//   A message stays until it is too old, and with it the last reactions of each person.
//   News is read by the backends that run now: somebody types, a message has been edited. It stays for an hour.
#pragma once

#include <prism/types.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lobby {

// The numbers are in the database: they never change. States are below kMessage, news is above it.
enum class Kind : std::int64_t {
  kNone = 0,
  // `author`, whose JID is `recipient`, is logged in, in the session `about`. `number`: prism::Status, `text`: its text
  kOnline = 1,
  kOffline = 2,  // the same key
  kCard = 3,     // the vCard of `author`: `text` the full name, `nickname`, `data` the photo
  kSight = 4,    // whether `recipient` may see the presence of `author`: `number` is a Sight
  kEntered = 5,  // `author` is in the room `place` as `nickname`, and calls the room `text`
  kLeft = 6,     // the same key. `number`: a Departure; `recipient`: the nickname of the moderator, `text`: the reason
  kSubject = 7,  // `author`, there `nickname`, has set the subject of the room `place` to `text`

  kBanned = 8,  // `author` has banned `recipient` from the room `place`, or if `number` is 0, allowed to come back
  kRole = 9,    // `author` has given `recipient` the prism::Role `number` in the room `place`, until the person leaves
  kAffiliation = 10,  // likewise, the prism::Affiliation `number` for good
  kConfigured = 11,   // `author` has set the settings of the room `place` to `data`, RoomSettings::encoded()

  // `author` has ended the room `place`, with the reason `text`, and names another one, `data`; or if `number` is 0,
  // has begun it anew.
  kDestroyed = 12,

  // Events of a conversation are from `author`. `number`: prism::Conversation. `place`: the room, or see placeOf().
  // `recipient`: outside of a room, or in private there.

  // `about`: the message that it answers. `data`: the attachments, joined(). `request`: the id, buddy and
  // nickname of the author's request, and whether a receipt is wanted, joined(): for the backend that it came to.
  kMessage = 100,

  kEdited = 111,     // the message `about` is now `text`
  kRetracted = 112,  // the message `about` is removed
  kReacted = 113,    // to the message `about`, with all reactions of `data`, joined()
  kRead = 114,       // up to the message `about`
  kTyping = 116,     // `about`: prism::TypingState
  kAttention = 117,

  // Other news.
  kStarted = 110,   // a backend has started: the id of this event is its number
  kReceived = 115,  // `author` has the message `about` of `recipient`. `request` is its, `number` its backend
  kInvited = 118,   // `author` invites `recipient` to the room `place`. `text`: the reason
};

enum class Sight : std::int64_t {
  kAsked = 0,
  kGranted = 1,
  kDenied = 2,
  kBlocked = 3,  // and may not write
};

enum class Departure : std::int64_t { kOwnWish = 0, kKicked = 1, kBanned = 2 };

struct Event {
  std::int64_t id = 0;  // given by the log: rises with each event, and is never reused
  prism::Time time = 0;
  std::int64_t backend = 0;  // the number of the backend that has written the event
  Kind kind = Kind::kNone;
  std::string key = {};
  std::string place = {};
  std::string author = {};
  std::string nickname = {};  // of the author in the room
  std::string recipient = {};
  std::int64_t about = 0;  // the id of a message
  std::int64_t number = 0;
  std::string text = {};
  std::string xhtml = {};
  std::string thread = {};
  std::string data = {};
  std::string request = {};
  prism::Time edited = 0;  // of a message: the time of its last edit; 0: none

  // A message that has been retracted stays without its text and files, for pages of old messages.
  bool isRetracted() const { return kind == Kind::kMessage && text.empty() && data.empty(); }
};

// Names of persons and rooms are equal if they differ in case only, since XMPP folds them to lower case.
std::string folded(std::string_view name);

// Joins strings to one that can be split again: XML has no character U+001F, so no string of the host has it.
inline constexpr char kSeparator = '\x1f';
std::string joined(const std::vector<std::string_view>& parts);
std::vector<std::string_view> split(std::string_view text);

// The id of an event out of the id of a message; 0 if it is none.
std::int64_t numberOf(std::string_view id);

// The key of a state. Its parts are folded.
std::string keyOf(std::string_view what, std::string_view first, std::string_view second = {});

// Returns the id of the picture in a vCard (prism/avatar.h). `card` is the id of its event.
std::string pictureId(std::int64_t card);

// The place of the messages between two persons: the same from both sides. `room` is given if they write in private
// there.
std::string placeOf(std::string_view person, std::string_view other, std::string_view room = {});

}  // namespace lobby
