// SPDX-License-Identifier: MIT
#include "host/requests/chat_requests.h"

#include "host/base/abi.h"
#include "host/chat/message_id.h"
#include "host/chat/quote.h"
#include "host/commands/host_command.h"
#include "host/guard/extension.h"
#include "host/requests/failed_request.h"
#include <prism/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

using Clock = UserMemory::Clock;

ConversationName nameOf(ConversationKind kind, std::string_view buddy, std::string_view nickname) {
  return {kind, buddy, kind == ConversationKind::kPrivate ? nickname : std::string_view()};
}

ConversationName nameOf(const prism_message& message) {
  return nameOf(static_cast<ConversationKind>(message.kind), view(message.buddy), view(message.nickname));
}

ConversationName nameOf(const Conversation& conversation) {
  return nameOf(static_cast<ConversationKind>(conversation.kind), conversation.buddy, conversation.nickname);
}

// Returns the message that a client has quoted. Where messages have no ids, an edit was shown as a message of its own.
const RememberedMessage* findQuoted(const UserMemory& memory, const ConversationName& conversation,
                                    std::string_view quoted) {
  const RememberedMessage* found = memory.findQuoted(conversation, quoted);
  return !found && quoted.starts_with(kCorrection) ? memory.findQuoted(conversation, quoted.substr(kCorrection.size()))
                                                   : found;
}

// What the plugin is told of a message that a request refers to. The strings are copies with a NUL behind each.
struct ReferenceCopy {
  explicit ReferenceCopy(const RememberedMessage& message)
      : id(message.networkId()), nickname(message.facts().author), text(message.facts().text) {
    reference.struct_size = sizeof reference;
    reference.flags = message.own() ? PRISM_REFERENCE_OWN : 0;
    reference.request = message.request();
    reference.id = borrowed(id);
    reference.nickname = borrowed(nickname);
    reference.text = borrowed(text);
  }
  ReferenceCopy(const ReferenceCopy&) = delete;
  ReferenceCopy& operator=(const ReferenceCopy&) = delete;

  const SecretString id, nickname, text;
  prism_reference reference{};
};

// Returns the first piece of a text that has at most `most` bytes, cut at white space if there is some.
std::string_view firstPiece(std::string_view text, std::size_t most) {
  const std::string_view piece = utf8Prefix(text, most);
  if (piece.size() == text.size()) {
    return text;
  }
  const std::size_t space = piece.find_last_of(" \n");
  return space == std::string_view::npos || space < piece.size() / 2 ? piece : piece.substr(0, space + 1);
}

}  // namespace

// The message that a command is about. `message` is nullptr if there is none.
struct ChatRequests::Target {
  const Conversation& conversation;
  ConversationName name;
  Session* session;
  UserMemory& memory;
  const ChatCapabilities* can;
  const RememberedMessage* message = nullptr;

  std::chrono::seconds age() const {
    return std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - message->sent());
  }
};

ChatRequests::~ChatRequests() { commands_.removeHostCommands(this); }

void ChatRequests::start() {
  if (const auto* table = extensionOf<prism_chat_plugin>(plugin_, guard_, PRISM_CHAT)) {
    table_ = *table;
    has_table_ = true;
  }
  if (ChatState* chat = sessions_.chat()) {
    guard_.reportMisbehaviours(
        "chat.set_capabilities",
        chat->check.attach(PRISM_CHAT, has_table_,
                           {{PRISM_CHAT_CAN_EDIT, "PRISM_CHAT_CAN_EDIT", "edit", table_.edit != nullptr},
                            {PRISM_CHAT_CAN_RETRACT, "PRISM_CHAT_CAN_RETRACT", "retract", table_.retract != nullptr},
                            {PRISM_CHAT_CAN_REACT, "PRISM_CHAT_CAN_REACT", "react", table_.react != nullptr},
                            {PRISM_CHAT_CAN_MARK, "PRISM_CHAT_CAN_MARK", "mark", table_.mark != nullptr}}));
  }
  if (!isUsed()) {
    return;
  }
  CommandDefinition edit =
      hostCommand(kOnNetwork, "edit", "gives your last message here, or the one that you quote, a new text");
  edit.arguments.push_back(hostArgument(PRISM_VALUE_LONG_TEXT, "text", "TEXT"));
  edit.hidden = !table_.edit;
  CommandDefinition retract =
      hostCommand(kOnNetwork, "retract", "takes your last message here, or the one that you quote, back");
  retract.hidden = !table_.retract;
  CommandDefinition react =
      hostCommand(kOnNetwork, "react", "reacts to the last message of others here, or to the one that you quote");
  react.description = "The same reaction a second time takes it away.";
  react.arguments.push_back(hostArgument(PRISM_VALUE_TEXT, "emoji", "EMOJI"));
  react.hidden = !table_.react;
  commands_.addHostCommands({std::move(edit), std::move(retract), std::move(react)}, this);
}

