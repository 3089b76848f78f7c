// SPDX-License-Identifier: MIT
#include "session/messages.h"

#include "protocol/ctcp.h"
#include "protocol/formatting/formatting.h"
#include "protocol/split.h"
#include "protocol/text/timestamp.h"
#include "protocol/text/words.h"
#include "session/clock.h"

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
  if (!context_.isupport.isChannel(target)) {
    std::string folded = context_.isupport.fold(target);
    std::erase(recent_targets_, folded);
    recent_targets_.push_back(std::move(folded));
    if (recent_targets_.size() > kMostRecentTargets) {
      recent_targets_.erase(recent_targets_.begin());
    }
  }
  return !pieces.empty();
}

bool Messages::wasWrittenTo(std::string_view name) const {
  return std::find(recent_targets_.begin(), recent_targets_.end(), context_.isupport.fold(name)) !=
         recent_targets_.end();
}

void Messages::onSent(const OutgoingLine& line) {
  if (!context_.capabilities.on("echo-message")) {
    echoLocally(line);
    return;
  }
  std::string_view channel;
  if (context_.capabilities.on("labeled-response") || context_.isupport.isChannelOrStatus(line.target, channel)) {
    return;
  }
  echoes_.emplace_back(context_.isupport.fold(line.target), stripCodes(line.text));
  if (echoes_.size() > kMostEchoes) {
    echoes_.erase(echoes_.begin());
  }
}

// Returns true if a private message of the user was sent here, not by another client at the same bouncer. The server
// may have cut its text, or removed codes.
bool Messages::isEcho(const Message& message, const ChatMessage& chat) {
  if (context_.capabilities.on("labeled-response")) {
    // If the server answers with a batch, the label is on the batch.
    return message.tag("label").has_value() || history_.isLabelled(message);
  }
  const std::string target = context_.isupport.fold(message[0]);
  const std::string text = stripCodes(chat.text);
  const auto sent = std::find_if(echoes_.begin(), echoes_.end(), [&](const auto& echo) {
    return echo.first == target && std::string_view(echo.second).substr(0, text.size()) == text;
  });
  if (sent == echoes_.end()) {
    return false;
  }
  echoes_.erase(sent);
  return true;
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
  if (!context_.capabilities.on("server-time")) {
    history_.remember(*channel, wallClock());
  }
  context_.observer->channelMessage(*channel, chat);
}

// ------------------------------------------------------------------------------------------------- incoming

// Before the login, servers send notices about looking up the user's host: these are not shown.
void Messages::onMessage(const Message& message) {
  if (context_.isRegistered()) {
    show(message, false);
  }
}

void Messages::showHistory(const std::vector<std::string>& lines) {
  if (lines.empty() || !context_.isRegistered()) {
    return;
  }
  const std::size_t shown = std::min<std::size_t>(lines.size(), context_.identity.history);
  for (auto line = lines.end() - static_cast<std::ptrdiff_t>(shown); line != lines.end(); ++line) {
    if (const auto message = Message::parse(*line)) {
      show(*message, true);
    }
  }
}

// Returns the time of a message, ms: the server's if it tells any, since the clocks may differ.
std::int64_t Messages::timeOf(const Message& message) const {
  const std::int64_t server_time = parseServerTime(message.tag("time").value_or("")).value_or(0);
  return server_time != 0 || context_.capabilities.on("server-time") ? server_time : wallClock();
}

void Messages::show(const Message& message, bool from_history) {
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
    const std::string other = context_.isupport.fold(chat.own ? message[0] : source.name);
    if (server_time != 0) {
      if (past && history_.wasSeen(other, server_time, from_history)) {
        return;
      }
      history_.remember(other, server_time, from_history);
    }
    showPrivate(message, chat);
    return;
  }
  std::string marked;
  if (name.size() < message[0].size()) {  // STATUSMSG: "@#channel" is for its operators only
    marked = "[" + std::string(message[0]) + "] " + std::string(chat.text);
    chat.text = marked;
  }
  Channel* const channel = channels_.find(name);
  const std::int64_t when = timeOf(message);
  if (!channel || (past && channel->limits.covers(when, from_history))) {
    return;
  }
  if (!channel->shown) {
    if (!history_.isOffered()) {
      channel->unseen.add({chat.kind, chat.own, std::string(chat.nick), std::string(chat.text),
                           chat.time == 0 ? wallClock() : chat.time});
    }
    return;
  }
  channel->limits.onShown(when, from_history);
  history_.remember(*channel, when);
  context_.observer->channelMessage(*channel, chat);
}

void Messages::showPrivate(const Message& message, const ChatMessage& chat) {
  if (chat.own) {
    if (isEcho(message, chat)) {
      return;
    }
    if (context_.isSelf(message[0])) {
      context_.observer->privateMessage(chat);
    } else {
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
  } else if (sameWord(command, "DCC") && sameWord(arguments.substr(0, 5), "SEND ")) {
    context_.observer->noteInChat(nick, std::string(nick) + " offers a file by DCC, which cannot be taken here: " +
                                            std::string(arguments.substr(5)));
    return;
  } else {
    return;
  }
  if (!nick.empty() && outbox_.idleSize() < kBusyQueue) {
    outbox_.addIdle(OutgoingLine::command("NOTICE", {nick, reply}));
  }
}

}  // namespace irc
