// SPDX-License-Identifier: MIT
#include "session/messages.h"

#include "protocol/ctcp.h"
#include "protocol/formatting/formatting.h"
#include "protocol/multiline.h"
#include "protocol/split.h"
#include "protocol/tags.h"
#include "protocol/text/timestamp.h"
#include "protocol/text/words.h"
#include "session/clock.h"
#include "session/message_tags.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <set>
#include <utility>

namespace irc {

namespace {

// A message whose server time is older was sent in the past; a younger one was delayed on its way.
constexpr std::int64_t kPastMs = 10'000;
// While so many automatic lines or more wait, CTCP requests get no reply: they may be a flood.
constexpr std::size_t kBusyQueue = 10;
constexpr std::int64_t kEarliestTime = 315'532'800'000;  // 1980: the host takes no message from before
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

// The tags of a message that a ChatMessage borrows.
struct TagValues {
  explicit TagValues(const Message& message)
      : id(idOf(message.tag("msgid"))), reply_to(idOf(replyTagOf(message))), account(accountOf(message)) {}
  void lendTo(ChatMessage* chat) const {
    chat->id = id;
    chat->reply_to = reply_to;
    chat->account = account;
  }
  const std::string id;
  const std::string reply_to;
  const std::string account;
};

// Returns the text with spaces for the characters that no line can have, but with its line breaks.
std::string rawText(std::string_view text) {
  std::string raw(text);
  std::replace(raw.begin(), raw.end(), '\0', ' ');
  return raw;
}

}  // namespace

// ------------------------------------------------------------------------------------------------- outgoing

// Returns the lines of a text. A server with draft/multiline gets it whole.
std::vector<OutgoingLine> Messages::linesOf(std::string_view target, std::string_view text,
                                            ChatMessage::Kind kind) const {
  const OutgoingLine::Kind line_kind = lineKindOf(kind);
  const std::size_t room = roomFor(line_kind, target);
  const Capabilities& capabilities = context_.capabilities;
  const bool is_long = text.size() > room || text.find_first_of("\r\n") != std::string_view::npos;
  std::vector<OutgoingLine> lines;
  if (is_long && kind == ChatMessage::Kind::kMessage && capabilities.on("draft/multiline") &&
      capabilities.on("batch")) {
    const auto limits = MultilineLimits::parse(capabilities.value("draft/multiline"));
    if (limits.bytes > 0) {
      for (MultilineMessage& message : splitMultiline(text, std::min(room, limits.bytes), limits)) {
        lines.push_back(message.size() == 1 ? OutgoingLine::chat(line_kind, target, message.front().text)
                                            : OutgoingLine::multiline(line_kind, target, std::move(message)));
      }
      return lines;
    }
  }
  for (const std::string& piece : splitText(text, room)) {
    lines.push_back(OutgoingLine::chat(line_kind, target, piece));
  }
  return lines;
}

bool Messages::send(std::string_view target, std::string_view text, ChatMessage::Kind kind, const Extras& extras) {
  if (!isWord(target) || target.find(',') != std::string_view::npos) {
    return false;
  }
  std::vector<OutgoingLine> lines = linesOf(target, text, kind);
  std::size_t cost = 0;
  for (const OutgoingLine& line : lines) {
    cost += line.cost();
  }
  if (lines.empty() || !outbox_.hasRoomFor(cost)) {
    return false;
  }
  OutgoingLine& first = lines.front();
  first.origin = extras.origin;
  if (!extras.reply_to.empty() && context_.features().replies) {
    appendTag("+draft/reply", extras.reply_to, &first.tags);
  }
  // The client has one message, not one for each line.
  if (extras.origin && lines.size() > 1 && text.size() <= kMostSentText / 2) {
    first.whole_text = rawText(text);
    for (std::size_t i = 1; i < lines.size(); ++i) {
      lines[i].origin = extras.origin;
      lines[i].piece = i;
    }
  }
  for (OutgoingLine& line : lines) {
    outbox_.add(std::move(line));
  }
  if (!context_.isupport.isChannel(target)) {
    std::string folded = context_.isupport.fold(target);
    std::erase(recent_targets_, folded);
    recent_targets_.push_back(std::move(folded));
    if (recent_targets_.size() > kMostRecentTargets) {
      recent_targets_.erase(recent_targets_.begin());
    }
  }
  return true;
}

bool Messages::wasWrittenTo(std::string_view name) const {
  return std::find(recent_targets_.begin(), recent_targets_.end(), context_.isupport.fold(name)) !=
         recent_targets_.end();
}

void Messages::onSent(const OutgoingLine& line) {
  if (!line.isMessage()) {
    return;
  }
  if (!context_.capabilities.on("echo-message")) {
    echoLocally(line);
    return;
  }
  std::string_view channel;
  const bool to_channel = context_.isupport.isChannelOrStatus(line.target, channel);
  if (context_.capabilities.on("labeled-response") || (to_channel && !line.origin && line.piece == 0)) {
    return;
  }
  echoes_.push_back({context_.isupport.fold(line.target), stripCodes(line.text), sentLineOf(line)});
  if (echoes_.size() > kMostEchoes) {
    echoes_.erase(echoes_.begin());
  }
}

// Returns what is known of the line that the server echoes; nothing if the message was not sent here, but by another
// client at the same bouncer. Without labels, the server may have cut the text, or removed codes.
std::optional<SentLine> Messages::takeEcho(const Message& message, const ChatMessage& chat) {
  if (context_.capabilities.on("labeled-response")) {
    // If the server answers with a batch, the label is on the batch.
    const std::string label = history_.labelOf(message);
    return label.empty() ? std::nullopt : std::optional(context_.sent_labels.take(label).value_or(SentLine()));
  }
  const std::string target = context_.isupport.fold(message[0]);
  const std::string text = stripCodes(chat.text);
  const auto sent = std::find_if(echoes_.begin(), echoes_.end(), [&](const Echo& echo) {
    return echo.target == target && std::string_view(echo.text).substr(0, text.size()) == text;
  });
  if (sent == echoes_.end()) {
    return std::nullopt;
  }
  SentLine line = std::move(sent->line);
  echoes_.erase(sent);
  return line;
}

// The server has relayed a line of the user.
void Messages::report(const SentLine& sent, const ChatMessage& chat) const {
  if (sent.origin && sent.piece == 0) {
    sent.origin->network_id = chat.id;
    context_.observer->requestDone(*sent.origin, chat.id);
  }
}

bool Messages::onError(const Message& message) {
  const std::string label = history_.labelOf(message);
  const auto sent = label.empty() ? std::nullopt : context_.sent_labels.take(label);
  if (!sent || !context_.isRegistered()) {
    return false;
  }
  if (sent->origin && !sent->quiet && !std::exchange(sent->origin->failed, true)) {
    context_.observer->requestFailed(*sent->origin, message.last());
  }
  return sent->origin || sent->quiet;
}

void Messages::onAck(const Message& message) {
  const auto label = message.tag("label");
  const auto sent = label ? context_.sent_labels.take(*label) : std::nullopt;
  if (sent && sent->origin && sent->piece == 0 && context_.isRegistered()) {
    context_.observer->requestDone(*sent->origin, {});
  }
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
  context_.observer->channelMessage(*channel, chat);
  history_.remember(*channel, context_.capabilities.on("server-time") ? channel->last_time : wallClock());
}

// ------------------------------------------------------------------------------------------------- incoming

// Before the login, servers send notices about looking up the user's host: these are not shown.
void Messages::onMessage(const Message& message) {
  if (context_.isRegistered()) {
    show(message, false);
  }
}

void Messages::showHistory(const std::vector<KeptMessage>& lines) {
  if (lines.empty() || !context_.isRegistered()) {
    return;
  }
  std::vector<Message> messages;
  messages.reserve(lines.size());
  for (const KeptMessage& line : lines) {
    if (const auto message = line.parse()) {
      messages.push_back(*message);
    }
  }
  const auto is_text = [](const Message& message) {
    return message.command == "PRIVMSG" || message.command == "NOTICE";
  };
  auto first = messages.end();
  for (std::uint32_t shown = 0; first != messages.begin() && shown < context_.identity.history;) {
    shown += is_text(*--first) ? 1 : 0;
  }
  for (auto message = first; message != messages.end(); ++message) {
    if (is_text(*message)) {
      show(*message, true);
    } else if (message->command == "TAGMSG") {
      followups_.onTagMessage(*message, true);
    } else {
      followups_.onRedact(*message, true);
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
  const TagValues tags(message);
  tags.lendTo(&chat);

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
    const std::string other(chat.own ? message[0] : source.name);
    if (server_time != 0 && past && history_.wasSeen(other, server_time, from_history)) {
      return;
    }
    if (!from_history && !notice) {
      history_.beforePrivateMessage(other);
    }
    std::optional<SentLine> sent;
    if (chat.own && !from_history) {
      sent = takeEcho(message, chat);
    }
    rememberId(context_.isupport.fold(other), &chat, server_time, sent);
    if (sent) {
      report(*sent, chat);
    } else {
      showPrivate(message, chat);
    }
    if (server_time != 0) {
      history_.remember(other, server_time, from_history);
    }
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
  std::optional<SentLine> sent;
  if (chat.own && !from_history && context_.capabilities.on("echo-message")) {
    sent = takeEcho(message, chat);
  }
  rememberId(context_.isupport.fold(name), &chat, server_time, sent);
  if (sent) {
    report(*sent, chat);
    if (sent->piece > 0) {
      return;  // its message was shown whole
    }
    if (!sent->whole_text.empty()) {
      chat.text = sent->whole_text;
    }
  }
  if (!channel->shown) {
    if (!history_.isOffered()) {
      chat.time = chat.time == 0 ? wallClock() : chat.time;
      channel->unseen.add(ChatRecord(chat));
    }
    return;
  }
  channel->limits.onShown(when, from_history);
  context_.observer->channelMessage(*channel, chat);
  history_.remember(*channel, when);
}

// ------------------------------------------------------------------------------------- pages of the archive

// Returns a message of the page; nothing if the line is no text of its conversation.
std::optional<ChatRecord> Messages::readArchived(const Message& message, const PageRequest& request) {
  const Source source = message.from();
  const bool notice = message.command == "NOTICE";
  const std::int64_t time = parseServerTime(message.tag("time").value_or("")).value_or(0);
  ChatMessage chat;
  chat.kind = notice ? ChatMessage::Kind::kNotice : ChatMessage::Kind::kMessage;
  chat.own = context_.isSelf(source.name);
  chat.nick = source.name;
  chat.text = message[1];
  chat.time = std::min(time, wallClock());
  if (const auto ctcp = parseCtcp(message[1])) {
    if (notice || !sameWord(ctcp->command, "ACTION")) {
      return std::nullopt;
    }
    chat.kind = ChatMessage::Kind::kAction;
    chat.text = ctcp->arguments;
  }
  std::string_view name;
  std::string marked;
  if (!context_.isupport.isChannelOrStatus(message[0], name)) {
    name = chat.own ? message[0] : source.name;
  } else if (name.size() < message[0].size()) {
    marked = "[" + std::string(message[0]) + "] " + std::string(chat.text);
    chat.text = marked;
  }
  if (time < kEarliestTime || source.name.empty() || chat.text.empty() ||
      !context_.isupport.same(name, request.target)) {
    return std::nullopt;
  }
  const TagValues tags(message);
  tags.lendTo(&chat);
  if (const std::string conversation = context_.isupport.fold(name); !context_.recent.has(conversation, tags.id)) {
    rememberId(conversation, &chat, chat.time, std::nullopt);
  }
  return ChatRecord(chat);
}

void Messages::showPage(const PageRequest& request, const BatchSummary& batch, const std::vector<KeptMessage>& lines) {
  ArchivePage page;
  page.complete = batch.lines < request.count;
  page.first = batch.first;
  page.last = batch.last;
  std::set<std::string, std::less<>> ids;
  for (const KeptMessage& line : lines) {
    const auto message = line.parse();
    if (message && (message->command == "PRIVMSG" || message->command == "NOTICE")) {
      auto record = readArchived(*message, request);
      if (record && (record->id.empty() || ids.insert(record->id).second)) {
        page.messages.push_back(*std::move(record));
      }
    }
  }
  std::stable_sort(page.messages.begin(), page.messages.end(),
                   [](const ChatRecord& a, const ChatRecord& b) { return a.time < b.time; });
  cutToLimit(request, &page);
  context_.observer->pageArrived(request.number, page);
  if (!page.messages.empty() && !request.before && !request.around) {
    history_.onPageShown(request.target, page.messages.back().time, channels_.find(request.target));
  }
  showChangesOf(lines);
}

// More is requested than the page may have, and of that the latest messages count.
void Messages::cutToLimit(const PageRequest& request, ArchivePage* page) {
  std::vector<ChatRecord>& messages = page->messages;
  if (messages.size() <= request.limit) {
    return;
  }
  messages.erase(messages.begin(), messages.end() - static_cast<std::ptrdiff_t>(request.limit));
  page->first = {messages.front().id, messages.front().time};
  page->complete = false;
}

// Shows what has happened to messages: reactions and redactions.
void Messages::showChangesOf(const std::vector<KeptMessage>& lines) {
  for (const KeptMessage& line : lines) {
    const auto message = line.parse();
    if (message && message->command == "TAGMSG") {
      followups_.onTagMessage(*message, true);
    } else if (message && message->command == "REDACT") {
      followups_.onRedact(*message, true);
    }
  }
}

// The host takes an id for one message of a conversation only. If the server repeats it, the message has none.
void Messages::rememberId(const std::string& conversation, ChatMessage* chat, std::int64_t server_time,
                          const std::optional<SentLine>& sent) {
  if (chat->id.empty() || context_.recent.has(conversation, chat->id)) {
    chat->id = {};
    return;
  }
  RecentMessage message{conversation, std::string(chat->id), std::string(chat->nick), chat->own, server_time};
  if (sent && sent->origin && sent->piece > 0) {
    message.part_of = sent->origin->network_id;
  }
  context_.recent.add(std::move(message));
}

void Messages::showPrivate(const Message& message, const ChatMessage& chat) {
  if (chat.own) {
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
