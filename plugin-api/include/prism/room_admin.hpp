// SPDX-License-Identifier: MIT
// Moderation and administration of rooms in C++: the service "prism.rooms/1". prism/room_admin.h says more about
// it.
//
//   class Parrot : public prism::Plugin, public prism::RoomsHandler {
//    public:
//     explicit Parrot(prism::Host host) : Plugin(host), rooms_(host) {
//       prism::RoomsCapabilities can;
//       can.kick = can.invite = true;
//       rooms_.setCapabilities(can);
//     }
//     void kick(const prism::RoomsChange& change, const prism::RoomsResponder& responder) override {
//       if (!remove(change.room, change.nickname)) {
//         responder.refuse(prism::RoomsOutcome::NotFound);
//       } else {
//         responder.done();
//       }
//     }
//
// All of it is [main]. Strings are borrowed until the call returns.
#ifndef PRISM_ROOM_ADMIN_HPP
#define PRISM_ROOM_ADMIN_HPP

#include <prism/host.hpp>
#include <prism/plugin.hpp>
#include <prism/prompt.hpp>
#include <prism/responder.hpp>
#include <prism/room_admin.h>
#include <prism/rooms.hpp>
#include <prism/types.hpp>

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace prism {

enum class RoomsOutcome : std::uint32_t {
  Done = PRISM_ROOMS_DONE,
  Failed = PRISM_ROOMS_FAILED,
  Forbidden = PRISM_ROOMS_FORBIDDEN,
  NotFound = PRISM_ROOMS_NOT_FOUND,
  Conflict = PRISM_ROOMS_CONFLICT,
  Unsupported = PRISM_ROOMS_UNSUPPORTED,
};

// The abilities of the network in all rooms, or in one room of one user.
struct RoomsCapabilities {
  std::string_view user = {};  // both empty: all rooms
  std::string_view room = {};
  bool inherit = false;  // removes what was told before for the same; the other members below do not count
  bool kick = false;
  bool ban = false;  // and unban
  bool set_role = false;
  bool set_affiliation = false;
  bool list = false;
  bool invite = false;
  bool configure = false;
  bool destroy = false;
  std::vector<Role> roles = {};                // those that users can set; none: all
  std::vector<Affiliation> affiliations = {};  // those that users can set and list; none: all
};

// Somebody is to be kicked, banned or unbanned, or gets a role or an affiliation. The user has typed one name. The host
// looks it up among the participants whose accounts are known. If it finds none, kick() and setRole() get the typed
// name as the nickname alone, and the others get it as both.
struct RoomsChange {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view nickname = {};
  std::string_view account = {};
  Role role = Role::Unknown;                       // of setRole()
  Affiliation affiliation = Affiliation::Unknown;  // of setAffiliation()
  std::string_view reason = {};
};

struct RoomsQuery {
  std::string_view user = {};
  std::string_view room = {};
  Affiliation affiliation = Affiliation::Unknown;  // never Unknown or None
};

struct RoomsInvite {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view invitee = {};
  std::string_view reason = {};
};

struct RoomsSettingsQuery {
  std::string_view user = {};
  std::string_view room = {};
};

struct RoomsConfiguration {
  std::string_view user = {};
  std::string_view room = {};
  std::vector<std::pair<std::string_view, std::string_view>> values = {};  // names and values; must not be logged
};

struct RoomsDestroy {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view reason = {};
  std::string_view alternative = {};  // a room that takes its place
};

// An account with an affiliation.
struct RoomsMember {
  std::string_view account = {};
  std::string_view nickname = {};
  Role role = Role::Unknown;
  std::string_view reason = {};  // of a ban
};

struct RoomsSetting {
  std::string_view name = {};  // a-z, 0-9, '-' and '_'
  Field field = {};            // its `initial` is the present value
};

namespace detail {

inline RoomsChange fromC(const prism_rooms_change& change) {
  return {fromC(change.user),
          fromC(change.room),
          fromC(change.nickname),
          fromC(change.account),
          static_cast<Role>(change.role),
          static_cast<Affiliation>(change.affiliation),
          fromC(change.reason)};
}

inline RoomsQuery fromC(const prism_rooms_query& query) {
  return {fromC(query.user), fromC(query.room), static_cast<Affiliation>(query.affiliation)};
}

inline RoomsInvite fromC(const prism_rooms_invite& invite) {
  return {fromC(invite.user), fromC(invite.room), fromC(invite.invitee), fromC(invite.reason)};
}

inline RoomsSettingsQuery fromC(const prism_rooms_settings_query& query) {
  return {fromC(query.user), fromC(query.room)};
}

inline RoomsConfiguration fromC(const prism_rooms_configuration& configuration) {
  RoomsConfiguration result{fromC(configuration.user), fromC(configuration.room)};
  for (std::uint64_t i = 0; i < configuration.values_count; ++i) {
    result.values.emplace_back(fromC(configuration.values[i].name), fromC(configuration.values[i].value));
  }
  return result;
}

inline RoomsDestroy fromC(const prism_rooms_destroy& destroy) {
  return {fromC(destroy.user), fromC(destroy.room), fromC(destroy.reason), fromC(destroy.alternative)};
}

// A list of members as the host takes it. Borrows from the one that it is made of.
class RoomsMembers {
 public:
  explicit RoomsMembers(const std::vector<RoomsMember>& members) {
    members_.reserve(members.size());
    pointers_.reserve(members.size());
    for (const RoomsMember& member : members) {
      auto& one = members_.emplace_back(sized<prism_rooms_member>());
      one.role = static_cast<std::uint32_t>(member.role);
      one.account = toC(member.account);
      one.nickname = toC(member.nickname);
      one.reason = toC(member.reason);
      pointers_.push_back(&one);
    }
  }
  RoomsMembers(const RoomsMembers&) = delete;
  RoomsMembers& operator=(const RoomsMembers&) = delete;

  const prism_rooms_member* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<prism_rooms_member> members_;
  std::vector<const prism_rooms_member*> pointers_;
};

// A configuration as the host takes it. Borrows from the one that it is made of.
class RoomsSettings {
 public:
  explicit RoomsSettings(const std::vector<RoomsSetting>& settings) {
    choices_.reserve(settings.size());
    fields_.reserve(settings.size());
    settings_.reserve(settings.size());
    pointers_.reserve(settings.size());
    for (const RoomsSetting& setting : settings) {
      fields_.push_back(toC(setting.field, choices_.emplace_back(setting.field.choices)));
      auto& one = settings_.emplace_back(sized<prism_rooms_setting>());
      one.name = toC(setting.name);
      one.field = &fields_.back();
      pointers_.push_back(&one);
    }
  }
  RoomsSettings(const RoomsSettings&) = delete;
  RoomsSettings& operator=(const RoomsSettings&) = delete;

  const prism_rooms_setting* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<Choices> choices_;
  std::vector<prism_field> fields_;
  std::vector<prism_rooms_setting> settings_;
  std::vector<const prism_rooms_setting*> pointers_;
};

// The functions behind the table. `self` is the Plugin* of a Derived.
template <typename Derived>
struct RoomsThunks;

template <typename Number>
std::uint32_t roomsMask(const std::vector<Number>& numbers) noexcept {
  std::uint32_t mask = 0;
  for (const Number number : numbers) {
    mask |= PRISM_ROOMS_BIT(static_cast<std::uint32_t>(number));
  }
  return mask;
}

}  // namespace detail

// Answers one request, once, in the handler or later. Copies answer the same request. If the last copy goes away
// before, the answer is refuse(), and a warning is logged. [main], the destructor of the last copy too.
//
// Each function returns Ended if the request was answered, or has ended. After another result than Ok and Ended, the
// request is still to be answered.
class RoomsResponder : public detail::Responder<prism_rooms, prism_rooms_answer, PRISM_ROOMS_FAILED> {
 public:
  // Answers nothing.
  RoomsResponder() = default;

  // The request is done. `text` is for the user; empty: the host has one.
  Result done(std::string_view text = {}) const noexcept { return give(answerOf(RoomsOutcome::Done, text)); }

  // The request is not done. `text` says why; empty: the host has a sentence for each outcome.
  Result refuse(RoomsOutcome outcome = RoomsOutcome::Failed, std::string_view text = {}) const noexcept {
    return give(answerOf(outcome, text));
  }

  // Answers listAffiliation().
  Result members(const std::vector<RoomsMember>& members) const {
    const detail::RoomsMembers pointers(members);
    prism_rooms_answer answer = answerOf(RoomsOutcome::Done, {});
    answer.members = pointers.data();
    answer.members_count = pointers.size();
    return give(answer);
  }

  // Answers getSettings().
  Result settings(const std::vector<RoomsSetting>& settings) const {
    const detail::RoomsSettings pointers(settings);
    prism_rooms_answer answer = answerOf(RoomsOutcome::Done, {});
    answer.settings = pointers.data();
    answer.settings_count = pointers.size();
    return give(answer);
  }

 private:
  template <typename Derived>
  friend struct detail::RoomsThunks;
  using Responder::Responder;

  static prism_rooms_answer answerOf(RoomsOutcome outcome, std::string_view text) noexcept {
    auto answer = detail::sized<prism_rooms_answer>();
    answer.outcome = static_cast<std::uint32_t>(outcome);
    answer.text = detail::toC(text);
    return answer;
  }
};

// The host's functions. Cheap to copy; valid until the process ends.
class Rooms {
 public:
  explicit Rooms(Host host)
      : host_(host.table()), service_(static_cast<const prism_rooms*>(host.service(PRISM_ROOMS))) {}

  // Returns true if this host has the service. Without it, setCapabilities() returns Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Replaces or removes the capabilities of all rooms, or of one room.
  Result setCapabilities(const RoomsCapabilities& can) const {
    if (!service_) {
      return Result::Unsupported;
    }
    auto capabilities = detail::sized<prism_rooms_capabilities>();
    const std::initializer_list<std::pair<bool, std::uint32_t>> flags = {
        {can.kick, PRISM_ROOMS_CAN_KICK},           {can.ban, PRISM_ROOMS_CAN_BAN},
        {can.set_role, PRISM_ROOMS_CAN_SET_ROLE},   {can.set_affiliation, PRISM_ROOMS_CAN_SET_AFFILIATION},
        {can.list, PRISM_ROOMS_CAN_LIST},           {can.invite, PRISM_ROOMS_CAN_INVITE},
        {can.configure, PRISM_ROOMS_CAN_CONFIGURE}, {can.destroy, PRISM_ROOMS_CAN_DESTROY},
    };
    for (const auto& [on, bit] : flags) {
      capabilities.flags |= detail::flag(on, bit);
    }
    capabilities.flags = can.inherit ? PRISM_CAPABILITIES_INHERIT : capabilities.flags;
    capabilities.roles = detail::roomsMask(can.roles);
    capabilities.affiliations = detail::roomsMask(can.affiliations);
    capabilities.user = detail::toC(can.user);
    capabilities.room = detail::toC(can.room);
    return Result(service_->set_capabilities(host_, &capabilities));
  }

 private:
  const prism_host* host_;
  const prism_rooms* service_;
};

// The requests. A plugin derives from this class, too, and overrides what its network supports, as public members. An
// exception is logged, and answers the request with Failed unless a copy of the responder was kept.
class RoomsHandler {
 public:
  static constexpr std::string_view kExtension = PRISM_ROOMS;

  // The table with what Derived overrides. PRISM_PLUGIN() gives it to the host.
  template <typename Derived>
  static const prism_rooms_plugin* functionsOf();

  // [main] Removes a participant, who may join again.
  virtual void kick(const RoomsChange&, const RoomsResponder&) {}

  // [main] Removes a participant if it is there, and keeps it out.
  virtual void ban(const RoomsChange&, const RoomsResponder&) {}

  // [main] Ends a ban.
  virtual void unban(const RoomsChange&, const RoomsResponder&) {}

  // [main] Gives a participant a role.
  virtual void setRole(const RoomsChange&, const RoomsResponder&) {}

  // [main] Gives an account an affiliation. Outcast comes only if ban() is not overridden.
  virtual void setAffiliation(const RoomsChange&, const RoomsResponder&) {}

  // [main] Lists the accounts with an affiliation. Answer by RoomsResponder::members().
  virtual void listAffiliation(const RoomsQuery&, const RoomsResponder&) {}

  // [main] Invites somebody.
  virtual void invite(const RoomsInvite&, const RoomsResponder&) {}

  // [main] Reads the configuration. Answer by RoomsResponder::settings().
  virtual void getSettings(const RoomsSettingsQuery&, const RoomsResponder&) {}

  // [main] Changes the configuration. getSettings() must be overridden, too.
  virtual void configure(const RoomsConfiguration&, const RoomsResponder&) {}

  // [main] Destroys the room. The user has confirmed it.
  virtual void destroyRoom(const RoomsDestroy&, const RoomsResponder&) {}

 protected:
  ~RoomsHandler() = default;
};

namespace detail {

template <typename Derived>
struct RoomsThunks {
  template <typename Argument, typename Struct>
  static void call(Plugin& plugin, const char* where,
                   void (RoomsHandler::*function)(const Argument&, const RoomsResponder&), const Struct& from) {
    const Host& host = plugin.host();
    const auto* service = static_cast<const prism_rooms*>(host.service(PRISM_ROOMS));
    const RoomsResponder responder(host.table(), service, from.id, where);
    const Argument argument = fromC(from);
    RoomsHandler& handler = static_cast<Derived&>(plugin);
    (handler.*function)(argument, responder);
  }

  template <typename Argument, typename Struct>
  static void run(void* self, const char* where, void (RoomsHandler::*function)(const Argument&, const RoomsResponder&),
                  const Struct& from) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    guarded(plugin.host().table(), where, [&] { call(plugin, where, function, from); });
  }

  static void kick(void* self, const prism_rooms_change* change) noexcept {
    run(self, "kick()", &RoomsHandler::kick, *change);
  }
  static void ban(void* self, const prism_rooms_change* change) noexcept {
    run(self, "ban()", &RoomsHandler::ban, *change);
  }
  static void unban(void* self, const prism_rooms_change* change) noexcept {
    run(self, "unban()", &RoomsHandler::unban, *change);
  }
  static void setRole(void* self, const prism_rooms_change* change) noexcept {
    run(self, "setRole()", &RoomsHandler::setRole, *change);
  }
  static void setAffiliation(void* self, const prism_rooms_change* change) noexcept {
    run(self, "setAffiliation()", &RoomsHandler::setAffiliation, *change);
  }
  static void listAffiliation(void* self, const prism_rooms_query* query) noexcept {
    run(self, "listAffiliation()", &RoomsHandler::listAffiliation, *query);
  }
  static void invite(void* self, const prism_rooms_invite* invite) noexcept {
    run(self, "invite()", &RoomsHandler::invite, *invite);
  }
  static void getSettings(void* self, const prism_rooms_settings_query* query) noexcept {
    run(self, "getSettings()", &RoomsHandler::getSettings, *query);
  }
  static void configure(void* self, const prism_rooms_configuration* configuration) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    guardedWithSecret(plugin.host().table(), "configure()",
                      [&] { call(plugin, "configure()", &RoomsHandler::configure, *configuration); });
  }
  static void destroyRoom(void* self, const prism_rooms_destroy* destroy) noexcept {
    run(self, "destroyRoom()", &RoomsHandler::destroyRoom, *destroy);
  }
};

