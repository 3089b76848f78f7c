// SPDX-License-Identifier: MIT
// A plugin in C++17: prism/plugin.h, which says what a plugin is and when each thing happens, as a class to derive from.
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
// Override what the network can do, as public members: exactly what is overridden stands in the table that the host
// gets, and it answers for the rest as a user would expect. Requests come as overrides of Plugin, on [main], the thread
// of the host's event loop, one at a time, and may not wait for the network; events go out through host().
//
// What is behind a std::string_view or a reference is borrowed: it lasts until the function returns, and who wants to
// keep it copies it.
//
// An exception that leaves an override, or a callback of a watch, timer or post, is logged as an error, and costs that
// one call. One that leaves the constructor, features() or start() ends the process, with what() as the reason in the
// log: that is how to say that the configuration will not do.
#ifndef PRISM_PLUGIN_HPP
#define PRISM_PLUGIN_HPP

#include <prism/host.hpp>
#include <prism/plugin.h>
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

class Plugin {
 public:
  // [main] Everything of the host but stopped() can be used from here on.
  explicit Plugin(Host host) : host_(host) {}

  // [main] No request, watch, timer or post comes any more. Threads and descriptors end here at the latest.
  virtual ~Plugin() = default;

  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  // [main] What the plugin can do beside what it overrides; asked once, right after the constructor.
  virtual Features features() { return {}; }

  // [main] All is set up, requests may come from now on. Ok or, with the reason logged as an error, Failed.
  virtual Result start() { return Result::Ok; }

  // [main] The process is about to end, every session has been ended. Ok, or Pending and Host::stopped() later, in five
  // seconds at most.
  virtual Result stop() { return Result::Ok; }

  // [main] The memory of other processes that the plugin runs. The host's own is counted already.
  virtual Memory memoryUsage() { return {}; }

  // [main] A user wants to be logged in. To be answered, soon or later, by Host::connected() or Host::disconnected(). An
  // exception answers it with an error, and logout() follows.
  virtual void login(const Login& login) = 0;

  // [main] The session has ended; no event for this user is accepted from here on. Does not come after the plugin's own
  // Host::disconnected().
  virtual void logout(std::string_view user) = 0;

  // [main] The user has written to a buddy or a room.
  virtual void message(const Message&) {}

  // [main] The user's own presence has changed: (user, status, text). It can come before connected().
  virtual void statusChanged(std::string_view, Status, std::string_view) {}

  // [main] The user's contacts as Spectrum knows them, right after login: (user, buddies).
  virtual void roster(std::string_view, const std::vector<Buddy>&) {}

  // [main] The user has added a contact, or changed its alias or groups.
  virtual void buddyChanged(const Buddy&) {}

  // [main] The user has removed a contact: (user, buddy).
  virtual void buddyRemoved(std::string_view, std::string_view) {}

  // [main] The user blocks a contact, or does not any more: (user, buddy, blocked).
  virtual void buddyBlocked(std::string_view, std::string_view, bool) {}

  // [main] The user has accepted or denied what Host::authorizationRequested() asked: (user, buddy, accepted).
  virtual void authorizationAnswered(std::string_view, std::string_view, bool) {}

  // [main] The user is typing to a buddy, a room or a participant, or not: (user, buddy, nickname, state).
  virtual void typing(std::string_view, std::string_view, std::string_view, Typing) {}

  // [main] The user wants the attention of a buddy or a participant: (user, buddy, nickname, text, which may be empty).
  virtual void attention(std::string_view, std::string_view, std::string_view, std::string_view) {}

  // [main] The user wants to enter a room. To be answered by Host::participantChanged(): with everybody who is there,
  // the user last, or with the own nickname and why not.
  virtual void join(const Join&) {}

  // [main] The user has left a room: (user, room).
  virtual void leave(std::string_view, std::string_view) {}

  // [main] The user wants a room to have another subject: (user, room, subject).
  virtual void setSubject(std::string_view, std::string_view, std::string_view) {}

