// SPDX-License-Identifier: MIT
#include "session/history.h"

#include "protocol/text/timestamp.h"
#include "session/clock.h"
#include "session/cut.h"
#include "session/message_tags.h"

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

bool History::isOffered() const { return context_.identity.history > 0 && context_.features().archive; }

void History::remember(Channel& channel, std::int64_t server_time) {
  const std::int64_t time = std::min(server_time, wallClock());
  if (time > channel.last_time) {
    channel.last_time = time;
    context_.seen.set(context_.isupport.fold(channel.name), time);
  }
  context_.observer->seen(&channel, {}, channel.last_time);
}

HistoryLimits& History::limitsOf(std::string_view nick) {
  if (private_limits_.size() >= kMostSeenTimes) {
    private_limits_.clear();
  }
  const auto [limits, is_new] = private_limits_.try_emplace(context_.isupport.fold(nick));
  if (is_new) {
    limits->second.after = context_.seen.of(nick, context_.isupport);
  }
  return limits->second;
}

bool History::wasSeen(std::string_view nick, std::int64_t server_time, bool from_history) {
  return limitsOf(nick).covers(server_time, from_history);
}

void History::remember(std::string_view nick, std::int64_t server_time, bool from_history) {
  limitsOf(nick).onShown(server_time, from_history);
  const std::int64_t time = context_.seen.set(context_.isupport.fold(nick), std::min(server_time, wallClock()));
  context_.observer->seen(nullptr, nick, time);
}

// The host moves its position itself.
void History::onPageShown(std::string_view target, std::int64_t time, Channel* channel) {
  const std::int64_t latest = context_.seen.set(context_.isupport.fold(target), std::min(time, wallClock()));
  if (channel) {
    channel->last_time = std::max(channel->last_time, latest);
  }
}

// ----------------------------------------------------------------------------------- private messages that waited

void History::requestTargets() {
  if (!isOffered()) {
    return;
  }
  const std::int64_t now = wallClock();
  const std::int64_t seen = context_.seen.latest();
  const std::int64_t since = seen == 0 ? now - kUnknownPast.count() : seen;
  const std::uint32_t most = context_.isupport.history;
  targets_ = kMostHistoryTargets;
  outbox_.addUrgent(OutgoingLine::command(
      "CHATHISTORY", {"TARGETS", "timestamp=" + formatServerTime(since), "timestamp=" + formatServerTime(now + 1000),
                      std::to_string(most == 0 ? kMostHistoryTargets : std::min(kMostHistoryTargets, most))}));
}

void History::onTarget(std::string_view name, std::string_view time) {
  if (targets_ == 0 || context_.isupport.isChannel(name) || !isWord(name) || name.size() > kMostName) {
    return;
  }
  --targets_;
  const auto latest = parseServerTime(time);
  if ((!latest || *latest > limitsOf(name).after) && asked_.insert(context_.isupport.fold(name)).second) {
    context_.observer->mayHaveMissed(name);
  }
}

void History::beforePrivateMessage(std::string_view nick) {
  if (targets_ > 0 && asked_.size() < 2 * kMostHistoryTargets && asked_.insert(context_.isupport.fold(nick)).second) {
    context_.observer->mayHaveMissed(nick);
  }
}

// --------------------------------------------------------------------------------------------------- batches

void History::startBatch(std::string_view name, const Message& message) {
  if (batches_.size() >= kMostBatches) {
    context_.reportLimit(
        "The server has begun too many batches of messages: what belongs to the rest is left out of the history");
    return;
  }
  Batch batch{std::string(cutTo(message[1], kMostText)),
              std::string(cutTo(message.tag("batch").value_or(""), kMostText)),
              std::string(cutTo(message.tag("label").value_or(""), kMostText)),
              Charge(context_.memory),
              {},
              {},
              {},
              {},
              {},
              {}};
  if ((batch.isMultiline() || batch.isHistory()) &&
      batch.charge.grow(heapSize(message.tags.size()) + heapSize(message.source.size()) +
                        heapSize(message[2].size()))) {
    batch.tags = message.tags;
    batch.source = message.source;
    batch.target = message[2];
  }
  batches_.insert_or_assign(std::string(name), std::move(batch));
}

