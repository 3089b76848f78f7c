// SPDX-License-Identifier: MIT
#include "session/followups.h"

#include "protocol/tags.h"
#include "protocol/text/timestamp.h"
#include "session/chat_act.h"
#include "session/message_tags.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace irc {

namespace {

constexpr std::string_view kTimestamp = "timestamp=";

bool isReaction(std::string_view text) {
  return !text.empty() && text.size() <= kMostReaction && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

bool isTarget(std::string_view name) { return isWord(name) && name.find(',') == std::string_view::npos; }

}  // namespace

// ------------------------------------------------------------------------------------------------- requests

bool Followups::react(std::string_view target, std::string_view id, std::string_view reaction, bool added,
                      const OriginPtr& origin) {
  std::string tags;
  if (!context_.features().reactions || !isTarget(target) || id.empty() || !isReaction(reaction) ||
      !appendTag("+draft/reply", id, &tags) || !appendTag(added ? "+draft/react" : "+draft/unreact", reaction, &tags)) {
    return false;
  }
  OutgoingLine line = OutgoingLine::onlyTags(target, std::move(tags));
  line.origin = origin;
  return outbox_.add(std::move(line));
}

bool Followups::redact(std::string_view target, std::string_view id, std::string_view reason, const OriginPtr& origin) {
  if (!context_.features().redactions || !isTarget(target) || !isWord(id)) {
    return false;
  }
  OutgoingLine line = reason.empty() ? OutgoingLine::command("REDACT", {target, id})
                                     : OutgoingLine::command("REDACT", {target, id, reason});
  line.origin = origin;
  if (!outbox_.add(std::move(line))) {
    return false;
  }
  // The answer to the first line is that to all.
  for (const std::string& part : context_.recent.partsOf(id)) {
    OutgoingLine further = OutgoingLine::command("REDACT", {target, part});
    further.quiet = true;
    outbox_.add(std::move(further));
  }
  return true;
}

void Followups::markRead(std::string_view target, std::string_view id) {
  const RecentMessage* const message = context_.recent.find(id);
  const std::string conversation = context_.isupport.fold(target);
  if (!context_.features().read_markers || !isTarget(target) || !message || message->time == 0 ||
      message->conversation != conversation || !advanceMark(conversation, message->time)) {
    return;
  }
  outbox_.addIdle(
      OutgoingLine::command("MARKREAD", {target, std::string(kTimestamp) + formatServerTime(message->time)}));
}

// Returns false if the mark is there already, or further.
bool Followups::advanceMark(const std::string& conversation, std::int64_t time) {
  if (marked_.size() >= kMostSeenTimes) {
    marked_.clear();
  }
  std::int64_t& marked = marked_[conversation];
  const bool is_later = time > marked;
  marked = std::max(marked, time);
  return is_later;
}

// --------------------------------------------------------------------------------------------------- events

// Finds the conversation. Returns false if the user does not see it, or has seen this line already.
bool Followups::resolve(const Message& message, bool from_history, ChatAct* act) const {
  if (!resolveAct(context_, channels_, message, act)) {
    return false;
  }
  if (!from_history) {
    return true;
  }
  act->time = parseServerTime(message.tag("time").value_or("")).value_or(0);
  return act->channel ? !act->channel->limits.covers(act->time, true)
                      : !history_.wasSeen(context_.isupport.fold(act->other), act->time, true);
}

// Returns true for the echo of a line of this client.
bool Followups::isOwnLine(const Message& message) const {
  const std::string label = history_.labelOf(message);
  if (label.empty()) {
    return false;
  }
  context_.sent_labels.take(label);
  return true;
}

void Followups::onTagMessage(const Message& message, bool from_history) {
  const std::string id = idOf(replyTagOf(message));
  auto reaction = clientTagOf(message, "+draft/react", "+react");
  const bool added = reaction.has_value();
  if (!added) {
    reaction = clientTagOf(message, "+draft/unreact", "+unreact");
  }
  const bool is_own_line = isOwnLine(message);
  ChatAct act;
  if (!context_.isRegistered() || id.empty() || !reaction || !isReaction(*reaction) ||
      !resolve(message, from_history, &act)) {
    return;
  }
  const std::string account = accountOf(message);
  act.account = account;
  act.id = id;
  if (const std::string own_id = idOf(message.tag("msgid")); added && !own_id.empty()) {
    context_.recent.add({conversationOf(context_, act), own_id, std::string(act.nick), act.own, 0, id, *reaction});
  }
  if (!is_own_line) {  // else the client knows it
    context_.observer->reacted(act, *reaction, added);
  }
}

void Followups::onRedact(const Message& message, bool from_history) {
  const std::string id = idOf(std::string(message[1]));
  const bool is_own_line = isOwnLine(message);
  ChatAct act;
  if (!context_.isRegistered() || id.empty() || !resolve(message, from_history, &act)) {
    return;
  }
  const std::string account = accountOf(message);
  act.account = account;
  act.id = id;
  const RecentMessage* const known = context_.recent.find(id);
  if (known && known->conversation != conversationOf(context_, act)) {
    return;  // the specification says so
  }
  if (known && !known->part_of.empty() && is_own_line) {
    return;  // its first line tells it
  }
  const bool by_author = known && known->own == act.own && (act.own || context_.isupport.same(known->author, act.nick));
  if (known && !known->reaction.empty()) {
    const RecentMessage reaction = *known;
    act.own = reaction.own;
    act.nick = reaction.author;
    act.account = by_author ? act.account : std::string_view();
    act.id = reaction.reacts_to;
    if (!is_own_line && (act.channel || by_author)) {
      context_.observer->reacted(act, reaction.reaction, false);
    }
    return;
  }
  // A message that is not known here may be anybody's in a channel. In private it can only be that of its author.
  if (act.channel) {
    context_.observer->redacted(act, !by_author, message.count > 2 ? message[2] : std::string_view());
  } else if ((by_author || !known) && !is_own_line) {
    context_.observer->redacted(act, false, message.count > 2 ? message[2] : std::string_view());
  }
}

// Comes for marks of this client, too, which change nothing.
void Followups::onMarkRead(const Message& message) {
  const std::string_view value = message[1];
  const auto time =
      value.starts_with(kTimestamp) ? parseServerTime(value.substr(kTimestamp.size())) : std::optional<std::int64_t>();
  if (context_.isRegistered() && time && message[0].size() <= kMostName) {
    const std::string conversation = context_.isupport.fold(message[0]);
    const RecentMessage* const read = context_.recent.lastUntil(conversation, *time);
    if (advanceMark(conversation, *time) && read) {
      ChatAct act;
      act.channel = channels_.find(message[0]);
      act.other = message[0];
      act.nick = context_.nickname.current();
      act.own = true;
      const std::string id = read->id;
      act.id = id;
      if (act.channel ? act.channel->shown : !context_.isupport.isChannel(message[0])) {
        context_.observer->readElsewhere(act);
      }
    }
  }
}

}  // namespace irc
