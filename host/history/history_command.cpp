// SPDX-License-Identifier: MIT
// The command /history of History: a page of old messages for the user who has typed it.
#include "host/base/abi.h"
#include "host/history/history.h"
#include "host/history/page_ends.h"
#include "host/history/typed_history.h"

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

// A page of the latest messages can be made with each of these.
constexpr std::uint32_t kAnyPage = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER |
                                   PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_CAN_AROUND;

constexpr std::uint32_t kUsualCount = 20;
constexpr std::size_t kMostBrowsed = 100;  // conversations of a user

ConversationName nameOf(const Conversation& conversation) {
  return {static_cast<ConversationKind>(conversation.kind), conversation.buddy, conversation.nickname};
}

constexpr char kNothing[] = "There are no messages.";
constexpr char kUsage[] =
    "It goes like this: /history, /history COUNT, /history AGE (such as 2h), /history DATE (such as 2026-11-30), "
    "/history around DATE, or /history before";

}  // namespace

std::string History::run(const Conversation& conversation, std::string_view, const SecretVector<SecretString>& values) {
  const auto typed =
      readTypedHistory(values.empty() ? std::string_view() : std::string_view(values.front()), wall_clock_());
  if (!typed) {
    return kUsage;
  }
  const ConversationName name = nameOf(conversation);
  User* user = find(conversation.user);
  const HistoryCapabilities* can = user ? capabilitiesOf(*user, name) : nullptr;
  if (!plugin_ || !can || !can->can(kAnyPage)) {
    return "This network has no old messages of this conversation.";
  }
  Open open{.user = conversation.user, .name = Name(name)};
  open.typed = conversation;
  open.since = typed->since;
  open.page.limit = std::min(typed->count == 0 ? kUsualCount : typed->count, can->longest_page);
  open.page.around.time = typed->around;
  open.page.by_id = can->can(PRISM_HISTORY_BY_ID);
  if (typed->since != 0) {
    open.page.limit = can->longest_page;
  }
  std::string key;
  writeConversationKey(name, &key);
  const auto browsed = typed->before ? user->browsed.find(key) : user->browsed.end();
  open.goes_back = browsed != user->browsed.end();
  if (open.goes_back && browsed->second.complete) {
    return "There are no earlier messages.";
  }
  if (!choosePage(*can, open.goes_back ? &browsed->second.first : nullptr, &open)) {
    return open.goes_back       ? "This network cannot show earlier messages."
           : typed->since != 0  ? "This network cannot show the messages since then."
           : typed->around != 0 ? "This network cannot show the messages around a time."
                                : "This network cannot show the latest messages.";
  }
  if (!canAsk(*user)) {
    return "Too many requests wait for their answers already. Try it again later.";
  }
  ask(user, std::move(open));
  return {};
}

// Says which page is to be asked for. Returns false if the network has none that fits. `before`: the message where the
// last page began, or nullptr.
bool History::choosePage(const HistoryCapabilities& can, const HistoryPoint* before, Open* open) const {
  Page& page = open->page;
  page.part = PRISM_HISTORY_NEWEST;
  if (before) {
    page.before = *before;
    return can.can(PRISM_HISTORY_CAN_BEFORE) && can.canUse(page.before.id, page.before.time);
  }
  if (page.around.isGiven()) {
    page.part = PRISM_HISTORY_AROUND;
    return can.can(PRISM_HISTORY_CAN_AROUND) && can.canUse(page.around.id, page.around.time);
  }
  const HistoryPoint since{.time = open->since};
  if (since.isGiven() && can.canUse(since.id, since.time)) {
    page.after = since;
    if (can.can(PRISM_HISTORY_CAN_LATEST_AFTER)) {
      return true;
    }
    if (can.can(PRISM_HISTORY_CAN_AFTER)) {
      page.part = PRISM_HISTORY_OLDEST;
      return true;
    }
    page.after = {};
  }
  if (can.can(PRISM_HISTORY_CAN_LATEST)) {
    return true;  // showPage() leaves out the messages before `since`
  }
  page.before.time = wall_clock_();
  return can.can(PRISM_HISTORY_CAN_BEFORE) && can.canUse(page.before.id, page.before.time);
}

void History::showPage(const Open& open, const prism_history_answer& answer, Entries entries, const Between& between) {
  User* user = find(open.user);
  if (!user || !isReachable(open.user, open.name.get())) {
    return;
  }
  HistoryPosition* position = user->positions.find(open.name.get());
  HistoryPoint first = firstOf(answer, entries);
  std::uint64_t shown = 0;
  bool reaches_since = false;  // the page has messages before `since`
  for (const prism_history_entry* const& entry : entries) {
    const prism_message& message = *entry->message;
    if (message.time < open.since) {
      reaches_since = true;
      first = {.time = open.since};
    } else if (guard_.historyEntry(*entry, static_cast<std::size_t>(&entry - answer.entries)) == PRISM_OK) {
      first = reaches_since && shown == 0 ? HistoryPoint{std::string(view(message.id)), message.time} : first;
      ++shown;
      if (position) {
        position->noteShown(view(message.id));
      }
      between();
    }
  }
  const bool complete = (answer.flags & PRISM_HISTORY_COMPLETE) != 0;
  if (open.page.part == PRISM_HISTORY_OLDEST) {
    const bool is_end = complete || !first.isGiven();
    commands_.reply(*open.typed, !is_end      ? "There are more messages after these."
                                 : shown == 0 ? kNothing
                                              : "These are all.");
    return;
  }
  const bool is_since_complete = open.since != 0 && (complete || reaches_since || !first.isGiven());
  const bool is_begin = !is_since_complete && (complete || !first.isGiven());
  if (!first.isGiven()) {
    first = {.time = open.since};
  }
  std::string key;
  writeConversationKey(open.name.get(), &key);
  if (user->browsed.size() >= kMostBrowsed) {
    user->browsed.clear();
  }
  user->browsed.insert_or_assign(key, Browsed{first, is_begin});
  if (is_since_complete) {
    commands_.reply(*open.typed, shown == 0 ? kNothing : "These are all.");
  } else if (is_begin) {
    commands_.reply(*open.typed, shown == 0 && !open.goes_back ? kNothing : "There are no earlier messages.");
  } else {
    commands_.reply(*open.typed, shown == 0 ? "There are no messages here. /history before goes further back."
                                            : "/history before shows the messages before these.");
  }
}

}  // namespace prism::host
