// SPDX-License-Identifier: MIT
// The part of History that keeps positions, and asks for what was missed behind them.
#include "host/base/abi.h"
#include "host/history/history.h"
#include "host/history/page_ends.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

constexpr char kKey[] = "history";

// The shortest time between two changes of the stored positions of a user.
constexpr std::chrono::seconds kStoreInterval{5};

// Conversations of one user that are caught up with at a time; the others wait.
constexpr std::size_t kMostCatchUps = 4;
constexpr std::size_t kMostWanted = 500;

// Pages of one conversation, against an archive that never ends.
constexpr std::uint32_t kMostPages = 20;

struct Plan {
  std::uint32_t part;
  bool bounded;  // behind the position
};

// Returns the request for what is behind a position; nullopt if the network has none that fits.
std::optional<Plan> planFor(const HistoryCapabilities& can, const HistoryPoint& position) {
  const bool usable = can.canUse(position.id, position.time);
  if (usable && can.can(PRISM_HISTORY_CAN_LATEST_AFTER)) {
    return Plan{PRISM_HISTORY_NEWEST, true};
  }
  if (usable && can.can(PRISM_HISTORY_CAN_AFTER)) {
    return Plan{PRISM_HISTORY_OLDEST, true};
  }
  return can.can(PRISM_HISTORY_CAN_LATEST) ? std::optional(Plan{PRISM_HISTORY_NEWEST, false}) : std::nullopt;
}

}  // namespace

// ------------------------------------------------------------------------------------------------- positions

void History::noteMessage(const prism_message& message) {
  User* user = find(view(message.user));
  const ConversationName name = conversationOf(message);
  const HistoryCapabilities* can = user ? capabilitiesOf(*user, name) : nullptr;
  if (!can || !can->keepsPosition()) {
    return;
  }
  HistoryPosition& position = user->positions.at(name);
  position.note(view(message.id), message.time, wall_clock_());
  if (position.isOverheld()) {
    std::string key;
    writeConversationKey(name, &key);
    if (!user->catching_up.contains(key)) {
      position.release();
    }
  }
  setChanged(user);
}

void History::noteReceipt(const prism_receipt& receipt) {
  User* user = receipt.network_id.size > 0 ? find(view(receipt.user)) : nullptr;
  if (!user) {
    return;
  }
  const auto kind = static_cast<ConversationKind>(receipt.kind);
  const ConversationName name{kind, view(receipt.buddy),
                              kind == ConversationKind::kPrivate ? view(receipt.nickname) : std::string_view()};
  const HistoryCapabilities* can = capabilitiesOf(*user, name);
  if (can && can->keepsPosition()) {
    user->positions.at(name).noteSent(view(receipt.network_id), receipt.state == PRISM_RECEIPT_ACCEPTED, wall_clock_());
    setChanged(user);
  }
}

prism_result History::setPosition(const prism_history_position* told) {
  if (const prism_result result = guard_.checkHistoryPosition("history.set_position", told, true); result != PRISM_OK) {
    return result;
  }
  User* user = find(view(told->user));
  const ConversationName name = conversationOf(*told);
  const HistoryCapabilities* can = user ? capabilitiesOf(*user, name) : nullptr;
  if (!user) {
    return PRISM_ERR_NO_USER;
  }
  if (!can || !can->keepsPosition()) {
    log_.debug("history.set_position: the capabilities of this conversation do not keep a position");
    return PRISM_ERR_UNSUPPORTED;
  }
  if (user->positions.at(name).set(view(told->id), told->time, wall_clock_())) {
    setChanged(user);
  }
  return PRISM_OK;
}