// True if the member that a Derived has was not declared by RoomsHandler itself.
template <typename R, typename Class, typename... Args>
constexpr bool isOverriddenRooms(R (Class::*)(Args...)) {
  return !std::is_same_v<Class, RoomsHandler>;
}

}  // namespace detail

template <typename Derived>
const prism_rooms_plugin* RoomsHandler::functionsOf() {
  static_assert(std::is_base_of_v<Plugin, Derived> && std::is_base_of_v<RoomsHandler, Derived>,
                "a plugin that administers rooms derives from prism::Plugin and prism::RoomsHandler");
  using Thunks = detail::RoomsThunks<Derived>;
  static constexpr prism_rooms_plugin kTable = {
      sizeof(prism_rooms_plugin),
      0,
      detail::isOverriddenRooms(&Derived::kick) ? &Thunks::kick : nullptr,
      detail::isOverriddenRooms(&Derived::ban) ? &Thunks::ban : nullptr,
      detail::isOverriddenRooms(&Derived::unban) ? &Thunks::unban : nullptr,
      detail::isOverriddenRooms(&Derived::setRole) ? &Thunks::setRole : nullptr,
      detail::isOverriddenRooms(&Derived::setAffiliation) ? &Thunks::setAffiliation : nullptr,
      detail::isOverriddenRooms(&Derived::listAffiliation) ? &Thunks::listAffiliation : nullptr,
      detail::isOverriddenRooms(&Derived::invite) ? &Thunks::invite : nullptr,
      detail::isOverriddenRooms(&Derived::getSettings) ? &Thunks::getSettings : nullptr,
      detail::isOverriddenRooms(&Derived::configure) ? &Thunks::configure : nullptr,
      detail::isOverriddenRooms(&Derived::destroyRoom) ? &Thunks::destroyRoom : nullptr,
  };
  return &kTable;
}

}  // namespace prism

#endif
