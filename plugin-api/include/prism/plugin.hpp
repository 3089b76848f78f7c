// SPDX-License-Identifier: MIT
// A plugin in C++17: a class that derives from prism::Plugin. prism/plugin.h documents the life of a plugin and each
// request in full.
//
//   #include <prism/plugin.hpp>
//
//   class Parrot : public prism::Plugin {
//    public:
//     using Plugin::Plugin;
//     void login(const prism::Login& login) override { host().connected(login.user); }
//     void logout(std::string_view) override {}
//     void message(const prism::Message& message) override {
//       host().message({message.user, message.buddy, message.text});
//     }
//   };
//   PRISM_PLUGIN(Parrot, "parrot", "Parrot", "0.1.0", "", "");
//
// The overrides are public members. Only functions that are overridden are in the table that the host gets. The host
// answers the other requests itself. All overrides are called on [main], the thread of the host's event loop, one at a
// time. They must not wait for the network.
//
// What is behind a std::string_view or a reference is borrowed until the function returns.
//
// A plugin that has chat, history, rooms or pictures derives from ChatHandler (prism/chat.hpp), HistoryHandler
// (prism/history.hpp), RoomsHandler (prism/room_admin.hpp) or AvatarHandler (prism/avatar.hpp), too. PRISM_PLUGIN()
// gives the host their overrides.
//
// An exception that leaves an override, or the callback of a watch, timer or post, ends that one call, and is a fault
// of the plugin (Host::fault()). An exception that leaves the constructor, features() or start() ends the process, and
// its what() is the reason in the log. So a constructor that finds the configuration invalid throws.
#ifndef PRISM_PLUGIN_HPP
#define PRISM_PLUGIN_HPP

#include <prism/callback.hpp>
#include <prism/host.hpp>
#include <prism/messages.hpp>
#include <prism/plugin.h>
#include <prism/rooms.hpp>
#include <prism/roster.hpp>
#include <prism/session.hpp>
#include <prism/types.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <vector>

namespace prism {

// The groups of further requests, each in a header of its own.
class AvatarHandler;
class ChatHandler;
class HistoryHandler;
class RoomsHandler;

// Memory in kB.
struct Memory {
  std::uint64_t resident_kb = 0;
  std::uint64_t shared_kb = 0;
};

class Plugin {
 public:
  // [main] All functions of the host but stopped() can be used from now on.
  explicit Plugin(Host host) : host_(host) {}

  // [main] Requests, watches, timers and posts have ended. Threads and descriptors of the plugin must end here.
  virtual ~Plugin() = default;

  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  // [main] Returns the plugin's abilities beside what its overrides say. Called once after the constructor.
  virtual Features features() { return {}; }

  // [main] Requests may come from now on. Returns Ok, or logs an error and returns Failed.
  virtual Result start() { return Result::Ok; }

  // [main] The process is about to end, and all sessions have ended. Returns Ok, or returns Pending and calls
  // Host::stopped() within two seconds.
  virtual Result stop() { return Result::Ok; }

  // [main] Returns the memory of the plugin's other processes. The host counts its own.
  virtual Memory memoryUsage() { return {}; }

  // [main] A user wants to be logged in. Answer by Host::connected() or Host::disconnected(), now or later. An
  // exception answers the login with an error, and logout() follows.
  virtual void login(const Login& login) = 0;

  // [main] The session has ended. Further events for this user are refused. Does not come after the plugin's own
  // Host::disconnected().
  virtual void logout(std::string_view user) = 0;

  // [main] The user has written to a buddy, a room or a participant.
  virtual void message(const Message&) {}

  // [main] The user's own presence has changed. It may come before connected().
  virtual void statusChanged(const Presence&) {}

  // [main] The user's contacts as Spectrum knows them, right after login(): (user, buddies).
  virtual void roster(std::string_view, const std::vector<Buddy>&) {}

  // [main] The user has added a contact, or has changed its alias or groups.
  virtual void buddyChanged(const Buddy&) {}

  // [main] The user has removed a contact: (user, buddy).
  virtual void buddyRemoved(std::string_view, std::string_view) {}

  // [main] The user blocks or unblocks a contact.
  virtual void buddyBlocked(const Block&) {}

  // [main] The user has answered what Host::authorizationRequested() has asked.
  virtual void authorizationAnswered(const AuthorizationAnswer&) {}

  // [main] The user's typing state towards a buddy, a room or a participant has changed.
  virtual void typing(const Typing&) {}

