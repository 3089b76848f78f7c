// SPDX-License-Identifier: MIT
// A message of a channel or a person, as the user is shown it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace irc {

struct ChatMessage {
  enum class Kind : unsigned char { kMessage, kAction, kNotice };
  Kind kind = Kind::kMessage;
  bool own = false;       // the user is the sender
  std::string_view nick;  // of the sender
  std::string_view text;  // with codes, UTF-8
  std::int64_t time = 0;  // ms; 0: now
};

// A message that is kept for later.
struct ChatRecord {
  ChatMessage::Kind kind = ChatMessage::Kind::kMessage;
  bool own = false;
  std::string nick;
  std::string text;
  std::int64_t time = 0;

  ChatMessage view() const { return {kind, own, nick, text, time}; }
};

}  // namespace irc
