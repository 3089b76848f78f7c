// SPDX-License-Identifier: MIT
#include "session/messages.h"

#include "protocol/ctcp.h"
#include "protocol/split.h"
#include "protocol/text/timestamp.h"
#include "protocol/text/words.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace irc {

namespace {

// A message whose server time is older was sent in the past; a younger one was delayed on its way.
constexpr std::int64_t kPastMs = 10'000;
// While so many automatic lines or more wait, CTCP requests get no reply: they may be a flood.
constexpr std::size_t kBusyQueue = 10;
constexpr std::string_view kActionFrame =
    "\x01"
    "ACTION \x01";

std::int64_t wallClock() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string dateAndTime() {
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc)};
}

OutgoingLine::Kind lineKindOf(ChatMessage::Kind kind) {
  switch (kind) {
    case ChatMessage::Kind::kAction:
      return OutgoingLine::Kind::kAction;
    case ChatMessage::Kind::kNotice:
      return OutgoingLine::Kind::kNotice;
    case ChatMessage::Kind::kMessage:
      break;
  }
  return OutgoingLine::Kind::kMessage;
}

ChatMessage::Kind chatKindOf(OutgoingLine::Kind kind) {
  switch (kind) {
    case OutgoingLine::Kind::kAction:
      return ChatMessage::Kind::kAction;
    case OutgoingLine::Kind::kNotice:
      return ChatMessage::Kind::kNotice;
    default:
      return ChatMessage::Kind::kMessage;
  }
}

}  // namespace

// ------------------------------------------------------------------------------------------------- outgoing

bool Messages::send(std::string_view target, std::string_view text, ChatMessage::Kind kind) {
  if (!isWord(target) || target.find(',') != std::string_view::npos) {
    return false;
  }
  const OutgoingLine::Kind line_kind = lineKindOf(kind);
  const auto pieces = splitText(text, roomFor(line_kind, target));
  if (!outbox_.hasRoomFor(pieces.size())) {
    return false;
  }
  for (const std::string& piece : pieces) {
    outbox_.add(OutgoingLine::chat(line_kind, target, piece));
  }
  return !pieces.empty();
}

std::size_t Messages::roomFor(OutgoingLine::Kind kind, std::string_view target) const {
  const OwnNickname& own = context_.nickname;
  const std::size_t source =
      own.userHost().empty() ? guessedSourceSize(own.current()) : own.current().size() + 1 + own.userHost().size();
  const bool notice = kind == OutgoingLine::Kind::kNotice;
  const std::size_t room = roomForText(context_.isupport, source, notice ? "NOTICE" : "PRIVMSG", target);
  if (kind != OutgoingLine::Kind::kAction) {
    return room;
  }
  return room > kActionFrame.size() + 4 ? room - kActionFrame.size() : 4;
}

void Messages::echoLocally(const OutgoingLine& line) {
  std::string_view name;
  Channel* const channel = context_.isupport.isChannelOrStatus(line.target, name) ? channels_.find(name) : nullptr;
  if (!channel || !channel->shown) {
    return;
  }
  ChatMessage chat;
  chat.kind = chatKindOf(line.kind);
  chat.own = true;
  chat.nick = context_.nickname.current();
  chat.text = line.text;
  channel->last_time = std::max(channel->last_time, wallClock());
  context_.observer->channelMessage(*channel, chat);
}

// ------------------------------------------------------------------------------------------------- incoming

// Before the login, servers send notices about looking up the user's host: these are not shown.
void Messages::onMessage(const Message& message) {
  if (context_.isRegistered()) {
    show(message, false, 0);
  }
}

