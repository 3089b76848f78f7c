// SPDX-License-Identifier: MIT
#include "host/history/history.h"

#include "host/base/abi.h"
#include "host/base/unix_time.h"
#include "host/commands/host_command.h"
#include "host/guard/extension.h"
#include "host/guard/whole_struct.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

// The maximum of requests that the plugin has not answered, of a user and of all.
constexpr std::size_t kMostOpen = 8;
constexpr std::size_t kMostOpenOfAll = 10'000;

// Positions of a user whose memory, about 2 kB each, is returned to the system at the end of the session.
constexpr std::size_t kWorthTrimming = 200;

std::int64_t now() { return static_cast<std::int64_t>(unixTime() * 1000); }

// A point of a request, in strings of its own, which the plugin may have answered before its function returns.
class RequestPoint {
 public:
  explicit RequestPoint(const HistoryPoint& point) : id_(point.id) {
    point_.struct_size = sizeof point_;
    point_.id = borrowed(id_);
    point_.time = point.time;
  }
  RequestPoint(const RequestPoint&) = delete;
  RequestPoint& operator=(const RequestPoint&) = delete;

  const prism_history_point* get() const { return point_.id.size > 0 || point_.time != 0 ? &point_ : nullptr; }

 private:
  const std::string id_;
  prism_history_point point_{};
};

}  // namespace

ConversationName conversationOf(const prism_message& message) {
  const auto kind = static_cast<ConversationKind>(message.kind);
  return {kind, view(message.buddy), kind == ConversationKind::kPrivate ? view(message.nickname) : std::string_view()};
}

ConversationName conversationOf(const prism_history_position& position) {
  return {static_cast<ConversationKind>(position.kind), view(position.buddy), view(position.nickname)};
}

History::History(SessionTable& sessions, Guard& guard, Commands& commands, Storage& storage, TimerSource& timers,
                 Poco::Logger& log, std::chrono::milliseconds timeout)
    : sessions_(sessions),
      guard_(guard),
      commands_(commands),
      storage_(storage),
      timers_(timers),
      log_(log),
      timeout_(timeout),
      wall_clock_(&now),
      capabilities_(sessions.capabilityTotal()),
      open_(timers, log, {kMostOpen, kMostOpenOfAll}, [this](const Open& expired) {
        noteEnded(expired);
        fail(expired, "There was no answer to /history in time.");
      }) {}

History::~History() {
  if (turn_timer_ != 0) {
    timers_.remove(turn_timer_);
  }
  if (started_) {
    guard_.removeEndListener(this);
    commands_.removeHostCommands(this);
  }
}

void History::start() {
  if (!std::exchange(started_, true)) {
    storage_.start();
    guard_.addEndListener(this);
  }
}

void History::attach(Plugin& plugin) {
  if (!started_) {
    return;
  }
  const auto* table = extensionOf<prism_history_plugin>(plugin, guard_, PRISM_HISTORY);
  if (table && table->page) {
    plugin_ = &plugin;
    table_ = *table;
  }
  constexpr std::uint32_t kPages = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER |
                                   PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_CAN_AROUND |
                                   PRISM_HISTORY_ASKS_MISSED;
  guard_.reportMisbehaviours(
      "history.set_capabilities",
      check_.attach(PRISM_HISTORY, table,
                    {{kPages, "PRISM_HISTORY_CAN_... or PRISM_HISTORY_ASKS_MISSED", "page", plugin_ != nullptr}}));
  CommandDefinition command = hostCommand(kOnNetwork, "history", "shows the latest messages here");
  command.description =
      "/history 50 shows 50 of them, /history 2h those of the last two hours (also m, d, w, or a date such as "
      "2026-11-30), and /history before those before the ones that it has shown last.";
  command.arguments.push_back(hostArgument(PRISM_VALUE_LONG_TEXT, "which", "COUNT, AGE or before", true));
  command.hidden = !plugin_;
  commands_.addHostCommands({std::move(command)}, this);
}

// -------------------------------------------------------------------------------------------------- sessions