  // [main] The vCard of a buddy or a participant is wanted or, if `buddy` is empty, the user's own: (user, buddy, nickname).
  // To be answered by Host::vcard(), in 40 seconds.
  virtual void vcardWanted(std::string_view, std::string_view, std::string_view) {}

  // [main] The user has a new vCard.
  virtual void ownVcard(const VCard&) {}

  // [main] A stanza that the user has sent, as it is: (user, stanza).
  virtual void rawXml(std::string_view, std::string_view) {}

  // [main] Spectrum's answer to a Host::query().
  virtual void queryAnswered(std::string_view) {}

  // [main] Returns the table of a group of further requests (get_extension), or nullptr. extensionsOf() makes it.
  virtual const void* extension(std::string_view) { return nullptr; }

  // [any] The host, for the plugin and whoever works for it.
  const Host& host() const { return host_; }

 private:
  const Host host_;
};

namespace detail {

inline std::vector<std::string_view> fromC(const prism_str* texts, std::uint64_t count) {
  std::vector<std::string_view> result;
  result.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    result.push_back(fromC(texts[i]));
  }
  return result;
}

inline Login fromC(const prism_login& login) {
  Login result{fromC(login.user), fromC(login.legacy_name), fromC(login.password)};
  for (std::uint64_t i = 0; i < login.settings_count; ++i) {
    result.settings[fromC(login.settings[i].name)] = fromC(login.settings[i].value);
  }
  return result;
}

inline Message fromC(const prism_message& message) {
  Message result{fromC(message.user), fromC(message.buddy), fromC(message.text), fromC(message.nickname)};
  result.kind = static_cast<MessageKind>(message.flags & (PRISM_MESSAGE_ROOM | PRISM_MESSAGE_PRIVATE));
  result.xhtml = fromC(message.xhtml);
  result.id = fromC(message.id);
  return result;
}

inline Buddy fromC(const prism_buddy& buddy) {
  Buddy result{fromC(buddy.user), fromC(buddy.buddy), static_cast<Status>(buddy.status), fromC(buddy.status_text)};
  result.alias = fromC(buddy.alias);
  result.groups = fromC(buddy.groups, buddy.groups_count);
  result.icon_hash = fromC(buddy.icon_hash);
  result.blocked = buddy.blocked != 0;
  return result;
}

inline VCard fromC(const prism_vcard& vcard) {
  const std::string_view photo = vcard.photo.size == 0 ? std::string_view()
                                                       : std::string_view(static_cast<const char*>(vcard.photo.data),
                                                                          static_cast<std::size_t>(vcard.photo.size));
  return {fromC(vcard.user),       fromC(vcard.buddy), fromC(vcard.full_name), fromC(vcard.nickname), photo,
          fromC(vcard.participant)};
}

// memberOf(&Plugin::message).overriddenBy(&Derived::message) is true if Derived, or a class between it and Plugin, does so.
// An error here says that Derived has a member of this name that overrides nothing, or is not public.
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

// Runs `body` for the part of the life cycle in which an exception means failure, and its text is the reason.
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

inline Result announce(const Host& host, const Features& features, std::uint32_t more) {
  auto announced = sized<prism_features>();
  announced.flags =
      more | flag(features.password, PRISM_FEATURE_PASSWORD) | flag(features.registration, PRISM_FEATURE_REGISTRATION) |
      flag(features.receipts, PRISM_FEATURE_RECEIPTS) | flag(features.raw_xml, PRISM_FEATURE_RAW_XML) |
      flag(features.unescaped_jids, PRISM_FEATURE_UNESCAPED_JIDS) | flag(features.relogin, PRISM_FEATURE_RELOGIN);
  return Result(host.table()->set_features(host.table(), &announced));
}