std::optional<std::string_view> ChatRequests::takeCommandBehindQuote(std::string_view body) {
  if (!isUsed()) {
    return std::nullopt;
  }
  auto split = splitQuote(body);
  if (!split || !split->text.starts_with('/') || split->text.starts_with("//")) {
    return std::nullopt;
  }
  quoted_ = std::move(split->quoted);
  return split->text;
}

Session* ChatRequests::noteActivity(Session* session, std::uint32_t kind, prism_str user, prism_str buddy,
                                    prism_str nickname) {
  ChatState* chat = sessions_.chat();
  if (!chat || !table_.mark || chat->mode == ChatMode::kTyped) {
    return session;
  }
  const ConversationName conversation = nameOf(static_cast<ConversationKind>(kind), view(buddy), view(nickname));
  const ChatCapabilities* can = session->chatCapabilities(*chat, conversation);
  const RememberedMessage* last =
      can && can->can(PRISM_CHAT_CAN_MARK) ? session->chat(*chat).memory.takeUnread(conversation) : nullptr;
  if (!last) {
    return session;
  }
  const ReferenceCopy reference(*last);
  const prism_chat_marker marker = {
      .struct_size = sizeof marker,
      .kind = kind,
      .flags = 0,
      .reserved = 0,
      .user = user,
      .buddy = buddy,
      .nickname = nickname,
      .target = &reference.reference,
      .time = 0,
  };
  plugin_.callExtension("chat.mark", table_, &prism_chat_plugin::mark, &marker);
  return sessions_.find(view(user));
}

void ChatRequests::message(Session* session, const prism_message& request, std::string_view stanza_id) {
  session = noteActivity(session, request.kind, request.user, request.buddy, request.nickname);
  if (!session) {
    return;
  }
  const ChatCapabilities* can =
      sessions_.chat() ? session->chatCapabilities(*sessions_.chat(), nameOf(request)) : nullptr;
  const std::size_t most = can && can->longest_text > 0 ? can->longest_text : request.text.size;
  std::string_view rest = view(request.text);
  if (rest.size() <= most) {
    sendPiece(session, request, stanza_id);
    return;
  }
  const std::string user(view(request.user));
  prism_message piece = request;
  piece.xhtml = {"", 0};
  while (session && !rest.empty()) {
    const std::string text(firstPiece(rest, std::max<std::size_t>(most, 4)));  // the longest character of UTF-8
    rest.remove_prefix(text.size());
    piece.text = borrowed(text);
    sendPiece(session, piece, stanza_id);
    stanza_id = {};
    piece.flags &= ~PRISM_MESSAGE_RECEIPT_WANTED;
    session = sessions_.find(user);  // the plugin may have ended it
  }
}

