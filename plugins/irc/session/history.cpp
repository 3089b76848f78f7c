// SPDX-License-Identifier: MIT
#include "session/history.h"

#include "protocol/text/timestamp.h"
#include "session/clock.h"
#include "session/cut.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace irc {

namespace {

constexpr int kDeepestBatch = 10;
// Private messages of this time are requested if nothing is known of an earlier session.
constexpr std::chrono::milliseconds kUnknownPast{std::chrono::hours(24)};
constexpr std::uint32_t kMostHistoryTargets = 50;

}  // namespace

bool History::isOffered() const {
  const Capabilities& capabilities = context_.capabilities;
  return context_.identity.history > 0 && (capabilities.on("draft/chathistory") || capabilities.on("chathistory"));
}

std::string History::countOf(std::uint32_t messages) const {
  const std::uint32_t limit = context_.isupport.history;
  return std::to_string(limit == 0 ? messages : std::min(messages, limit));
}

// With draft/event-playback, JOIN, PART and QUIT count as events. So more is requested than is shown.
void History::requestLatest(std::string_view target, std::int64_t after) {
  const std::uint32_t wanted = context_.identity.history;
  const std::string count = countOf(context_.capabilities.on("draft/event-playback") ? 2 * wanted + 10 : wanted);
  const std::string since = after == 0 ? "*" : "timestamp=" + formatServerTime(after);
  outbox_.addUrgent(OutgoingLine::command("CHATHISTORY", {"LATEST", target, since, count}));
}

void History::request(const Channel& channel) {
  if (!isOffered() || channel.nickname.empty()) {
    return;
  }
  requestLatest(channel.name, channel.limits.after);
}

void History::remember(Channel& channel, std::int64_t server_time) {
  const std::int64_t time = std::min(server_time, wallClock());
  if (time > channel.last_time) {
    channel.last_time = time;
    context_.seen.set(context_.isupport.fold(channel.name), time);
  }
}

HistoryLimits& History::limitsOf(const std::string& folded_nick) {
  if (private_limits_.size() >= kMostSeenTimes) {
    private_limits_.clear();
  }
  const auto [limits, is_new] = private_limits_.try_emplace(folded_nick);
  if (is_new) {
    limits->second.after = context_.seen.of(folded_nick);
  }
  return limits->second;
}

bool History::wasSeen(const std::string& folded_nick, std::int64_t server_time, bool from_history) {
  return limitsOf(folded_nick).covers(server_time, from_history);
}

void History::remember(const std::string& folded_nick, std::int64_t server_time, bool from_history) {
  limitsOf(folded_nick).onShown(server_time, from_history);
  context_.seen.set(folded_nick, std::min(server_time, wallClock()));
}

void History::requestPrivate() {
  if (!isOffered()) {
    return;
  }
  const std::int64_t now = wallClock();
  const std::int64_t seen = context_.seen.latest();
  const std::int64_t since = seen == 0 ? now - kUnknownPast.count() : seen;
  targets_ = kMostHistoryTargets;
  outbox_.addUrgent(OutgoingLine::command(
      "CHATHISTORY", {"TARGETS", "timestamp=" + formatServerTime(since), "timestamp=" + formatServerTime(now + 1000),
                      countOf(kMostHistoryTargets)}));
}

void History::onTarget(std::string_view name) {
  if (targets_ == 0 || context_.isupport.isChannel(name) || !isWord(name) || name.size() > kMostName) {
    return;
  }
  --targets_;
  requestLatest(name, limitsOf(context_.isupport.fold(name)).after);
}

void History::startBatch(std::string_view name, const Message& message) {
  if (batches_.size() >= kMostBatches) {
    context_.reportLimit(
        "The server has begun too many batches of messages: what belongs to the rest is left out of the history");
    return;
  }
  const std::string parent = message.tag("batch").value_or("");
  batches_.insert_or_assign(std::string(name), Batch{std::string(cutTo(message[1], kMostText)),
                                                     std::string(cutTo(parent, kMostText)),
                                                     message.tag("label").has_value(),
                                                     Charge(context_.memory),
                                                     {}});
}

template <typename Matches>
const History::Batch* History::findBatch(const Message& message, const Matches& matches) const {
  const auto tag = message.tag("batch");
  if (!tag) {
    return nullptr;
  }
  std::string_view name = *tag;
  for (int depth = 0; depth < kDeepestBatch; ++depth) {
    const auto place = batches_.find(name);
    if (place == batches_.end()) {
      break;
    }
    if (matches(place->second)) {
      return &place->second;
    }
    name = place->second.parent;
  }
  return nullptr;
}

bool History::isLabelled(const Message& message) const {
  return findBatch(message, [](const Batch& batch) { return batch.labelled; }) != nullptr;
}

// Drops lines that are not messages, such as JOIN and QUIT with draft/event-playback. Without that capability, Ergo
// sends them as messages of "HistServ".
bool History::keep(const Message& message, std::string_view line) {
  if (message.tags.empty() || message.command == "BATCH") {
    return false;
  }
  const Batch* around = findBatch(
      message, [](const Batch& batch) { return batch.type == "chathistory" || batch.type == "draft/chathistory"; });
  if (!around) {
    return false;
  }
  if (message.command != "PRIVMSG" && message.command != "NOTICE") {
    return true;
  }
  Batch& batch = batches_.find(*message.tag("batch"))->second;
  const std::size_t size = 2 * sizeof(std::string) + heapSize(line.size());
  if (batch.charge.size() + size > kHistoryMemory || !batch.charge.grow(size)) {
    context_.reportLimit(
        "The server has sent more history than is kept: the latest messages of it may be what is left out");
    return true;
  }
  batch.history.emplace_back(line);
  return true;
}

std::vector<std::string> History::takeLines(std::string_view batch) {
  const auto place = batches_.find(batch);
  return place == batches_.end() ? std::vector<std::string>() : std::exchange(place->second.history, {});
}

void History::endBatch(std::string_view name) {
  const auto place = batches_.find(name);
  if (place != batches_.end()) {
    batches_.erase(place);
  }
}

}  // namespace irc
