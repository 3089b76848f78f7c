// SPDX-License-Identifier: MIT
// What people write to a user, and the user to people: messages, typing, attention. Rooms are in rooms.h.
#pragma once

#include "user/files.h"
#include "user/shared.h"

#include <prism/types.hpp>

#include <deque>
#include <string>
#include <string_view>

namespace purple {

class People {
 public:
  People(const Owner& owner, Files& files) : owner_(owner), files_(files) {}

  // Requests. `who` is as the protocol calls them; nobody if it is empty.
  void message(const prism::Message& message);
  void typing(const std::string& who, prism::Typing state);
  void attention(const std::string& who);

  // Events of libpurple. `who` is as the conversation is called.
  void written(const char* who, const char* html, PurpleMessageFlags flags, time_t time);

  // libpurple begins a conversation with everybody who writes, and never ends one. Here the oldest ones end.
  void began(PurpleConversation* conversation);
  void ended(PurpleConversation* conversation);

  // A line that is nobody's words, as one from this contact that expects no answer.
  void notice(std::string_view contact, std::string_view text);

 private:
  const Owner& owner_;
  Files& files_;
  std::deque<PurpleConversation*> conversations_;  // the oldest first
  prism::Timer ending_;
};

// libpurple expects that there is one wherever something is sent, and says there what went wrong.
PurpleConversation* conversationWith(const Owner& owner, const std::string& who);

// What to tell a user of how serv_send_im() or serv_chat_send() went; empty if it went well.
std::string sendProblem(int result);

// Has libpurple carry out a line that begins with '/', if it is a command of the protocol. False if it is none; what went
// wrong is in *problem.
bool runCommand(PurpleConversation* conversation, std::string_view line, std::string* problem);

}  // namespace purple
