// SPDX-License-Identifier: MIT
#include "host/rooms/room_requests.h"

#include "host/base/abi.h"
#include "host/guard/extension.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

// The maximum of requests that the plugin has not answered, of a user and of all.
constexpr std::size_t kMaxOpen = 32;
constexpr std::size_t kMaxOpenOfAll = 10'000;

// The head of a request's struct.
template <typename Struct>
Struct structFor(Struct head, prism_request_id id, const RoomRequest& request) {
  head.struct_size = sizeof head;
  head.id = id;
  head.user = borrowed(request.user);
  head.room = borrowed(request.room);
  return head;
}

prism_rooms_change changeOf(prism_request_id id, const RoomRequest& request) {
  auto change = structFor(prism_rooms_change{}, id, request);
  change.role = request.action == RoomAction::kSetRole ? request.role : 0;
  change.affiliation = request.action == RoomAction::kSetAffiliation ? request.affiliation : 0;
  change.nickname = borrowed(request.nickname);
  change.account = borrowed(request.account);
  change.reason = borrowed(request.reason);
  return change;
}

// The function of the plugin's table, for the log.
const char* functionOf(RoomAction action) {
  switch (action) {
    case RoomAction::kKick:
      return "rooms.kick";
    case RoomAction::kBan:
      return "rooms.ban";
    case RoomAction::kUnban:
      return "rooms.unban";
    case RoomAction::kSetRole:
      return "rooms.set_role";
    case RoomAction::kSetAffiliation:
      return "rooms.set_affiliation";
    case RoomAction::kList:
      return "rooms.list";
    case RoomAction::kInvite:
      return "rooms.invite";
    case RoomAction::kGetSettings:
      return "rooms.get_settings";
    case RoomAction::kConfigure:
      return "rooms.configure";
    case RoomAction::kDestroy:
      return "rooms.destroy";
  }
  return "rooms";
}

}  // namespace

RoomRequests::RoomRequests(SessionTable& sessions, Guard& guard, TimerSource& timers, Poco::Logger& log,
                           std::chrono::milliseconds timeout)
    : sessions_(sessions),
      guard_(guard),
      timers_(timers),
      timeout_(timeout),
      open_(timers, log, {kMaxOpen, kMaxOpenOfAll},
            [](const Open& expired) { expired.answered({RoomsOutcome::kTimedOut}); }) {
  guard_.addEndListener(this);
}

RoomRequests::~RoomRequests() {
  timers_.remove(postponed_timer_);
  guard_.removeEndListener(this);
}

void RoomRequests::start(Plugin& plugin) {
  if (const auto* table = extensionOf<prism_rooms_plugin>(plugin, guard_, PRISM_ROOMS)) {
    table_ = *table;
    plugin_ = &plugin;
    guard_.keepAccounts();
  }
  const auto need = [this](std::uint32_t flag, const char* name, const char* functions,
                           std::initializer_list<RoomAction> actions) {
    return NeededFunctions{flag, name, functions,
                           std::all_of(actions.begin(), actions.end(), [this](RoomAction each) { return has(each); })};
  };
  using Action = RoomAction;
  guard_.reportMisbehaviours(
      "rooms.set_capabilities",
      check_.attach(PRISM_ROOMS, plugin_,
                    {need(PRISM_ROOMS_CAN_KICK, "PRISM_ROOMS_CAN_KICK", "kick", {Action::kKick}),
                     need(PRISM_ROOMS_CAN_BAN, "PRISM_ROOMS_CAN_BAN", "ban and unban", {Action::kBan, Action::kUnban}),
                     need(PRISM_ROOMS_CAN_SET_ROLE, "PRISM_ROOMS_CAN_SET_ROLE", "set_role", {Action::kSetRole}),
                     need(PRISM_ROOMS_CAN_SET_AFFILIATION, "PRISM_ROOMS_CAN_SET_AFFILIATION", "set_affiliation",
                          {Action::kSetAffiliation}),
                     need(PRISM_ROOMS_CAN_LIST, "PRISM_ROOMS_CAN_LIST", "list", {Action::kList}),
                     need(PRISM_ROOMS_CAN_INVITE, "PRISM_ROOMS_CAN_INVITE", "invite", {Action::kInvite}),
                     need(PRISM_ROOMS_CAN_CONFIGURE, "PRISM_ROOMS_CAN_CONFIGURE", "get_settings and configure",
                          {Action::kConfigure}),
                     need(PRISM_ROOMS_CAN_DESTROY, "PRISM_ROOMS_CAN_DESTROY", "destroy", {Action::kDestroy})}));
}