// The functions behind the table. `self` is always a Plugin*.
struct Thunks {
  template <typename Body>
  static void run(void* self, const char* function, const Body& body) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    guarded(plugin.host().table(), function, [&] { body(plugin); });
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
      if (announce(plugin->host(), features, overridden) != Result::Ok) {
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

  // A login that failed by an exception is answered, since nobody else is going to, and what the plugin may have of the
  // user by then has to end.
  static void login(void* self, const prism_login* login) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    const prism_host* host = plugin.host().table();
    if (!guardedWithSecret(host, "login()", [&] { plugin.login(fromC(*login)); })) {
      const prism_result ended =
          host->disconnected(host, login->user, PRISM_CONNECTION_ERROR_OTHER,
                             PRISM_STR("The login has failed because of a fault in the gateway."));
      if (ended == PRISM_OK) {
        logout(self, login->user);
      }
    }
  }

  static void logout(void* self, prism_str user) noexcept {
    run(self, "logout()", [&](Plugin& plugin) { plugin.logout(fromC(user)); });
  }

  static void message(void* self, const prism_message* message) noexcept {
    run(self, "message()", [&](Plugin& plugin) { plugin.message(fromC(*message)); });
  }

  static void statusChanged(void* self, prism_str user, std::uint32_t status, prism_str text) noexcept {
    run(self, "statusChanged()",
        [&](Plugin& plugin) { plugin.statusChanged(fromC(user), static_cast<Status>(status), fromC(text)); });
  }

  static void roster(void* self, prism_str user, const prism_buddy* const* buddies, std::uint64_t count) noexcept {
    run(self, "roster()", [&](Plugin& plugin) {
      std::vector<Buddy> all;
      all.reserve(static_cast<std::size_t>(count));
      for (std::uint64_t i = 0; i < count; ++i) {
        all.push_back(fromC(*buddies[i]));
      }
      plugin.roster(fromC(user), all);
    });
  }

  static void buddyChanged(void* self, const prism_buddy* buddy) noexcept {
    run(self, "buddyChanged()", [&](Plugin& plugin) { plugin.buddyChanged(fromC(*buddy)); });
  }

  static void buddyRemoved(void* self, prism_str user, prism_str buddy) noexcept {
    run(self, "buddyRemoved()", [&](Plugin& plugin) { plugin.buddyRemoved(fromC(user), fromC(buddy)); });
  }

  static void buddyBlocked(void* self, prism_str user, prism_str buddy, std::uint32_t blocked) noexcept {
    run(self, "buddyBlocked()", [&](Plugin& plugin) { plugin.buddyBlocked(fromC(user), fromC(buddy), blocked != 0); });
  }

  static void authorizationAnswered(void* self, prism_str user, prism_str buddy, std::uint32_t accepted) noexcept {
    run(self, "authorizationAnswered()",
        [&](Plugin& plugin) { plugin.authorizationAnswered(fromC(user), fromC(buddy), accepted != 0); });
  }

  static void typing(void* self, prism_str user, prism_str buddy, prism_str nickname, std::uint32_t state) noexcept {
    run(self, "typing()",
        [&](Plugin& plugin) { plugin.typing(fromC(user), fromC(buddy), fromC(nickname), static_cast<Typing>(state)); });
  }

  static void attention(void* self, prism_str user, prism_str buddy, prism_str nickname, prism_str text) noexcept {
    run(self, "attention()",
        [&](Plugin& plugin) { plugin.attention(fromC(user), fromC(buddy), fromC(nickname), fromC(text)); });
  }

