// SPDX-License-Identifier: MIT
#include "host/history/history.h"

#include "host/base/abi.h"
#include "host/base/unix_time.h"
#include "host/commands/host_command.h"
#include "host/guard/extension.h"
#include "host/guard/whole_struct.h"

#include <fmt/format.h>

#include <utility>

namespace prism::host {
namespace {

// The maximum of requests that the plugin has not answered, of a user and of all.
constexpr std::size_t kMostOpen = 8;
constexpr std::size_t kMostOpenOfAll = 10'000;

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
                 std::chrono::seconds timeout)
    : sessions_(sessions),
      guard_(guard),
      commands_(commands),
      storage_(storage),
      timers_(timers),
      timeout_(timeout),
      wall_clock_(&now) {}

History::~History() {
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
  const auto* table = started_ ? extensionOf<prism_history_plugin>(plugin, guard_, PRISM_HISTORY) : nullptr;
  if (!table || !table->page) {
    return;
  }
  plugin_ = &plugin;
  table_ = *table;
  CommandDefinition command = hostCommand(kOnNetwork, "history", "shows the latest messages here");
  command.description =
      "/history 50 shows 50 of them, /history 2h those of the last two hours (also m, d, w, or a date such as "
      "2026-11-30), and /history before those before the ones that it has shown last.";
  command.arguments.push_back(hostArgument(PRISM_VALUE_LONG_TEXT, "which", "COUNT, AGE or before", true));
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
  for (const Id id : std::exchange(user.open, {})) {
    take(id);
  }
  busy_.erase(name);
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
  User* user = told->user.size == 0 ? nullptr : find(view(told->user));
  if (told->user.size > 0 && !user) {
    return PRISM_ERR_NO_USER;  // logged in before the service was requested
  }
  HistoryCapabilityTable& table = user ? user->capabilities : capabilities_;
  if (table.set({static_cast<ConversationKind>(told->kind), view(told->buddy)}, HistoryCapabilities::of(*told))) {
    return PRISM_OK;
  }
  guard_.reportMisbehaviour(
      "history.set_capabilities",
      fmt::format("{} contacts and rooms have capabilities of their own already", HistoryCapabilityTable::kMostNames),
      view(told->user));
  return PRISM_ERR_LIMIT;
}

const HistoryCapabilities* History::capabilitiesOf(const User& user, const ConversationName& name) const {
  const HistoryCapabilities* found = user.capabilities.find(name);
  return found ? found : capabilities_.find(name);
}

// -------------------------------------------------------------------------------------------------- requests

bool History::canAsk(const User& user) const {
  return plugin_ && user.open.size() < kMostOpen && open_.size() < kMostOpenOfAll;
}

// Hands a request to the plugin. The plugin may answer it, or end the session, before this returns.
void History::ask(User* user, std::unique_ptr<Open> open) {
  const Id id = ++last_id_;
  const Page& page = open->page;
  const RequestPoint after(page.after);
  const RequestPoint before(page.before);
  const RequestPoint around(page.around);
  const Name name = open->name;
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
  open->id = id;
  open->history = this;
  open->timer = timers_.add(timeout_, {}, &History::onTimeout, open.get());
  user->open.insert(id);
  user->open_missed += open->typed ? 0 : 1;
  open_.emplace(id, std::move(open));
  if (plugin_->callExtension("history.page", table_, &prism_history_plugin::page, &request) != Plugin::Call::kDone) {
    if (std::unique_ptr<Open> unanswered = take(id)) {
      fail(std::move(unanswered), "/history has failed because of a fault in the gateway.");
    }
  }
}

// Removes an open request and returns it; nullptr if it has ended.
std::unique_ptr<History::Open> History::take(Id id) {
  const auto found = open_.find(id);
  if (found == open_.end()) {
    return nullptr;
  }
  std::unique_ptr<Open> open = std::move(found->second);
  open_.erase(found);
  timers_.remove(open->timer);
  if (User* user = find(open->user)) {
    user->open.erase(id);
    user->open_missed -= open->typed ? 0 : 1;
    if (!user->wanted.empty()) {
      busy_.insert(user->name);
    }
  }
  return open;
}

// The user is not told of missed messages that do not come: the next occasion is another try.
void History::fail(std::unique_ptr<Open> open, const std::string& why) {
  if (open->typed) {
    commands_.reply(*open->typed, why);
  } else if (User* user = find(open->user)) {
    std::string key;
    writeConversationKey(open->name.get(), &key);
    user->catching_up.erase(key);
  }
}

void History::onTimeout(void* data, TimerQueue::Id) {
  const auto& open = *static_cast<Open*>(data);
  History& self = *open.history;
  self.fail(self.take(open.id), "There was no answer to /history in time.");
}

prism_result History::answer(const prism_history_answer* answer) {
  const Id id = rejectStruct(answer).empty() ? answer->id : 0;
  const auto found = open_.find(id);
  if (!answer || found == open_.end()) {
    return id != 0 && id <= last_id_ ? PRISM_ERR_ENDED : guard_.checkHistoryAnswer(answer, nullptr);
  }
  const Guard::HistoryQuestion question{found->second->user, found->second->name.get(), found->second->page.limit};
  if (const prism_result result = guard_.checkHistoryAnswer(answer, &question); result != PRISM_OK) {
    return result;
  }
  std::unique_ptr<Open> open = take(id);
  if (answer->outcome == PRISM_HISTORY_FAILED) {
    const std::string_view text = view(answer->text);
    fail(std::move(open), text.empty() ? std::string("/history has failed.") : std::string(text));
  } else if (open->typed) {
    showPage(*open, *answer);
  } else {
    sendMissed(std::move(open), *answer);
  }
  return PRISM_OK;
}

}  // namespace prism::host