void ChatRequests::sendPiece(Session* session, const prism_message& request, std::string_view stanza_id) {
  prism_message message = request;
  message.request = session->nextRequest(sessions_.requestIds());
  const bool is_wanted = (message.flags & PRISM_MESSAGE_RECEIPT_WANTED) != 0;
  const ConversationName conversation = nameOf(request);
  session->sentRequests().add(message.request, conversation, SentRequests::Kind::kMessage,
                              is_wanted ? stanza_id : std::string_view());
  const ChatCapabilities* can = sessions_.chat() ? session->chatCapabilities(*sessions_.chat(), conversation) : nullptr;
  if (!can || can->flags == 0) {
    tellIfThrown(plugin_.call("message", &prism_plugin::message, &message), sessions_, guard_, message);
    return;
  }
  UserMemory& memory = session->chat(*sessions_.chat()).memory;
  std::string text;
  std::optional<ReferenceCopy> reply_to;
  if (can->can(PRISM_CHAT_CAN_REPLY) && view(request.text).starts_with('>')) {
    const auto split = splitQuote(view(request.text));
    const RememberedMessage* quoted = split ? findQuoted(memory, conversation, split->quoted) : nullptr;
    if (quoted) {
      text = split->text;
      message.text = borrowed(text);
      message.xhtml = {"", 0};  // it has the quote, too
      message.reply_to = &reply_to.emplace(*quoted).reference;
    }
  }
  const Room* room = conversation.kind == ConversationKind::kRoom ? session->findRoom(view(request.buddy)) : nullptr;
  memory.remember(conversation,
                  {.request = message.request,
                   .client_id = stanza_id,
                   .author = room ? std::string_view(room->nickname) : std::string_view(),
                   .text = view(message.text),
                   .own = true},
                  Clock::now());
  tellIfThrown(plugin_.call("message", &prism_plugin::message, &message), sessions_, guard_, message);
}

// Returns the id of a request that is no message.
prism_request_id ChatRequests::newId(const Target& target) {
  const prism_request_id id = target.session->nextRequest(sessions_.requestIds());
  target.session->sentRequests().add(id, target.name, SentRequests::Kind::kOther);
  return id;
}

std::string ChatRequests::run(const Conversation& conversation, std::string_view name,
                              const SecretVector<SecretString>& values) {
  const std::string argument(values.empty() ? std::string_view() : std::string_view(values.front()));
  const std::string quoted = std::exchange(quoted_, {});
  Session* session = sessions_.find(conversation.user);
  if (!session || !sessions_.chat()) {
    return "This network has said nothing about what can be done with messages.";
  }
  ChatState& chat = *sessions_.chat();
  const ConversationName its_name = nameOf(conversation);
  session = noteActivity(session, conversation.kind, borrowed(conversation.user), borrowed(conversation.buddy),
                         borrowed(conversation.nickname));
  if (!session) {
    return {};
  }
  Target target{.conversation = conversation,
                .name = its_name,
                .session = session,
                .memory = session->chat(chat).memory,
                .can = session->chatCapabilities(chat, its_name)};
  const bool own = name != "react";
  target.message = quoted.empty() ? target.memory.findLast(its_name, own) : findQuoted(target.memory, its_name, quoted);
  if (own && target.message && !target.message->own()) {
    return "This message is not yours.";
  }
  return name == "edit" ? edit(&target, argument) : name == "retract" ? retract(&target) : react(&target, argument);
}

std::string ChatRequests::edit(Target* target, const std::string& text) {
  prism_message message{};
  message.struct_size = sizeof message;
  message.kind = static_cast<std::uint32_t>(target->name.kind);
  message.user = borrowed(target->conversation.user);
  message.buddy = borrowed(target->conversation.buddy);
  message.nickname = borrowed(target->conversation.nickname);
  message.xhtml = message.id = message.thread = message.author_id = {"", 0};
  if (!target->can || !target->can->can(PRISM_CHAT_CAN_EDIT) || !table_.edit) {
    const std::string correction = std::string(kCorrection) + text;
    message.text = borrowed(correction);
    this->message(target->session, message, {});
    return {};
  }
  if (!target->message) {
    return "There is no message of yours here that is known well enough to be edited.";
  }
  if (const ChatRefusal refusal = target->can->refuseEdit(target->age()); refusal != ChatRefusal::kNone) {
    return refusalText(refusal, "edited");
  }
  const ReferenceCopy reference(*target->message);
  message.text = borrowed(text);
  message.request = newId(*target);
  prism_chat_edit request{};
  request.struct_size = sizeof request;
  request.message = &message;
  request.target = &reference.reference;
  target->memory.edit(target->message, text, Clock::now(), message.request);
  tellIfThrown(plugin_.callExtension("chat.edit", table_, &prism_chat_plugin::edit, &request), sessions_, guard_,
               message);
  return {};
}