bool RoomRequests::has(RoomAction action) const {
  switch (action) {
    case RoomAction::kKick:
      return table_.kick != nullptr;
    case RoomAction::kBan:
      return table_.ban != nullptr;
    case RoomAction::kUnban:
      return table_.unban != nullptr;
    case RoomAction::kSetRole:
      return table_.set_role != nullptr;
    case RoomAction::kSetAffiliation:
      return table_.set_affiliation != nullptr;
    case RoomAction::kList:
      return table_.list != nullptr;
    case RoomAction::kInvite:
      return table_.invite != nullptr;
    case RoomAction::kGetSettings:
      return table_.get_settings != nullptr;
    case RoomAction::kConfigure:
      return table_.get_settings != nullptr && table_.configure != nullptr;
    case RoomAction::kDestroy:
      return table_.destroy != nullptr;
  }
  return false;
}

void RoomRequests::send(RoomRequest request, Answered answered) {
  if (answering_) {
    postpone(std::move(request), std::move(answered));
    return;
  }
  if (request.action == RoomAction::kSetAffiliation && request.affiliation == PRISM_AFFILIATION_OUTCAST &&
      has(RoomAction::kBan)) {
    request.action = RoomAction::kBan;
  }
  if (const RoomsOutcome refusal = refusalOf(&request); refusal != RoomsOutcome::kDone) {
    answered({refusal});
    return;
  }
  const Id id = sessions_.requestIds().next();
  open_.add(id, functionOf(request.action), timeout_, {request.user, request.action, std::move(answered)});
  if (hand(id, request) == Plugin::Call::kThrew) {
    if (const auto ended = open_.take(id)) {
      ended->answered({RoomsOutcome::kFault});
    }
  }
}

// Returns kDone if the request can be handed to the plugin. The room gets the name of the user's join, and a
// participant the names that the network has told.
RoomsOutcome RoomRequests::refusalOf(RoomRequest* request) {
  Session* session = sessions_.find(request->user);
  const Room* room = session ? session->findRoom(request->room) : nullptr;
  if (!room || room->seen_nickname.empty()) {
    return RoomsOutcome::kNotJoined;
  }
  if (!has(request->action) || !allows(room->capabilities.value_or(all_rooms_), *request)) {
    return RoomsOutcome::kUnsupported;
  }
  if (open_.isFull(request->user)) {
    return RoomsOutcome::kBusy;
  }
  request->room = room->name;
  if (const auto known = room->accounts ? room->accounts->find(request->nickname) : std::nullopt) {
    request->nickname = known->nickname;
    request->account = known->account;
  }
  return RoomsOutcome::kDone;
}

bool RoomRequests::allows(const RoomCapabilities& can, const RoomRequest& request) const {
  switch (request.action) {
    case RoomAction::kKick:
      return can.can(PRISM_ROOMS_CAN_KICK);
    case RoomAction::kBan:
    case RoomAction::kUnban:
      return can.can(PRISM_ROOMS_CAN_BAN);
    case RoomAction::kSetRole:
      return can.can(PRISM_ROOMS_CAN_SET_ROLE) && can.hasRole(request.role);
    case RoomAction::kSetAffiliation:
      return can.can(PRISM_ROOMS_CAN_SET_AFFILIATION) && can.hasAffiliation(request.affiliation);
    case RoomAction::kList:
      return can.can(PRISM_ROOMS_CAN_LIST) && can.hasAffiliation(request.affiliation);
    case RoomAction::kInvite:
      return can.can(PRISM_ROOMS_CAN_INVITE);
    case RoomAction::kGetSettings:
    case RoomAction::kConfigure:
      return can.can(PRISM_ROOMS_CAN_CONFIGURE);
    case RoomAction::kDestroy:
      return can.can(PRISM_ROOMS_CAN_DESTROY);
  }
  return false;
}