// Returns the batch of this name, or one around it, for which `matches` returns true; nullptr if there is none.
template <typename Matches>
const History::Batch* History::findBatch(std::string_view name, const Matches& matches) const {
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

std::string History::labelOf(const Message& message) const {
  if (message.tags.empty()) {
    return {};
  }
  if (auto label = message.tag("label")) {
    return *std::move(label);
  }
  const auto name = message.tag("batch");
  const Batch* const labelled =
      name ? findBatch(*name, [](const Batch& batch) { return !batch.label.empty(); }) : nullptr;
  return labelled ? labelled->label : std::string();
}

// Drops lines that are not messages, such as JOIN and QUIT with draft/event-playback. Without that capability, Ergo
// sends them as messages of "HistServ".
bool History::keep(const Message& message, std::string_view line) {
  if (message.tags.empty() || batches_.empty() || message.command == "BATCH") {
    return false;
  }
  const auto name = message.tag("batch");
  if (!name) {
    return false;
  }
  const auto place = batches_.find(*name);
  if (place != batches_.end() && place->second.isMultiline()) {
    keepPiece(&place->second, message);
    return true;
  }
  if (!findBatch(*name, [](const Batch& batch) { return batch.isHistory(); })) {
    return false;
  }
  if (place->second.isHistory()) {
    count(&place->second, message);
  }
  if (message.command == "PRIVMSG" || message.command == "NOTICE" || message.command == "TAGMSG" ||
      message.command == "REDACT") {
    keepInHistory(&place->second, {std::string(line)});
  }
  return true;
}

// One more line of the archive, of whatever kind.
void History::count(Batch* batch, const Message& message) {
  ++batch->lines;
  PageRequest::Point point{idOf(message.tag("msgid")), parseServerTime(message.tag("time").value_or("")).value_or(0)};
  if (point.time != 0) {
    if (batch->first.time == 0) {
      batch->first = point;
    }
    batch->last = std::move(point);
  }
}

void History::keepInHistory(Batch* batch, KeptMessage message) {
  const std::size_t size =
      sizeof(KeptMessage) + heapSize(message.line.size()) + (message.text ? heapSize(message.text->size()) : 0);
  if (batch->charge.size() + size > kHistoryMemory || !batch->charge.grow(size)) {
    context_.reportLimit(
        "The server has sent more history than is kept: the latest messages of it may be what is left out");
    return;
  }
  batch->history.push_back(std::move(message));
}

// A line of a message of several lines. Other commands do not belong there, and are dropped.
void History::keepPiece(Batch* batch, const Message& message) {
  const bool notice = message.command == "NOTICE";
  if ((!notice && message.command != "PRIVMSG") || batch->cut) {
    return;
  }
  if (batch->lines == 0) {
    batch->command = notice ? "NOTICE" : "PRIVMSG";
    if (batch->source.empty() && batch->charge.grow(heapSize(message.source.size()))) {
      batch->source = message.source;
    }
  }
  const std::string_view separator = batch->lines == 0 || message.tag("draft/multiline-concat") ? "" : "\n";
  const std::size_t size = separator.size() + message[1].size();
  if (batch->lines >= kMostMultilineLines || batch->text.size() + size > kMostMultiline || !batch->charge.grow(size)) {
    batch->cut = true;
    batch->text += kCutShown;
    return;
  }
  ++batch->lines;
  batch->text.append(separator).append(message[1]);
}

// Returns nothing if the batch has no line with a text.
std::optional<KeptMessage> History::assemble(Batch* batch) {
  if (batch->command.empty() || batch->text.find_first_not_of('\n') == std::string::npos || !isWord(batch->target)) {
    return std::nullopt;
  }
  std::string line;
  if (!batch->tags.empty()) {
    line.append("@").append(batch->tags).append(" ");
  }
  if (!batch->source.empty()) {
    line.append(":").append(batch->source).append(" ");
  }
  line.append(batch->command).append(" ").append(batch->target);
  return KeptMessage{std::move(line), std::move(batch->text)};
}

History::Ended History::endBatch(std::string_view name) {
  const auto place = batches_.find(name);
  if (place == batches_.end()) {
    return {};
  }
  Batch batch = std::move(place->second);
  batches_.erase(place);
  if (batch.isTargets()) {
    targets_ = 0;
  }
  if (!batch.isMultiline()) {
    Ended ended{std::move(batch.history), std::nullopt, std::nullopt};
    if (batch.isHistory()) {
      ended.summary = {std::move(batch.target), batch.lines, std::move(batch.first), std::move(batch.last)};
    }
    return ended;
  }
  auto message = assemble(&batch);
  batch.charge.resize(0);
  const auto around = batches_.find(batch.parent);
  if (around != batches_.end() && findBatch(batch.parent, [](const Batch& b) { return b.isHistory(); })) {
    if (const auto whole = message ? message->parse() : std::nullopt) {
      if (around->second.isHistory()) {
        count(&around->second, *whole);
      }
      keepInHistory(&around->second, *std::move(message));
    }
    return {};
  }
  return {{}, std::move(message), std::nullopt};
}

}  // namespace irc