std::string ChatRequests::retract(Target* target) {
  if (!table_.retract || !target->can || !target->can->can(PRISM_CHAT_CAN_RETRACT)) {
    return refusalText(ChatRefusal::kUnsupported, "retracted");
  }
  if (!target->message) {
    return "There is no message of yours here that is known well enough to be retracted.";
  }
  if (const ChatRefusal refusal = target->can->refuseRetraction(target->age()); refusal != ChatRefusal::kNone) {
    return refusalText(refusal, "retracted");
  }
  const ReferenceCopy reference(*target->message);
  prism_chat_retraction request{};
  request.struct_size = sizeof request;
  request.kind = static_cast<std::uint32_t>(target->name.kind);
  request.user = borrowed(target->conversation.user);
  request.buddy = borrowed(target->conversation.buddy);
  request.nickname = borrowed(target->conversation.nickname);
  request.target = &reference.reference;
  request.request = newId(*target);
  request.reason = request.author_id = {"", 0};
  target->memory.retract(target->message, Clock::now(), request.request);
  tellIfThrown(plugin_.callExtension("chat.retract", table_, &prism_chat_plugin::retract, &request), sessions_, guard_,
               request);
  return {};
}

std::string ChatRequests::react(Target* target, const std::string& reaction) {
  if (!table_.react || !target->can || !target->can->can(PRISM_CHAT_CAN_REACT)) {
    return refusalText(ChatRefusal::kUnsupported, "reacted to");
  }
  if (!target->message || (target->message->networkId().empty() && !target->message->own())) {
    return "There is no message here that is known well enough to react to it.";
  }
  const ReactionSet before = target->message->reactions().of({});
  const bool has_it = std::find(before.begin(), before.end(), reaction) != before.end();
  ReactionSet after = changedSet(before, has_it ? ReactionChange::kRemoved : ReactionChange::kAdded, {reaction},
                                 target->can->mostReactions());
  if (const ChatRefusal refusal = target->can->refuseReactions(after, target->message->reactions());
      refusal != ChatRefusal::kNone) {
    return refusalText(refusal, "reacted to");
  }
  // Copies, since the sets are borrowed from the memory, which changes before the call.
  SecretVector<SecretString> copies;
  const auto copyOf = [&copies](const ReactionSet& set) {
    for (const std::string_view text : set) {
      copies.emplace_back(text);
    }
    return set.size();
  };
  const std::size_t all = copyOf(after);
  const std::size_t added = copyOf(missingFrom(before, after));
  const std::size_t removed = copyOf(missingFrom(after, before));
  std::vector<prism_str> strings;
  strings.reserve(copies.size());
  for (const SecretString& copy : copies) {
    strings.push_back(borrowed(copy));
  }
  const ReferenceCopy reference(*target->message);
  prism_chat_reactions request{};
  request.struct_size = sizeof request;
  request.kind = static_cast<std::uint32_t>(target->name.kind);
  request.change = PRISM_CHAT_REACTIONS_SET;
  request.user = borrowed(target->conversation.user);
  request.buddy = borrowed(target->conversation.buddy);
  request.nickname = borrowed(target->conversation.nickname);
  request.target = &reference.reference;
  request.request = newId(*target);
  request.author_id = {"", 0};
  request.reactions = strings.data();
  request.reactions_count = all;
  request.added = strings.data() + all;
  request.added_count = added;
  request.removed = strings.data() + all + added;
  request.removed_count = removed;
  target->memory.react(target->message, {}, after, Clock::now(), request.request);
  tellIfThrown(plugin_.callExtension("chat.react", table_, &prism_chat_plugin::react, &request), sessions_, guard_,
               request);
  return {};
}

}  // namespace prism::host