prism_result History::listPositions(prism_str name, prism_history_position_fn visit, void* data) {
  if (const prism_result result = guard_.checkHistoryUser("history.list_positions", name, visit != nullptr);
      result != PRISM_OK) {
    return result;
  }
  User* user = find(view(name));
  if (!user) {
    return PRISM_ERR_NO_USER;
  }
  const std::string user_name = user->name;
  std::vector<HistoryPosition> copies;  // `visit` may change the positions, or end the session
  user->positions.visit([&](const HistoryPosition& position) { copies.push_back(position); });
  for (const HistoryPosition& position : copies) {
    if (position.base().isGiven()) {
      const HistoryPoint point = position.base();
      const prism_history_position told{sizeof told,
                                        static_cast<std::uint32_t>(position.kind),
                                        borrowed(user_name),
                                        borrowed(position.buddy),
                                        borrowed(position.nickname),
                                        borrowed(point.id),
                                        point.time};
      visit(data, &told);
    }
  }
  return PRISM_OK;
}

void History::setChanged(User* user) {
  user->is_changed = true;
  if (user->store_timer == 0) {
    changed_.insert(user->name);
  }
}

void History::storeChanged() {
  for (const std::string& name : std::exchange(changed_, {})) {
    User* user = find(name);
    if (!user || !user->is_changed || user->store_timer != 0) {
      continue;
    }
    const auto waited = Clock::now() - user->stored;
    if (waited >= kStoreInterval) {
      store(user);
    } else {
      user->store_timer = timers_.add(kStoreInterval - waited, {}, &History::onStoreTimer, user);
    }
  }
}

// If it fails, the storage has logged why.
void History::store(User* user) {
  if (std::exchange(user->is_changed, false) && user->is_readable) {
    user->stored = Clock::now();
    const std::string text = user->positions.text();
    storage_.change(user->name, kKey, text.empty() ? std::nullopt : std::optional<std::string_view>(text));
  }
}

void History::onStoreTimer(void* data, TimerQueue::Id) {
  User& user = *static_cast<User*>(data);
  user.store_timer = 0;
  user.history->store(&user);
}

// ----------------------------------------------------------------------------------------- what was missed

void History::wantMissedOfRoom(const prism_participant& self) {
  User* user = find(view(self.user));
  const ConversationName name{ConversationKind::kRoom, view(self.room)};
  const HistoryCapabilities* can = user ? capabilitiesOf(*user, name) : nullptr;
  if (can && can->can(PRISM_HISTORY_ASKS_MISSED)) {
    want(user, {.name = Name(name)});
  }
}

void History::wantMissedOfContacts(prism_str name) {
  User* user = find(view(name));
  if (!user) {
    return;
  }
  std::vector<const HistoryPosition*> newest_first;
  user->positions.visit([&](const HistoryPosition& position) {
    const HistoryCapabilities* can = capabilitiesOf(*user, position.name());
    if (position.kind == ConversationKind::kContact && can && can->can(PRISM_HISTORY_ASKS_MISSED)) {
      newest_first.push_back(&position);
    }
  });
  std::sort(newest_first.begin(), newest_first.end(),
            [](const HistoryPosition* a, const HistoryPosition* b) { return a->base().time > b->base().time; });
  for (const HistoryPosition* position : newest_first) {
    want(user, {.name = Name(position->name())});
  }
}

prism_result History::catchUp(const prism_history_position* told) {
  if (const prism_result result = guard_.checkHistoryPosition("history.catch_up", told, false); result != PRISM_OK) {
    return result;
  }
  User* user = find(view(told->user));
  if (!user) {
    return PRISM_ERR_NO_USER;
  }
  Wanted wanted{
      .name = Name(conversationOf(*told)), .hint = {std::string(view(told->id)), told->time}, .from_plugin = true};
  const HistoryCapabilities* can = capabilitiesOf(*user, wanted.name.get());
  const HistoryPosition* known = user->positions.find(wanted.name.get());
  if (!plugin_ || !can || !planFor(*can, known && known->base().isGiven() ? known->base() : wanted.hint)) {
    log_.debug("history.catch_up: the capabilities of this conversation allow no page after its position");
    return PRISM_ERR_UNSUPPORTED;
  }
  if (want(user, std::move(wanted))) {
    return PRISM_OK;
  }
  guard_.reportMisbehaviour("history.catch_up", fmt::format("{} conversations of the user wait already", kMostWanted),
                            view(told->user));
  return PRISM_ERR_LIMIT;
}

