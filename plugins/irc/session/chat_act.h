// SPDX-License-Identifier: MIT
// Finds the conversation of a line that is no text: TAGMSG and REDACT.
#pragma once

#include "protocol/message.h"
#include "session/channels.h"
#include "session/chat_message.h"
#include "session/context.h"

namespace irc {

// Sets the conversation and the one who acts. The result refers to `message`. Returns false if the user does not see
// the conversation: a channel that is not entered, or a private one that is none of the user's.
inline bool resolveAct(SessionContext& context, Channels& channels, const Message& message, ChatAct* act) {
  const Source source = message.from();
  act->own = context.isSelf(source.name);
  act->nick = source.name;
  std::string_view name;
  if (context.isupport.isChannelOrStatus(message[0], name)) {
    act->channel = channels.find(name);
    return act->channel && act->channel->shown;
  }
  act->other = act->own ? message[0] : source.name;
  const bool is_server = !act->own && source.user.empty() && source.name.find('.') != std::string_view::npos;
  return (act->own || context.isSelf(message[0])) && !is_server;
}

// Returns the folded name of the conversation.
inline std::string conversationOf(const SessionContext& context, const ChatAct& act) {
  return context.isupport.fold(act.channel ? std::string_view(act.channel->name) : act.other);
}

}  // namespace irc
