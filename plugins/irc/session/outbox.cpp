// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "net/secret.h"

#include <chrono>
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
    bucket_.take(monotonicNow());
    send(queue_.take(next));
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
  std::string wire = line.wire();
  if (needsLabel(line)) {
    std::string labelled = "@label=" + std::to_string(++next_label_) + " " + wire;
    connection_.write(labelled);
    net::wipe(&labelled);
  } else {
    connection_.write(wire);
  }
  net::wipe(&wire);  // it may have a password
}

// If the server echoes private messages, the label distinguishes the echo from messages of the user's other clients.
bool Outbox::needsLabel(const OutgoingLine& line) const {
  std::string_view channel;
  return line.isChat() && !context_.isupport.isChannelOrStatus(line.target, channel) &&
         context_.capabilities.on("labeled-response") && context_.capabilities.on("echo-message");
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
