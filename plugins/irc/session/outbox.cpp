// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "net/secret.h"

#include <chrono>
#include <utility>

namespace irc {

namespace {

// Until the next check whether a slow server has read enough.
constexpr std::chrono::milliseconds kBusyInterval{100};

}  // namespace

Outbox::Outbox(SessionContext& context, Connection& connection, Listener& listener)
    : context_(context),
      connection_(connection),
      listener_(listener),
      queue_(context.settings.queue_limit),
      bucket_(context.settings.flood_burst, context.settings.flood_interval) {}

bool Outbox::add(OutgoingLine line) {
  if (!queue_.add(std::move(line))) {
    return false;
  }
  pump();
  return true;
}

void Outbox::addUrgent(OutgoingLine line) {
  queue_.addUrgent(std::move(line));
  pump();
}

void Outbox::addIdle(OutgoingLine line) {
  queue_.addIdle(std::move(line));
  pump();
}

void Outbox::pump() {
  if (!context_.isRegistered() || send_timer_) {
    return;
  }
  while (!queue_.empty(held_)) {
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
    send(queue_.take());
  }
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

void Outbox::startConnection() {
  held_ = false;
  bucket_ = prism::TokenBucket(context_.settings.flood_burst, context_.settings.flood_interval);
  queue_.forgetOwn();
  queue_.forgetChannels();
  send_timer_.end();
}

}  // namespace irc