  // [main] The user asks for the attention of a buddy or a participant.
  virtual void attention(const Attention&) {}

  // [main] The user wants to enter a room. Answer by Host::joined() or Host::joinFailed(). An exception answers the
  // request with an error.
  virtual void join(const Join&) {}

  // [main] The user has left a room.
  virtual void leave(const Leave&) {}

  // [main] The user wants to change the subject of a room.
  virtual void setSubject(const Subject&) {}

  // [main] A vCard is wanted. Answer by Host::vcard() within 40 seconds.
  virtual void vcardWanted(const VCardRequest&) {}

  // [main] The user has changed the own vCard.
  virtual void ownVcard(const VCard&) {}

  // [main] A stanza of the user: (user, stanza).
  virtual void rawXml(std::string_view, std::string_view) {}

  // [any]
  const Host& host() const { return host_; }

 private:
  const Host host_;
};

namespace detail {

// memberOf(&Plugin::message).overriddenBy(&Derived::message) is true if Derived, or a class between it and Plugin,
// overrides message(). A compiler error here means that Derived has a member of this name that overrides nothing, or is
// not public.
template <typename R, typename... Args>
struct Member {
  template <typename Class>
  static constexpr bool overriddenBy(R (Class::*)(Args...)) {
    return !std::is_same_v<Class, Plugin>;
  }
};
template <typename R, typename... Args>
constexpr Member<R, Args...> memberOf(R (Plugin::*)(Args...)) {
  return {};
}

// True if Derived derives from this handler. A handler that is only declared here is no base of Derived.
template <typename Derived, typename Handler>
constexpr bool kHandles = std::is_base_of_v<Handler, Derived>;

// Returns the table with what Derived overrides of a handler; nullptr if Derived does not derive from it, or if its
// table has another name.
template <typename Derived, typename Handler>
const void* tableOf(std::string_view name) noexcept {
  if constexpr (kHandles<Derived, Handler>) {
    if (name == Handler::kExtension) {
      return Handler::template functionsOf<Derived>();
    }
  }
  return nullptr;
}

template <typename... Handlers>
struct HandlerSet {
  template <typename Derived>
  static constexpr bool kAny = (kHandles<Derived, Handlers> || ...);

  template <typename Derived>
  static const void* tableOf(std::string_view name) noexcept {
    const void* table = nullptr;
    ((table = table ? table : detail::tableOf<Derived, Handlers>(name)), ...);
    return table;
  }
};
using AllHandlers = HandlerSet<AvatarHandler, ChatHandler, HistoryHandler, RoomsHandler>;

inline const prism_host* hostOf(void* plugin) noexcept { return static_cast<Plugin*>(plugin)->host().table(); }

// Tells the user that an exception has ended a request.
template <typename Request>
void failRequest(const prism_host* host, const Request& request) noexcept {
  auto receipt = sized<prism_receipt>();
  receipt.kind = request.kind;
  receipt.state = PRISM_RECEIPT_FAILED;
  receipt.request = request.request;
  receipt.user = request.user;
  receipt.buddy = request.buddy;
  receipt.nickname = request.nickname;
  receipt.text = PRISM_STR("There was a fault in the gateway.");
  host->receipt(host, &receipt);
}

// Runs `body` of create() and start(), where an exception means failure, and its text is the reason.
template <typename Body>
prism_result orFailed(const prism_host* host, const Body& body) noexcept {
  try {
    return static_cast<prism_result>(body());
  } catch (const std::exception& error) {
    logError(host, error.what());
  } catch (...) {
    logError(host, "an exception that is not a std::exception");
  }
  return PRISM_ERR_FAILED;
}

// The functions behind the table. `self` is always a Plugin*.
struct Thunks {
  template <typename Body>
  static bool run(void* self, const char* function, const Body& body) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    return guarded(plugin.host().table(), function, [&] { body(plugin); });
  }

  template <typename Derived>
  static prism_result create(const prism_host* host, void** instance) noexcept {
    return orFailed(host, [&] {
      std::unique_ptr<Plugin> plugin = std::make_unique<Derived>(Host(host));
      const Features features = plugin->features();
      const bool rooms = features.rooms && memberOf(&Plugin::join).overriddenBy(&Derived::join);
      const std::uint32_t overridden =
          flag(rooms, PRISM_FEATURE_ROOMS) |
          flag(memberOf(&Plugin::roster).overriddenBy(&Derived::roster), PRISM_FEATURE_ROSTER_ON_LOGIN);
      prism_features announced = toC(features);
      announced.flags |= overridden;
      if (host->set_features(host, &announced) != PRISM_OK) {
        throw std::runtime_error("the host has refused what features() says");
      }
      *instance = plugin.release();
      return Result::Ok;
    });
  }

