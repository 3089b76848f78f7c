// SPDX-License-Identifier: MIT
#include "session/archive.h"

#include "protocol/text/timestamp.h"
#include "session/clock.h"
#include "session/limits.h"

#include <algorithm>
#include <utility>

namespace irc {

namespace {

// The host waits for 30 seconds. A request without an answer would take that of a later one.
constexpr std::chrono::seconds kLongestWait{60};

}  // namespace

bool Archive::request(PageRequest request) {
  const std::string& target = request.target;
  if (!context_.isRegistered() || !context_.features().archive || !isWord(target) ||
      target.find(',') != std::string::npos) {
    return false;
  }
  dropUnanswered();
  if (pending_.size() >= kMostPages) {
    return false;
  }
  request.count = countFor(request);
  const std::string count = std::to_string(request.count);
  if (request.around) {
    outbox_.addUrgent(OutgoingLine::command("CHATHISTORY", {"AROUND", target, referenceTo(*request.around), count}));
  } else if (request.before) {
    outbox_.addUrgent(OutgoingLine::command("CHATHISTORY", {"BEFORE", target, referenceTo(*request.before), count}));
  } else {
    // By the time, since the server may have forgotten the message.
    const std::string after = request.after ? "timestamp=" + formatServerTime(request.after->time) : "*";
    outbox_.addUrgent(OutgoingLine::command("CHATHISTORY", {"LATEST", target, after, count}));
  }
  std::string folded = context_.isupport.fold(target);
  pending_.push_back({std::move(request), std::move(folded), monotonicNow()});
  return true;
}

// Several messages may have the same time, so an id is better.
std::string Archive::referenceTo(const PageRequest::Point& point) const {
  const bool by_id = context_.isupport.message_references && isWord(point.id) && point.id.size() <= kMostMessageId;
  return by_id ? "msgid=" + point.id : "timestamp=" + formatServerTime(point.time);
}

// With draft/event-playback, JOIN, PART and QUIT count as events. So more is requested than is shown.
std::uint32_t Archive::countFor(const PageRequest& request) const {
  const auto limit = static_cast<std::uint32_t>(request.limit);
  const bool has_events = context_.capabilities.on("draft/event-playback") && !request.around;
  const std::uint32_t wanted = has_events ? 2 * limit + 10 : limit;
  const std::uint32_t most = context_.isupport.history;
  return most == 0 ? wanted : std::min(wanted, most);
}

void Archive::dropUnanswered() {
  const auto now = monotonicNow();
  while (!pending_.empty() && now - pending_.front().sent >= kLongestWait) {
    fail(pending_.begin(), {});
  }
}

std::optional<PageRequest> Archive::takeAnswered(const BatchSummary& batch) {
  dropUnanswered();
  const std::string target = context_.isupport.fold(batch.target);
  const auto place = std::find_if(pending_.begin(), pending_.end(),
                                  [&](const Pending& pending) { return pending.folded_target == target; });
  if (place == pending_.end()) {
    return std::nullopt;
  }
  PageRequest request = std::move(place->request);
  pending_.erase(place);
  return request;
}

// FAIL CHATHISTORY code context... :description. The context has the target in all servers in use.
void Archive::onFail(const Message& message) {
  auto place = pending_.end();
  for (std::size_t i = 2; i + 1 < message.count && place == pending_.end(); ++i) {
    const std::string name = context_.isupport.fold(message[i]);
    place = std::find_if(pending_.begin(), pending_.end(),
                         [&](const Pending& pending) { return pending.folded_target == name; });
  }
  if (place != pending_.end()) {
    fail(place, message.last());
  }
}

void Archive::onConnectionLost() {
  while (!pending_.empty()) {
    fail(pending_.begin(), "The connection to the network is lost.");
  }
}

// The observer may request another page.
void Archive::fail(std::list<Pending>::iterator place, std::string_view text) {
  const std::uint64_t number = place->request.number;
  pending_.erase(place);
  if (context_.observer) {
    context_.observer->pageFailed(number, text);
  }
}

}  // namespace irc