void History::onLogin(const std::string& name) {
  if (!started_) {
    return;
  }
  std::unique_ptr<User>& user = users_[name];
  if (!user) {
    user = std::make_unique<User>();
    user->name = name;
    user->history = this;
  }
  std::optional<std::string> stored;
  user->is_readable = storage_.get(name, "history", &stored).result == PRISM_OK;
  if (stored) {
    user->positions.read(*stored, wall_clock_());
  }
}

void History::onSessionEnded(const std::string& name) {
  const auto found = users_.find(name);
  if (found == users_.end()) {
    return;
  }
  User& user = *found->second;
  store(&user);
  if (user.store_timer != 0) {
    timers_.remove(user.store_timer);
  }
  open_.endAllOf(name);
  waiting_.remove(name);
  changed_.erase(name);
  is_worth_trimming_ = is_worth_trimming_ || user.positions.size() >= kWorthTrimming;
  users_.erase(found);
}

History::User* History::find(std::string_view user) {
  const auto found = users_.find(user);
  return found == users_.end() ? nullptr : found->second.get();
}

// Returns false if messages of the conversation would not reach the user.
bool History::isReachable(const std::string& user, const ConversationName& name) {
  Session* session = sessions_.find(user);
  return session && (name.kind == ConversationKind::kContact || session->findRoom(name.name));
}

// ---------------------------------------------------------------------------------------------- capabilities

prism_result History::setCapabilities(const prism_history_capabilities* told) {
  if (const prism_result result = guard_.checkHistoryCapabilities(told); result != PRISM_OK) {
    return result;
  }
  guard_.reportMisbehaviours("history.set_capabilities", check_.tell(told->flags));
  User* user = told->user.size == 0 ? nullptr : find(view(told->user));
  if (told->user.size > 0 && !user) {
    return PRISM_ERR_NO_USER;  // logged in before the service was requested
  }
  Session* session = user ? sessions_.find(user->name) : nullptr;
  HistoryCapabilityTable& table = session ? session->historyCapabilities(sessions_.capabilityTotal()) : capabilities_;
  const ConversationName name{static_cast<ConversationKind>(told->kind), view(told->buddy)};
  if (told->flags == PRISM_CAPABILITIES_INHERIT) {
    table.remove(name);
    return PRISM_OK;
  }
  using Result = HistoryCapabilityTable::Result;
  const Result result = table.set(name, HistoryCapabilities::of(*told));
  if (result == Result::kDone) {
    return PRISM_OK;
  }
  guard_.reportMisbehaviour(
      "history.set_capabilities",
      result == Result::kTooManyNames
          ? fmt::format("{} contacts and rooms have capabilities of their own already",
                        HistoryCapabilityTable::kMostNames)
          : std::string("the names of contacts and rooms with capabilities of their own take too much memory"),
      view(told->user));
  return PRISM_ERR_LIMIT;
}

const HistoryCapabilities* History::capabilitiesOf(const User& user, const ConversationName& name) {
  const Session* session = sessions_.find(user.name);
  const HistoryCapabilities* found = session ? session->historyCapabilities(name) : nullptr;
  return found ? found : capabilities_.find(name);
}

// -------------------------------------------------------------------------------------------------- requests

bool History::canAsk(const User& user) const { return plugin_ && !open_.isFull(user.name); }

// Hands a request to the plugin. The plugin may answer it, or end the session, before this returns.
void History::ask(User* user, Open open) {
  const Id id = sessions_.requestIds().next();
  const Page page = open.page;
  const RequestPoint after(page.after);
  const RequestPoint before(page.before);
  const RequestPoint around(page.around);
  const Name name = open.name;
  const std::string user_name = user->name;
  prism_history_request request{};
  request.struct_size = sizeof request;
  request.kind = static_cast<std::uint32_t>(name.kind);
  request.part = page.part;
  request.limit = page.limit;
  request.id = id;
  request.user = borrowed(user_name);
  request.buddy = borrowed(name.buddy);
  request.nickname = borrowed(name.nickname);
  request.after = after.get();
  request.before = before.get();
  request.around = around.get();
  user->open_missed += open.typed ? 0 : 1;
  open_.add(id, "history.page", timeout_, std::move(open));
  if (plugin_->callExtension("history.page", table_, &prism_history_plugin::page, &request) != Plugin::Call::kDone) {
    if (const auto unanswered = take(id)) {
      fail(*unanswered, "/history has failed because of a fault in the gateway.");
    }
  }
}

