// SPDX-License-Identifier: MIT
// A message of a channel or a person, as the user is shown it, and what happens to it later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace irc {

struct Channel;

struct ChatMessage {
  enum class Kind : unsigned char { kMessage, kAction, kNotice };
  Kind kind = Kind::kMessage;
  bool own = false;       // the user is the sender
  std::string_view nick;  // of the sender
  std::string_view text;  // with codes, UTF-8
  std::int64_t time = 0;  // ms; 0: now
  // Each may be empty. They are within the limits of limits.h.
  std::string_view id = {};
  std::string_view reply_to = {};  // the id of the message that this one answers
  std::string_view account = {};   // of the sender
};

// A message that is kept for later.
struct ChatRecord {
  ChatMessage::Kind kind;
  bool own;
  std::string nick;
  std::string text;
  std::int64_t time;
  std::string id;
  std::string reply_to;
  std::string account;

  explicit ChatRecord(const ChatMessage& message)
      : kind(message.kind),
        own(message.own),
        nick(message.nick),
        text(message.text),
        time(message.time),
        id(message.id),
        reply_to(message.reply_to),
        account(message.account) {}

  ChatMessage view() const { return {kind, own, nick, text, time, id, reply_to, account}; }
};

// Something that a person does in a conversation, about a message or not.
struct ChatAct {
  const Channel* channel = nullptr;  // nullptr: the conversation is a private one
  std::string_view other = {};       // of a private conversation: the other person
  std::string_view nick = {};        // of the one who acts; may be a server
  std::string_view account = {};
  bool own = false;          // the user acts, in this client or another one
  std::string_view id = {};  // of the message that the act is about
  std::int64_t time = 0;     // ms; 0: now
};

enum class TypingPhase : unsigned char { kActive, kPaused, kDone };

// What the server can carry beyond texts.
struct ChatFeatures {
  bool replies = false;
  bool reactions = false;
  bool redactions = false;
  bool read_markers = false;
  bool archive = false;            // CHATHISTORY
  std::uint32_t longest_page = 0;  // lines in one answer of the archive; 0: not known

  friend bool operator==(const ChatFeatures&, const ChatFeatures&) = default;
};

}  // namespace irc