// From now on until the messages have come, the position stays where it is.
bool History::want(User* user, Wanted wanted) {
  std::string key;
  writeConversationKey(wanted.name.get(), &key);
  if (user->catching_up.contains(key) || !plugin_) {
    return true;
  }
  if (user->wanted.size() >= kMostWanted) {
    return false;
  }
  const HistoryCapabilities* can = capabilitiesOf(*user, wanted.name.get());
  if (can && can->keepsPosition()) {
    user->positions.at(wanted.name.get()).hold();
  }
  user->catching_up.insert(key);
  user->wanted.push_back(std::move(wanted));
  waiting_.add(user->name);
  return true;
}

void History::afterTurn(bool congested, const IsFull& isFull) {
  if (std::exchange(is_worth_trimming_, false)) {
    ::malloc_trim(0);  // the rest of the session is gone by now
  }
  if (!congested) {
    askForPages(isFull);
  }
  storeChanged();
}

void History::wake() {
  if (!waiting_.empty() && turn_timer_ == 0) {
    turn_timer_ = timers_.add({}, {}, &History::onTurnTimer, this);
  }
}

void History::askForPages(const IsFull& isFull) {
  if (waiting_.empty()) {
    return;
  }
  Turn turn{.end = Clock::now() + turn_, .isFull = isFull};
  waiting_.visit([&] { return open_.isFull() || turn.isOver(); },
                 [&](const std::string& name) { return askAfterTurn(name, &turn); });
  if (!open_.isFull()) {  // else the next answer makes a turn
    wake();
  }
}

// Returns true if the user goes on waiting for a turn.
bool History::askAfterTurn(const std::string& name, Turn* turn) {
  if (User* user = find(name)) {
    askNextPages(user, turn);
  }
  if (User* user = find(name)) {  // the plugin may have ended the session
    askWanted(user, turn);
  }
  const User* user = find(name);
  if (!user || hasMoreToAsk(*user)) {
    return user != nullptr;
  }
  // If the user has an open request, its end goes on with what waits. If not, those of other users are too many now.
  return !user->wanted.empty() && open_.countOf(name) == 0;
}

// The loop's next turn does not wait for anything then, and serves what has come meanwhile.
void History::onTurnTimer(void* history, TimerQueue::Id) { static_cast<History*>(history)->turn_timer_ = 0; }

bool History::hasMoreToAsk(const User& user) const {
  return !user.next_pages.empty() || (!user.wanted.empty() && user.open_missed < kMostCatchUps && canAsk(user));
}

void History::askNextPages(User* user, Turn* turn) {
  const std::string name = user->name;
  while (user && !user->next_pages.empty() && !turn->isOver()) {
    Open open = std::move(user->next_pages.front());
    user->next_pages.pop_front();
    ++turn->pages;
    ask(user, std::move(open));
    user = find(name);
  }
}

void History::askWanted(User* user, Turn* turn) {
  const std::string name = user->name;
  while (user && !user->wanted.empty() && user->open_missed < kMostCatchUps && canAsk(*user) && !turn->isOver()) {
    const Wanted wanted = std::move(user->wanted.front());
    user->wanted.pop_front();
    ++turn->pages;
    askMissed(user, wanted);
    user = find(name);
  }
}

