// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "net/secret.h"
#include "protocol/tags.h"

#include <chrono>
#include <string>
#include <utility>

namespace irc {

namespace {

// Until the next check whether a slow server has read enough.
constexpr std::chrono::milliseconds kBusyInterval{100};
constexpr std::uint32_t kUsualJoinTargets = 10;   // where the server does not tell: all servers take lists (RFC 1459)
constexpr std::uint32_t kMostJoinTargets = 1000;  // of one JOIN, where the server has no limit

}  // namespace

Outbox::Outbox(SessionContext& context, Connection& connection, Listener& listener)
    : context_(context),
      connection_(connection),
      listener_(listener),
      queue_(context.settings.queue_limit),
      bucket_(context.settings.flood_burst, context.settings.flood_interval) {}

bool Outbox::add(OutgoingLine line) {
  const std::string conversation = conversationOf(line.target);
  if (!queue_.add(std::move(line), conversation)) {
    return false;
  }
  pump();
  return true;
}

// Returns the folded name of a conversation; empty if a line has no target.
std::string Outbox::conversationOf(std::string_view target) const {
  std::string_view channel;
  const bool to_channel = context_.isupport.isChannelOrStatus(target, channel);
  return context_.isupport.fold(to_channel ? channel : target);
}

void Outbox::addUrgent(OutgoingLine line) {
  queue_.addUrgent(std::move(line));
  pump();
}

void Outbox::addJoin(std::string_view channel, std::string_view key) {
  OutgoingLine* const last = queue_.lastUrgent();
  const std::uint32_t limit = context_.isupport.targets("JOIN", kUsualJoinTargets);
  if (last && last->kind == OutgoingLine::Kind::kJoin &&
      last->appendJoin(channel, key, limit == 0 ? kMostJoinTargets : limit)) {
    return;
  }
  queue_.addUrgent(OutgoingLine::join(channel, key));
  if (!send_timer_) {
    send_timer_ = context_.host.after(std::chrono::milliseconds(0), [this] { pump(); });
  }
}

void Outbox::addIdle(OutgoingLine line) {
  queue_.addIdle(std::move(line));
  pump();
}

void Outbox::pump() {
  if (!context_.isRegistered() || send_timer_) {
    return;
  }
  const auto is_blocked = [this](const std::string& conversation) { return listener_.isBlocked(conversation); };
  while (const auto next = queue_.next(held_, is_blocked)) {
    const auto wait = bucket_.wait(monotonicNow());
    if (wait.count() > 0) {
      send_timer_ = context_.host.after(wait, [this] { pump(); });
      return;
    }
    if (connection_.isBusy()) {
      send_timer_ = context_.host.after(kBusyInterval, [this] { pump(); });
      return;
    }
    OutgoingLine line = queue_.take(next);
    bucket_.spend(monotonicNow(), static_cast<std::uint32_t>(line.cost()));
    send(line);
  }
}

std::chrono::milliseconds Outbox::delayFor(std::string_view target) const {
  const std::size_t lines = queue_.waitingBefore(conversationOf(target));
  return lines == 0
             ? std::chrono::milliseconds(0)
             : bucket_.wait(monotonicNow()) + context_.settings.flood_interval * static_cast<std::int64_t>(lines - 1);
}

std::size_t Outbox::dropMessages(std::string_view target) {
  return target.empty() ? queue_.dropAllMessages() : queue_.dropMessages(conversationOf(target));
}

void Outbox::send(const OutgoingLine& line) {
  sendNow(line);
  listener_.onSent(line);
}

void Outbox::sendNow(const OutgoingLine& line) {
  std::string tags;
  if (needsLabel(line)) {
    appendTag("label", context_.sent_labels.add(sentLineOf(line)), &tags);
  }
  if (!line.tags.empty() && context_.capabilities.on("message-tags")) {
    tags += (tags.empty() ? "" : ";") + line.tags;
  } else if (line.kind == OutgoingLine::Kind::kTags) {
    return;  // a later connection does not carry it
  }
  if (line.lines.empty()) {
    write(withTags(tags, line.wire()));
  } else if (context_.capabilities.on("draft/multiline")) {
    for (std::string& part : line.wireBatch(std::to_string(++next_batch_), tags)) {
      write(std::move(part));
    }
  } else {
    sendSeparately(line, tags);
  }
}

// Writes a message of several lines as separate messages: a later connection does not carry it whole.
void Outbox::sendSeparately(const OutgoingLine& line, const std::string& tags) {
  bool is_first = true;
  for (const MultilinePiece& piece : line.lines) {
    if (!piece.text.empty()) {
      write(withTags(is_first ? tags : std::string(), OutgoingLine::chat(line.kind, line.target, piece.text).wire()));
      is_first = false;
    }
  }
}

void Outbox::write(std::string line) {
  connection_.write(line);
  net::wipe(&line);  // it may have a password
}

// If the server echoes messages, the label distinguishes the echo from messages of the user's other clients. The answer
// to a request comes with it, too.
bool Outbox::needsLabel(const OutgoingLine& line) const {
  if (!context_.capabilities.on("labeled-response")) {
    return false;
  }
  std::string_view channel;
  const bool is_private = line.isChat() && !context_.isupport.isChannelOrStatus(line.target, channel);
  return line.origin || line.quiet || line.piece > 0 || (is_private && context_.capabilities.on("echo-message"));
}

bool Outbox::isIdle() const {
  return !held_ && !send_timer_ && queue_.size() == 0 && queue_.idleSize() == 0 &&
         bucket_.wait(monotonicNow() - context_.settings.flood_interval).count() == 0;
}

void Outbox::rekey() {
  queue_.rekey([this](const OutgoingLine& line) { return conversationOf(line.target); });
}

void Outbox::startConnection() {
  held_ = false;
  bucket_ = prism::TokenBucket(context_.settings.flood_burst, context_.settings.flood_interval);
  queue_.forgetOwn();
  queue_.forgetChannels();
  send_timer_.end();
}

}  // namespace irc