void Messages::showHistory(const std::vector<std::string>& lines) {
  if (lines.empty() || !context_.isRegistered()) {
    return;
  }
  // Several messages may have the same time. So the limit is the last one before this batch, for all of it.
  const auto first = Message::parse(lines.front());
  const Channel* const channel = first ? channels_.find((*first)[0]) : nullptr;
  const std::int64_t seen_until = channel ? channel->last_time : 0;
  const std::size_t shown = std::min<std::size_t>(lines.size(), context_.identity.history);
  for (auto line = lines.end() - static_cast<std::ptrdiff_t>(shown); line != lines.end(); ++line) {
    if (const auto message = Message::parse(*line)) {
      show(*message, true, seen_until);
    }
  }
}

// History up to `seen_until` (ms) is left out.
void Messages::show(const Message& message, bool from_history, std::int64_t seen_until) {
  const Source source = message.from();
  const bool notice = message.command == "NOTICE";
  const std::int64_t server_time = parseServerTime(message.tag("time").value_or("")).value_or(0);
  const bool past = from_history || (server_time != 0 && wallClock() - server_time > kPastMs);

  ChatMessage chat;
  chat.kind = notice ? ChatMessage::Kind::kNotice : ChatMessage::Kind::kMessage;
  chat.own = context_.isSelf(source.name);
  chat.nick = source.name;
  chat.text = message[1];
  chat.time = past ? server_time : 0;

  if (const auto ctcp = parseCtcp(message[1])) {
    if (notice || !sameWord(ctcp->command, "ACTION")) {
      if (!chat.own && !from_history) {
        onCtcp(source.name, ctcp->command, ctcp->arguments, notice);
      }
      return;
    }
    chat.kind = ChatMessage::Kind::kAction;
    chat.text = ctcp->arguments;
  }
  std::string_view name;
  if (!context_.isupport.isChannelOrStatus(message[0], name)) {
    showPrivate(message, chat);
    return;
  }
  Channel* const channel = channels_.find(name);
  const std::int64_t when = server_time != 0 ? server_time : wallClock();
  if (!channel || !channel->shown || (from_history && when <= seen_until)) {
    return;
  }
  channel->last_time = std::max(channel->last_time, when);
  context_.observer->channelMessage(*channel, chat);
}

void Messages::showPrivate(const Message& message, const ChatMessage& chat) {
  if (chat.own) {
    // The echo of a message sent here has the message's label. If the server answers with a batch, the label is on the
    // batch.
    // Without a label, another client at the same bouncer has sent the message.
    const bool labels = context_.capabilities.on("labeled-response");
    const bool ours = message.tag("label").has_value() || (context_.capabilities.on("echo-message") && !labels) ||
                      history_.isLabelled(message);
    if (!ours && context_.isSelf(message[0])) {
      context_.observer->privateMessage(chat);
    } else if (!ours) {
      context_.observer->ownMessage(message[0], chat);
    }
    return;
  }
  const Source source = message.from();
  if (source.name.empty() || (source.user.empty() && source.name.find('.') != std::string_view::npos)) {
    context_.observer->note(chat.text);
  } else {
    context_.observer->privateMessage(chat);
  }
}

// https://modern.ircdocs.horse/ctcp: requests are PRIVMSGs, replies are NOTICEs.
void Messages::onCtcp(std::string_view nick, std::string_view command, std::string_view arguments, bool notice) {
  if (notice) {
    context_.observer->noteInChat(
        nick, std::string(nick) + " answers " + std::string(command) + ": " + std::string(arguments));
    return;
  }
  std::string reply;
  if (sameWord(command, "VERSION")) {
    reply = formatCtcp("VERSION", "Prism IRC gateway");
  } else if (sameWord(command, "PING")) {
    reply = formatCtcp("PING", arguments);
  } else if (sameWord(command, "TIME")) {
    reply = formatCtcp("TIME", dateAndTime());
  } else if (sameWord(command, "CLIENTINFO")) {
    reply = formatCtcp("CLIENTINFO", "ACTION CLIENTINFO PING TIME VERSION");
  } else {
    return;
  }
  if (!nick.empty() && outbox_.idleSize() < kBusyQueue) {
    outbox_.addIdle(OutgoingLine::command("NOTICE", {nick, reply}));
  }
}

}  // namespace irc