Plugin::Call RoomRequests::hand(Id id, const RoomRequest& request) {
  const char* const name = functionOf(request.action);
  const auto change = [&](void (*prism_rooms_plugin::*function)(void*, const prism_rooms_change*)) {
    const prism_rooms_change handed = changeOf(id, request);
    return plugin_->callExtension(name, table_, function, &handed);
  };
  switch (request.action) {
    case RoomAction::kKick:
      return change(&prism_rooms_plugin::kick);
    case RoomAction::kBan:
      return change(&prism_rooms_plugin::ban);
    case RoomAction::kUnban:
      return change(&prism_rooms_plugin::unban);
    case RoomAction::kSetRole:
      return change(&prism_rooms_plugin::set_role);
    case RoomAction::kSetAffiliation:
      return change(&prism_rooms_plugin::set_affiliation);
    case RoomAction::kList: {
      auto list = structFor(prism_rooms_query{}, id, request);
      list.affiliation = request.affiliation;
      return plugin_->callExtension(name, table_, &prism_rooms_plugin::list, &list);
    }
    case RoomAction::kInvite: {
      auto invite = structFor(prism_rooms_invite{}, id, request);
      invite.invitee = borrowed(request.account);
      invite.reason = borrowed(request.reason);
      return plugin_->callExtension(name, table_, &prism_rooms_plugin::invite, &invite);
    }
    case RoomAction::kGetSettings: {
      const auto wanted = structFor(prism_rooms_settings_query{}, id, request);
      return plugin_->callExtension(name, table_, &prism_rooms_plugin::get_settings, &wanted);
    }
    case RoomAction::kConfigure: {
      std::vector<prism_pair> values;
      for (const RoomValue& each : request.values) {
        values.push_back({borrowed(each.name), borrowed(each.value)});
      }
      auto configuration = structFor(prism_rooms_configuration{}, id, request);
      configuration.values = values.data();
      configuration.values_count = values.size();
      return plugin_->callExtensionWithSecret(name, table_, &prism_rooms_plugin::configure, &configuration);
    }
    case RoomAction::kDestroy: {
      auto destroy = structFor(prism_rooms_destroy{}, id, request);
      destroy.reason = borrowed(request.reason);
      destroy.alternative = borrowed(request.alternative);
      return plugin_->callExtension(name, table_, &prism_rooms_plugin::destroy, &destroy);
    }
  }
  return Plugin::Call::kMissing;
}

prism_result RoomRequests::setCapabilities(const prism_rooms_capabilities* capabilities) {
  RoomCapabilities read;
  Room* room = nullptr;
  const prism_result result = guard_.readRoomCapabilities(capabilities, &read, &room);
  if (result == PRISM_OK) {
    guard_.reportMisbehaviours("rooms.set_capabilities", check_.tell(capabilities->flags));
    const bool inherits = capabilities->flags == PRISM_CAPABILITIES_INHERIT;
    if (room) {
      room->capabilities = inherits ? std::nullopt : std::optional(read);
    } else {
      all_rooms_ = inherits ? RoomCapabilities{} : read;
    }
  }
  return result;
}

prism_result RoomRequests::answer(const prism_rooms_answer* answer) {
  if (const prism_result result = guard_.checkRoomsAnswer(answer); result != PRISM_OK) {
    return result;
  }
  if (answer->id == 0 || answer->id > sessions_.requestIds().last()) {
    guard_.reportMisbehaviour("rooms.answer", fmt::format("there was no request {}", answer->id));
    return PRISM_ERR_ARGUMENT;
  }
  const Open* open = open_.find(answer->id);
  if (!open) {
    return PRISM_ERR_ENDED;
  }
  const RoomAction action = open->action;
  const auto content = action == RoomAction::kList          ? RoomsAnswerContent::kMembers
                       : action == RoomAction::kGetSettings ? RoomsAnswerContent::kSettings
                                                            : RoomsAnswerContent::kNone;
  RoomsAnswer read;
  const prism_result result = guard_.readRoomsAnswer(answer, open->user, content, &read);
  if (result == PRISM_OK) {
    const auto ended = open_.take(answer->id);
    answering_ = true;
    ended->answered(read);
    answering_ = false;
  }
  return result;
}

void RoomRequests::postpone(RoomRequest request, Answered answered) {
  if (postponed_timer_ == 0) {
    postponed_timer_ = timers_.add(std::chrono::milliseconds(0), {}, &RoomRequests::sendPostponed, this);
  }
  postponed_.push_back({std::move(request), std::move(answered)});
}

void RoomRequests::sendPostponed(void* data, TimerQueue::Id) {
  auto& self = *static_cast<RoomRequests*>(data);
  self.postponed_timer_ = 0;
  // Meanwhile, the plugin may end a session, which removes further elements.
  while (!self.postponed_.empty()) {
    Postponed next = std::move(self.postponed_.front());
    self.postponed_.pop_front();
    self.send(std::move(next.request), std::move(next.answered));
  }
}

void RoomRequests::onSessionEnded(const std::string& user) {
  std::erase_if(postponed_, [&user](const Postponed& each) { return each.request.user == user; });
  open_.endAllOf(user);
}

}  // namespace prism::host