  static prism_result start(void* self) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    return orFailed(plugin.host().table(), [&] { return plugin.start(); });
  }

  static prism_result stop(void* self) noexcept {
    auto result = Result::Ok;
    run(self, "stop()", [&](Plugin& plugin) { result = plugin.stop(); });
    return static_cast<prism_result>(result);
  }

  static void destroy(void* self) noexcept { delete static_cast<Plugin*>(self); }

  static void memoryUsage(void* self, prism_memory* memory) noexcept {
    run(self, "memoryUsage()", [&](Plugin& plugin) {
      const Memory more = plugin.memoryUsage();
      memory->resident_kb += more.resident_kb;
      memory->shared_kb += more.shared_kb;
    });
  }

  // Answers a login that has thrown, and ends what the plugin may have stored about the user by then.
  static void login(void* self, const prism_login* login) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    const prism_host* host = plugin.host().table();
    if (!guardedWithSecret(host, "login()", [&] { plugin.login(fromC(*login)); })) {
      auto refusal = sized<prism_disconnected>();
      refusal.error = PRISM_CONNECTION_ERROR_OTHER;
      refusal.user = login->user;
      refusal.text = PRISM_STR("The login has failed because of a fault in the gateway.");
      if (host->disconnected(host, &refusal) == PRISM_OK) {
        auto end = sized<prism_logout>();
        end.user = login->user;
        logout(self, &end);
      }
    }
  }

  static void logout(void* self, const prism_logout* logout) noexcept {
    run(self, "logout()", [&](Plugin& plugin) { plugin.logout(fromC(logout->user)); });
  }

  static void message(void* self, const prism_message* message) noexcept {
    if (!run(self, "message()", [&](Plugin& plugin) { plugin.message(fromC(*message)); })) {
      failRequest(hostOf(self), *message);
    }
  }

  static void statusChanged(void* self, const prism_presence* presence) noexcept {
    run(self, "statusChanged()", [&](Plugin& plugin) { plugin.statusChanged(fromC(*presence)); });
  }

  static void roster(void* self, const prism_roster* roster) noexcept {
    run(self, "roster()", [&](Plugin& plugin) {
      std::vector<Buddy> all;
      all.reserve(static_cast<std::size_t>(roster->buddies_count));
      for (std::uint64_t i = 0; i < roster->buddies_count; ++i) {
        all.push_back(fromC(*roster->buddies[i]));
      }
      plugin.roster(fromC(roster->user), all);
    });
  }

  static void buddyChanged(void* self, const prism_buddy* buddy) noexcept {
    run(self, "buddyChanged()", [&](Plugin& plugin) { plugin.buddyChanged(fromC(*buddy)); });
  }

  static void buddyRemoved(void* self, const prism_buddy_removed* removed) noexcept {
    run(self, "buddyRemoved()",
        [&](Plugin& plugin) { plugin.buddyRemoved(fromC(removed->user), fromC(removed->buddy)); });
  }

  static void buddyBlocked(void* self, const prism_block* block) noexcept {
    run(self, "buddyBlocked()", [&](Plugin& plugin) { plugin.buddyBlocked(fromC(*block)); });
  }

  static void authorizationAnswered(void* self, const prism_authorization* answer) noexcept {
    run(self, "authorizationAnswered()", [&](Plugin& plugin) { plugin.authorizationAnswered(fromC(*answer)); });
  }

  static void typing(void* self, const prism_typing* typing) noexcept {
    run(self, "typing()", [&](Plugin& plugin) { plugin.typing(fromC(*typing)); });
  }

  static void attention(void* self, const prism_attention* attention) noexcept {
    if (!run(self, "attention()", [&](Plugin& plugin) { plugin.attention(fromC(*attention)); })) {
      failRequest(hostOf(self), *attention);
    }
  }

  // Answers a join that has thrown.
  static void join(void* self, const prism_join* join) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    const prism_host* host = plugin.host().table();
    if (!guardedWithSecret(host, "join()", [&] { plugin.join(fromC(*join)); })) {
      auto refusal = sized<prism_join_failed>();
      refusal.error = PRISM_JOIN_ERROR_OTHER;
      refusal.user = join->user;
      refusal.room = join->room;
      refusal.text = PRISM_STR("Joining has failed because of a fault in the gateway.");
      host->join_failed(host, &refusal);
    }
  }

  static void leave(void* self, const prism_leave* leave) noexcept {
    run(self, "leave()", [&](Plugin& plugin) { plugin.leave(fromC(*leave)); });
  }

  static void setSubject(void* self, const prism_subject* subject) noexcept {
    run(self, "setSubject()", [&](Plugin& plugin) { plugin.setSubject(fromC(*subject)); });
  }

  static void vcardWanted(void* self, const prism_vcard_request* request) noexcept {
    run(self, "vcardWanted()", [&](Plugin& plugin) { plugin.vcardWanted(fromC(*request)); });
  }

  static void ownVcard(void* self, const prism_vcard* vcard) noexcept {
    run(self, "ownVcard()", [&](Plugin& plugin) { plugin.ownVcard(fromC(*vcard)); });
  }

  static void rawXml(void* self, const prism_stanza* stanza) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    guardedWithSecret(plugin.host().table(), "rawXml()",
                      [&] { plugin.rawXml(fromC(stanza->user), fromC(stanza->xml)); });
  }

  template <typename Derived>
  static const void* extension(void*, const char* name) noexcept {
    return AllHandlers::tableOf<Derived>(name);
  }
};

}  // namespace detail

