// SPDX-License-Identifier: MIT
#include "session/history.h"

#include "protocol/text/timestamp.h"
#include "session/cut.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace irc {

namespace {

constexpr int kDeepestBatch = 10;

}  // namespace

// With draft/event-playback, JOIN, PART and QUIT count as events. So more is requested than is shown.
void History::request(const Channel& channel) {
  const Capabilities& capabilities = context_.capabilities;
  const std::uint32_t wanted = context_.identity.history;
  const bool offered = capabilities.on("draft/chathistory") || capabilities.on("chathistory");
  if (!offered || wanted == 0 || channel.nickname.empty()) {
    return;
  }
  const std::uint32_t events = capabilities.on("draft/event-playback") ? 2 * wanted + 10 : wanted;
  const std::uint32_t limit = context_.isupport.history;
  const std::string count = std::to_string(limit == 0 ? events : std::min(events, limit));
  if (channel.last_time == 0) {
    outbox_.addUrgent(OutgoingLine::command("CHATHISTORY", {"LATEST", channel.name, "*", count}));
    return;
  }
  const std::string since = "timestamp=" + formatServerTime(channel.last_time);
  outbox_.addUrgent(OutgoingLine::command("CHATHISTORY", {"AFTER", channel.name, since, count}));
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
