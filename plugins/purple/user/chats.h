// SPDX-License-Identifier: MIT
// One-to-one chats of a user: messages, typing notifications, attention. Rooms are in rooms.h.
#pragma once

#include "user/files.h"
#include "user/shared.h"
#include "user/transfers.h"
#include <prism/host.hpp>

#include <deque>
#include <string>
#include <string_view>

namespace purple {

// What the host has read a text of the user as.
enum class Typed {
  kMessage,
  kCommand,  // a command of libpurple, whole: it begins with '/'
};

class Chats {
 public:
  Chats(const Owner& owner, Files& files, Transfers& transfers) : owner_(owner), files_(files), transfers_(transfers) {}

  // Requests. `to`, `who`: the protocol's name of the recipient. If `who` is empty, the request is ignored.
  void message(const std::string& to, const prism::Message& message, Typed typed);
  void typing(const std::string& who, prism::TypingState state);
  void attention(const std::string& who);

  // Events of libpurple. `who`: the name of the conversation.
  void onMessage(const char* who, const char* html, PurpleMessageFlags flags, time_t time);

  // libpurple creates a conversation for each sender, and never destroys one. The oldest ones over the limit are
  // destroyed here.
  void conversationCreated(PurpleConversation* conversation);
  void conversationDestroyed(PurpleConversation* conversation);

  // Sends a line from the gateway to the user, as a headline from this contact.
  void notice(std::string_view contact, std::string_view text);

 private:
  const Owner& owner_;
  Files& files_;
  Transfers& transfers_;
  std::deque<PurpleConversation*> conversations_;  // the oldest first
  prism::Timer destroy_timer_;
};

// Returns the conversation with `who`, and creates it if necessary. libpurple requires one for sending, and reports
// errors in it.
PurpleConversation* conversationWith(const Owner& owner, const std::string& who);

// Returns a sentence for the user about a failed serv_send_im() or serv_chat_send(); empty if `result` is a success.
std::string sendProblem(int result);

// Runs a line if it is a command of the account's protocol. Returns false if it is not, so that it is sent: bots of
// many networks read texts that begin with '/'. *problem is set if the command has failed.
//
// A message is a command, too, if the host cannot take the command's name. It is none if the host has it: the user has
// typed two slashes then.
bool runCommand(const Owner& owner, PurpleConversation* conversation, std::string_view line, Typed typed,
                std::string* problem);

}  // namespace purple