// Returns the table of a plugin with the functions that Derived overrides. PRISM_PLUGIN() calls it. Both strings must
// outlive the table.
template <typename Derived>
constexpr prism_plugin functionsOf(const char* id, const char* version) {
  static_assert(std::is_base_of_v<Plugin, Derived>, "a plugin derives from prism::Plugin");
  using detail::Thunks;
  const auto entry = [](auto function, bool overridden) { return overridden ? function : nullptr; };
  prism_plugin table{};
  table.struct_size = sizeof table;
  table.abi_version = PRISM_ABI_VERSION;
  table.min_host_minor = PRISM_NEEDS_MINOR;
  table.id = id;
  table.version = version;
  table.create = &Thunks::create<Derived>;
  table.destroy = &Thunks::destroy;
  table.login = &Thunks::login;
  table.logout = &Thunks::logout;
#define PRISM_IF_OVERRIDDEN(member) \
  entry(&Thunks::member, detail::memberOf(&Plugin::member).overriddenBy(&Derived::member))
  table.start = PRISM_IF_OVERRIDDEN(start);
  table.stop = PRISM_IF_OVERRIDDEN(stop);
  table.memory_usage = PRISM_IF_OVERRIDDEN(memoryUsage);
  table.message = PRISM_IF_OVERRIDDEN(message);
  table.status_changed = PRISM_IF_OVERRIDDEN(statusChanged);
  table.roster = PRISM_IF_OVERRIDDEN(roster);
  table.buddy_changed = PRISM_IF_OVERRIDDEN(buddyChanged);
  table.buddy_removed = PRISM_IF_OVERRIDDEN(buddyRemoved);
  table.buddy_blocked = PRISM_IF_OVERRIDDEN(buddyBlocked);
  table.authorization_answered = PRISM_IF_OVERRIDDEN(authorizationAnswered);
  table.typing = PRISM_IF_OVERRIDDEN(typing);
  table.attention = PRISM_IF_OVERRIDDEN(attention);
  table.join = PRISM_IF_OVERRIDDEN(join);
  table.leave = PRISM_IF_OVERRIDDEN(leave);
  table.set_subject = PRISM_IF_OVERRIDDEN(setSubject);
  table.vcard_wanted = PRISM_IF_OVERRIDDEN(vcardWanted);
  table.own_vcard = PRISM_IF_OVERRIDDEN(ownVcard);
  table.raw_xml = PRISM_IF_OVERRIDDEN(rawXml);
#undef PRISM_IF_OVERRIDDEN
  table.get_extension = entry(&Thunks::extension<Derived>, detail::AllHandlers::kAny<Derived>);
  return table;
}

}  // namespace prism

// To be used once in a plugin, outside of any function. Class is the plugin; the other parameters are those of
// PRISM_PLUGIN_NOTE().
#define PRISM_PLUGIN(Class, id, name, version, claims, keys)                              \
  PRISM_PLUGIN_NOTE(id, name, version, claims, keys);                                     \
  extern "C" PRISM_EXPORT const ::prism_plugin* prism_plugin_query(std::uint32_t) {       \
    static constexpr ::prism_plugin functions = ::prism::functionsOf<Class>(id, version); \
    return &functions;                                                                    \
  }                                                                                       \
  static_assert(true, "for the semicolon")

#endif