void History::askMissed(User* user, const Wanted& wanted) {
  const ConversationName name = wanted.name.get();
  const HistoryCapabilities* can = capabilitiesOf(*user, name);
  const HistoryPosition* known = user->positions.find(name);
  const bool has_position = known && known->base().isGiven();
  HistoryPoint from = has_position ? known->base() : wanted.hint;
  const auto plan = can && isReachable(user->name, name) ? planFor(*can, from) : std::nullopt;
  const bool is_first = !from.isGiven();
  if (!plan || (is_first && !wanted.from_plugin && !can->can(PRISM_HISTORY_ASKS_FIRST))) {
    return endCatchUp(user, name);
  }
  const bool by_id = plan->bounded && can->usesId(from.id);
  if (has_position && !by_id) {
    // Messages of exactly this time may have been missed, and those that were sent are known by their ids.
    const std::int64_t seen = known->seenUntil();
    from.time = seen == from.time - HistoryPositions::kClockMargin ? seen : seen - 1;
  }
  Page page{.part = plan->part,
            .limit = std::min(can->longest_page, can->most_missed),
            .by_id = can->can(PRISM_HISTORY_BY_ID)};
  if (plan->bounded) {
    page.after = from;
  }
  Open open{.user = user->name, .name = wanted.name, .page = std::move(page)};
  open.missed = {.can = *can, .by_id = by_id, .first = is_first, .sent = 0, .pages = 1};
  ask(user, std::move(open));
}

void History::sendMissed(Open open, const prism_history_answer& answer, Entries entries, const Between& between) {
  User* user = find(open.user);
  const ConversationName name = open.name.get();
  if (!user) {
    return;
  }
  if (!isReachable(open.user, name)) {
    return endCatchUp(user, name);
  }
  Missed& missed = open.missed;
  const std::int64_t now = wall_clock_();
  HistoryPosition* position = missed.can.keepsPosition() ? &user->positions.at(name) : user->positions.find(name);
  std::size_t known = 0;
  for (const prism_history_entry* const& entry : entries) {
    const prism_message& message = *entry->message;
    if (position && !position->isNew(view(message.id), message.time, missed.by_id)) {
      ++known;
    } else if (guard_.historyEntry(*entry, static_cast<std::size_t>(&entry - answer.entries)) == PRISM_OK) {
      ++missed.sent;
      if (position) {
        position->noteMissed(view(message.id), message.time, now);
      }
      between();
    }
  }
  if (known > 0 && log_.debug()) {
    log_.debug(fmt::format("history.answer: {} of {} entries were sent to the user before, and are left out", known,
                           answer.entries_count));
  }
  const HistoryPoint last = lastOf(answer, entries);
  const bool complete = (answer.flags & PRISM_HISTORY_COMPLETE) != 0 || !last.isGiven();
  const bool goes_on = !complete && open.page.part == PRISM_HISTORY_OLDEST && missed.sent < missed.can.most_missed &&
                       missed.pages < kMostPages && missed.can.canUse(last.id, last.time) && canAsk(*user);
  if (goes_on) {
    if (position) {
      position->moveHold(last);
      setChanged(user);
    }
    open.page.after = last;
    open.page.limit = std::min(missed.can.longest_page, missed.can.most_missed - missed.sent);
    missed.by_id = missed.can.usesId(last.id);
    ++missed.pages;
    // Not now: this runs within the plugin's answer().
    user->next_pages.push_back(std::move(open));
    waiting_.add(user->name);
    return;
  }
  if (!complete && !missed.first && missed.sent > 0) {
    const Conversation conversation{static_cast<std::uint32_t>(name.kind), open.user, open.name.buddy,
                                    open.name.nickname};
    commands_.reply(conversation, missed.can.can(PRISM_HISTORY_CAN_LATEST)
                                      ? "You have missed more messages than these. /history shows the latest."
                                      : "You have missed more messages than these.");
  }
  endCatchUp(user, name);
}

void History::endCatchUp(User* user, const ConversationName& name) {
  std::string key;
  writeConversationKey(name, &key);
  user->catching_up.erase(key);
  HistoryPosition* position = user->positions.find(name);
  if (position && position->release()) {
    setChanged(user);
  }
}

}  // namespace prism::host