// Removes an open request and returns it; nullopt if it has ended.
std::optional<History::Open> History::take(Id id) {
  std::optional<Open> open = open_.take(id);
  if (open) {
    noteEnded(*open);
  }
  return open;
}

void History::noteEnded(const Open& open) {
  if (User* user = find(open.user)) {
    user->open_missed -= open.typed ? 0 : 1;
    if (!user->wanted.empty()) {
      waiting_.add(user->name);
    }
  }
}

// The user is not told of missed messages that do not come: the next occasion is another try.
void History::fail(const Open& open, const std::string& why) {
  if (open.typed) {
    commands_.reply(*open.typed, why);
  } else if (User* user = find(open.user)) {
    std::string key;
    writeConversationKey(open.name.get(), &key);
    user->catching_up.erase(key);
  }
}

// The user is told of missed messages, too: the same page would be too large the next time.
void History::tellTooLarge(const Open& open) {
  if (open.typed) {
    fail(open, "These messages are too large to be shown together. Ask for fewer of them, such as /history 5.");
    return;
  }
  fail(open, {});
  const ConversationName name = open.name.get();
  if (isReachable(open.user, name)) {
    commands_.reply({static_cast<std::uint32_t>(name.kind), open.user, open.name.buddy, open.name.nickname},
                    "You have missed messages here, which are too large to be shown together. /history 5 shows a few.");
  }
}

prism_result History::answer(const prism_history_answer* answer, const Between& between) {
  const Id id = rejectStruct(answer).empty() ? answer->id : 0;
  const Open* asked = open_.find(id);
  if (!answer || !asked) {
    const bool has_ended = id != 0 && id <= sessions_.requestIds().last();
    return has_ended ? PRISM_ERR_ENDED : guard_.checkHistoryAnswer(answer, nullptr);
  }
  const Guard::HistoryQuestion question{asked->user, asked->name.get(), asked->page.limit};
  if (const prism_result result = guard_.checkHistoryAnswer(answer, &question); result != PRISM_OK) {
    if (result == PRISM_ERR_LIMIT) {
      tellTooLarge(*take(id));
    }
    return result;
  }
  Open open = *take(id);
  const Entries entries = withinBounds(open.page, *answer);
  if (answer->outcome == PRISM_HISTORY_FAILED) {
    const std::string_view text = view(answer->text);
    fail(open, text.empty() ? std::string("/history has failed.") : std::string(text));
  } else if (open.typed) {
    showPage(open, *answer, entries, between);
  } else {
    sendMissed(std::move(open), *answer, entries, between);
  }
  return PRISM_OK;
}

// Returns the entries of a page that are within the bounds of the request. The page is in order. A bound is the message
// with the id of the point if the page has it, and the time of the point if the network does not know ids.
History::Entries History::withinBounds(const Page& page, const prism_history_answer& answer) {
  const Entries all(answer.entries, answer.entries_count);
  const auto find = [&all](const HistoryPoint& point) {
    return std::find_if(all.begin(), all.end(), [&point](const prism_history_entry* entry) {
      return !point.id.empty() && view(entry->message->id) == point.id;
    });
  };
  const auto isBefore = [](const prism_history_entry* entry, std::int64_t time) { return entry->message->time < time; };
  const auto isAfter = [](std::int64_t time, const prism_history_entry* entry) { return time < entry->message->time; };
  auto begin = all.begin();
  if (const auto after = find(page.after); after != all.end()) {
    begin = after + 1;
  } else if (page.after.time != 0 && !(page.by_id && !page.after.id.empty())) {
    begin = std::lower_bound(all.begin(), all.end(), page.after.time, isBefore);
  }
  auto end = find(page.before);
  if (end == all.end() && page.before.time != 0 && !(page.by_id && !page.before.id.empty())) {
    end = std::upper_bound(all.begin(), all.end(), page.before.time, isAfter);
  }
  const Entries within = begin < end ? Entries(begin, end) : Entries();
  if (within.size() < all.size() && log_.debug()) {
    log_.debug(fmt::format("history.answer: {} of {} entries are outside of the bounds of the request, and left out",
                           all.size() - within.size(), all.size()));
  }
  return within;
}

}  // namespace prism::host
