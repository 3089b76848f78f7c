// SPDX-License-Identifier: MIT
#include "user/chats.h"

#include "core/limits.h"
#include "text/markup.h"
#include "text/shortened.h"
#include "user/incoming.h"

#include <algorithm>
#include <chrono>

namespace purple {

namespace {

// Returns true if the host has a command of the name that the text begins with.
bool isForHost(const Owner& owner, std::string_view text) {
  std::string name(text.substr(0, text.find_first_of(" \t\r\n")));
  std::transform(name.begin(), name.end(), name.begin(), g_ascii_tolower);
  return owner.shared.commands.count(name) != 0;
}

}  // namespace

std::string sendProblem(int result) {
  if (result >= 0) {
    return {};
  }
  if (result == -E2BIG) {
    return "The message is too long for the network, and was not sent.";
  }
  if (result == -ENOTCONN) {
    return "The message was not sent: there is no connection to the network.";
  }
  return "The network has not taken the message.";
}

bool runCommand(const Owner& owner, PurpleConversation* conversation, std::string_view line, Typed typed,
                std::string* problem) {
  if (line.size() < 2 || line[0] != '/' || line[1] == '/' || line[1] == ' ' || line.substr(0, 4) == "/me " ||
      (typed == Typed::kMessage && isForHost(owner, line.substr(1)))) {
    return false;
  }
  const std::string command(line.substr(1));
  const std::string html = toHtml(command, {});
  char* error = nullptr;
  const PurpleCmdStatus status = purple_cmd_do_command(conversation, command.c_str(), html.c_str(), &error);
  const std::string text = plainText(takeString(error));
  switch (status) {
    case PURPLE_CMD_STATUS_NOT_FOUND:
    case PURPLE_CMD_STATUS_WRONG_PRPL:
      return false;
    case PURPLE_CMD_STATUS_OK:
      break;
    case PURPLE_CMD_STATUS_WRONG_ARGS:
      *problem = text.empty() ? "That command takes other arguments." : text;
      break;
    case PURPLE_CMD_STATUS_WRONG_TYPE:
      *problem = "That command is not for this kind of conversation.";
      break;
    default:
      *problem = text.empty() ? "The command has failed." : text;
  }
  return true;
}

PurpleConversation* conversationWith(const Owner& owner, const std::string& who) {
  PurpleConversation* conversation =
      purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who.c_str(), owner.account);
  return conversation ? conversation : purple_conversation_new(PURPLE_CONV_TYPE_IM, owner.account, who.c_str());
}

void Chats::message(const std::string& to, const prism::Message& message, Typed typed) {
  if (!owner_.connected()) {
    notice(to, sendProblem(-ENOTCONN));
    return;
  }
  PurpleConversation* conversation = conversationWith(owner_, to);
  std::string problem;
  if (runCommand(owner_, conversation, message.text, typed, &problem)) {
    if (!problem.empty()) {
      notice(to, problem);
    }
    return;
  }
  const int result =
      serv_send_im(owner_.connection(), to.c_str(), toHtml(message.text, message.xhtml).c_str(), PURPLE_MESSAGE_SEND);
  if (result < 0) {
    notice(to, sendProblem(result));
  }
}

void Chats::typing(const std::string& who, prism::TypingState state) {
  if (owner_.connected() && !who.empty()) {
    const PurpleTypingState typing = state == prism::TypingState::Composing ? PURPLE_TYPING
                                     : state == prism::TypingState::Paused  ? PURPLE_TYPED
                                                                            : PURPLE_NOT_TYPING;
    serv_send_typing(owner_.connection(), who.c_str(), typing);
  }
}

void Chats::attention(const std::string& who) {
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  if (owner_.connected() && !who.empty() && PRISM_PURPLE_HAS(protocol, send_attention)) {
    protocol.send_attention(owner_.connection(), who.c_str(), 0);
  }
}

void Chats::onMessage(const char* who, const char* html, PurpleMessageFlags flags, time_t time) {
  const bool is_own = (flags & PURPLE_MESSAGE_SYSTEM) != 0 &&
                      (flags & (PURPLE_MESSAGE_NO_LINKIFY | PURPLE_MESSAGE_NOTIFY)) != 0 &&
                      (flags & PURPLE_MESSAGE_ERROR) == 0;
  if (is_own) {
    return;  // libpurple's line about a new alias, or about attention, which are events of their own
  }
  const std::string buddy = owner_.normalized(textOf(who));
  if ((flags & (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_ERROR)) == 0 || !transfers_.isReporting(buddy)) {
    passOn(owner_, files_, {owner_.user, buddy}, html, flags, time);
  }
}

void Chats::conversationCreated(PurpleConversation* conversation) {
  if (purple_conversation_get_type(conversation) != PURPLE_CONV_TYPE_IM) {
    return;
  }
  conversations_.push_back(conversation);
  if (conversations_.size() > kMostConversations && !destroy_timer_) {
    // Deferred: libpurple still uses the new conversation after this event.
    destroy_timer_ = owner_.host().after(std::chrono::milliseconds(0), [this] {
      const GlibContext::Turn turn(owner_.shared.libpurple.glib());
      while (conversations_.size() > kMostConversations) {
        purple_conversation_destroy(conversations_.front());  // calls conversationDestroyed()
      }
    });
  }
}

void Chats::conversationDestroyed(PurpleConversation* conversation) { std::erase(conversations_, conversation); }

void Chats::notice(std::string_view contact, std::string_view text) {
  const std::string bounded = shortened(text, kMostText);
  prism::Message message{owner_.user, contact, bounded};
  message.headline = true;
  owner_.host().message(message);
}

}  // namespace purple