  // Answered for the same reason as a login is.
  static void join(void* self, const prism_join* join) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    const prism_host* host = plugin.host().table();
    const bool done = guardedWithSecret(host, "join()", [&] {
      plugin.join({fromC(join->user), fromC(join->room), fromC(join->nickname), fromC(join->password)});
    });
    if (!done) {
      auto refusal = sized<prism_participant>();
      refusal.flags = PRISM_PARTICIPANT_ROOM_NOT_FOUND;
      refusal.status = PRISM_STATUS_OFFLINE;
      refusal.user = join->user;
      refusal.room = join->room;
      refusal.nickname = join->nickname;
      refusal.status_text = PRISM_STR("Joining has failed because of a fault in the gateway.");
      host->participant_changed(host, &refusal);
    }
  }

  static void leave(void* self, prism_str user, prism_str room) noexcept {
    run(self, "leave()", [&](Plugin& plugin) { plugin.leave(fromC(user), fromC(room)); });
  }

  static void setSubject(void* self, prism_str user, prism_str room, prism_str subject) noexcept {
    run(self, "setSubject()", [&](Plugin& plugin) { plugin.setSubject(fromC(user), fromC(room), fromC(subject)); });
  }

  static void vcardWanted(void* self, prism_str user, prism_str buddy, prism_str nickname) noexcept {
    run(self, "vcardWanted()", [&](Plugin& plugin) { plugin.vcardWanted(fromC(user), fromC(buddy), fromC(nickname)); });
  }

  static void ownVcard(void* self, const prism_vcard* vcard) noexcept {
    run(self, "ownVcard()", [&](Plugin& plugin) { plugin.ownVcard(fromC(*vcard)); });
  }

  static void rawXml(void* self, prism_str user, prism_str stanza) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    guardedWithSecret(plugin.host().table(), "rawXml()", [&] { plugin.rawXml(fromC(user), fromC(stanza)); });
  }

  static const void* extension(void* self, const char* name) noexcept {
    const void* table = nullptr;
    run(self, "extension()", [&](Plugin& plugin) { table = plugin.extension(name); });
    return table;
  }

  static void queryAnswered(void* self, prism_str answer) noexcept {
    run(self, "queryAnswered()", [&](Plugin& plugin) { plugin.queryAnswered(fromC(answer)); });
  }
};

}  // namespace detail

// The table that one of Handlers, the classes for groups of further requests, has under this name; nullptr if none has:
//
//   class Parrot : public prism::Plugin, public prism::CommandHandler {
//     const void* extension(std::string_view name) override {
//       return prism::extensionsOf<Parrot, prism::CommandHandler>(name);
//     }
template <typename Derived, typename... Handlers>
const void* extensionsOf(std::string_view name) {
  const void* table = nullptr;
  ((name == Handlers::kExtension ? static_cast<void>(table = Handlers::template functionsOf<Derived>()) : void()), ...);
  return table;
}

// The table of a plugin, with what Derived overrides. PRISM_PLUGIN() is the usual way to it. Both strings must last as
// long as the table.
template <typename Derived>
constexpr prism_plugin functionsOf(const char* id, const char* version) {
  static_assert(std::is_base_of_v<Plugin, Derived>, "a plugin derives from prism::Plugin");
  using detail::Thunks;
  const auto entry = [](auto function, bool overridden) { return overridden ? function : nullptr; };
  prism_plugin table{};
  table.struct_size = sizeof table;
  table.abi_version = PRISM_ABI_VERSION;
  table.min_host_minor = PRISM_ABI_MINOR;
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
  table.query_answered = PRISM_IF_OVERRIDDEN(queryAnswered);
  table.get_extension = PRISM_IF_OVERRIDDEN(extension);
#undef PRISM_IF_OVERRIDDEN
  return table;
}

}  // namespace prism

// Once in a plugin, outside of any function and namespace: Class is the plugin, the others are as for PRISM_PLUGIN_NOTE().
#define PRISM_PLUGIN(Class, id, name, version, claims, keys)                          \
  PRISM_PLUGIN_NOTE(id, name, version, claims, keys);                                 \
  const prism_plugin* prism_plugin_query(uint32_t) {                                  \
    static constexpr prism_plugin functions = prism::functionsOf<Class>(id, version); \
    return &functions;                                                                \
  }                                                                                   \
  static_assert(true, "for the semicolon")

#endif
