// SPDX-License-Identifier: MIT
// Edits, retractions, reactions, replies, threads and read markers in C++: the service "prism.chat/1".
// prism/chat.h says more about it.
//
//   class Parrot : public prism::Plugin, public prism::ChatHandler {
//    public:
//     explicit Parrot(prism::Host host) : Plugin(host), chat_(host) {
//       prism::ChatCapabilities can;
//       can.edit = can.react = true;
//       chat_.setCapabilities(can);
//     }
//     void editMessage(const prism::ChatEdit& edit) override { ... }
//     void reactTo(const prism::ChatReactions& reactions) override { ... }
//
// All of it is [main]. Strings are borrowed until the call returns.
#ifndef PRISM_CHAT_HPP
#define PRISM_CHAT_HPP

#include <prism/chat.h>
#include <prism/host.hpp>
#include <prism/plugin.hpp>
#include <prism/types.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace prism {

enum class ReactionChange : std::uint32_t {
  Set = PRISM_CHAT_REACTIONS_SET,
  Added = PRISM_CHAT_REACTIONS_ADDED,
  Removed = PRISM_CHAT_REACTIONS_REMOVED,
};

struct ChatEdit {
  Message message = {};  // as it is now
  Reference target = {};
};

struct ChatRetraction {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};  // event: the author; moderated: the moderator
  Reference target = {};
  RequestId request = 0;  // request: its id
  std::string_view reason = {};
  bool moderated = false;           // event
  bool carbon = false;              // event: in another client of the network
  Time time = 0;                    // event
  std::string_view author_id = {};  // event, in a room: of the author or, moderated, of the moderator
};

struct ChatReactions {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};
  Reference target = {};
  std::vector<std::string_view> reactions = {};  // request: the user's whole set
  ReactionChange change = ReactionChange::Set;   // event
  std::vector<std::string_view> added = {};      // request: the difference to the set before (chat.h). Event: none
  std::vector<std::string_view> removed = {};
  RequestId request = 0;            // request: its id
  std::string_view author_id = {};  // event, in a room
  bool carbon = false;              // event: by the user, in another client of the network
};

struct ChatMarker {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};
  Reference target = {};
  Time time = 0;        // event
  bool carbon = false;  // event: by the user, in another client of the network
};

// The abilities of the network in some conversations. Those that are given for a user count before those for all users,
// and those for a buddy before those for all of the kind. A limit of 0 is no limit.
struct ChatCapabilities {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};   // empty: for all users
  std::string_view buddy = {};  // a contact or a room; empty: for all of the kind
  bool inherit = false;         // removes what was told before for the same; the other members below do not count
  bool edit = false;
  bool retract = false;
  bool reply = false;
  bool react = false;
  bool thread = false;
  bool mark = false;
  bool deliver = false;
  std::uint32_t edit_seconds = 0;
  std::uint32_t retract_seconds = 0;
  std::uint32_t reactions_per_user = 0;          // on one message
  std::uint32_t reactions_per_message = 0;       // different ones, of all users
  std::uint32_t longest_text = 0;                // bytes of UTF-8
  std::vector<std::string_view> reactions = {};  // those that the network takes; none: any
};

namespace detail {

inline ChatEdit fromC(const prism_chat_edit& edit) { return {fromC(*edit.message), fromC(*edit.target)}; }

inline ChatRetraction fromC(const prism_chat_retraction& retraction) {
  ChatRetraction result{static_cast<Conversation>(retraction.kind), fromC(retraction.user), fromC(retraction.buddy),
                        fromC(retraction.nickname), fromC(*retraction.target)};
  result.request = retraction.request;
  result.reason = fromC(retraction.reason);
  return result;
}

inline ChatReactions fromC(const prism_chat_reactions& reactions) {
  ChatReactions result{static_cast<Conversation>(reactions.kind), fromC(reactions.user), fromC(reactions.buddy),
                       fromC(reactions.nickname), fromC(*reactions.target)};
  result.reactions = fromC(reactions.reactions, reactions.reactions_count);
  result.added = fromC(reactions.added, reactions.added_count);
  result.removed = fromC(reactions.removed, reactions.removed_count);
  result.request = reactions.request;
  return result;
}

inline ChatMarker fromC(const prism_chat_marker& marker) {
  return {static_cast<Conversation>(marker.kind), fromC(marker.user), fromC(marker.buddy), fromC(marker.nickname),
          fromC(*marker.target)};
}

}  // namespace detail

// The host's functions. Cheap to copy; valid until the process ends. Without the service, all return Unsupported.
class Chat {
 public:
  explicit Chat(Host host) : host_(host.table()), service_(static_cast<const prism_chat*>(host.service(PRISM_CHAT))) {}

  // Whether this host has it.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Replaces or removes the capabilities for the same kind, user and buddy.
  Result setCapabilities(const ChatCapabilities& can) const {
    const std::vector<prism_str> reactions = detail::toC(can.reactions);
    auto event = detail::sized<prism_chat_capabilities>();
    event.kind = static_cast<std::uint32_t>(can.kind);
    event.flags = detail::flag(can.edit, PRISM_CHAT_CAN_EDIT) | detail::flag(can.retract, PRISM_CHAT_CAN_RETRACT) |
                  detail::flag(can.reply, PRISM_CHAT_CAN_REPLY) | detail::flag(can.react, PRISM_CHAT_CAN_REACT) |
                  detail::flag(can.thread, PRISM_CHAT_CAN_THREAD) | detail::flag(can.mark, PRISM_CHAT_CAN_MARK) |
                  detail::flag(can.deliver, PRISM_CHAT_CAN_DELIVER);
    event.flags = can.inherit ? PRISM_CAPABILITIES_INHERIT : event.flags;
    event.edit_seconds = can.edit_seconds;
    event.retract_seconds = can.retract_seconds;
    event.reactions_per_user = can.reactions_per_user;
    event.reactions_per_message = can.reactions_per_message;
    event.longest_text = can.longest_text;
    event.user = detail::toC(can.user);
    event.buddy = detail::toC(can.buddy);
    event.reactions = reactions.data();
    event.reactions_count = reactions.size();
    return call(&prism_chat::set_capabilities, event);
  }

  // [main] A message has been edited by its author.
  Result edited(const ChatEdit& edit) const {
    const detail::OutgoingMessage now(edit.message);
    const prism_reference target = detail::toC(edit.target);
    auto event = detail::sized<prism_chat_edit>();
    event.message = now.get();
    event.target = &target;
    return call(&prism_chat::edited, event);
  }

  // [main] A message has been retracted by its author, or removed by a moderator.
  Result retracted(const ChatRetraction& retraction) const {
    const prism_reference target = detail::toC(retraction.target);
    auto event = detail::sized<prism_chat_retraction>();
    event.kind = static_cast<std::uint32_t>(retraction.kind);
    event.flags = detail::flag(retraction.moderated, PRISM_CHAT_RETRACTION_MODERATED) |
                  detail::flag(retraction.carbon, PRISM_CHAT_RETRACTION_CARBON);
    event.user = detail::toC(retraction.user);
    event.buddy = detail::toC(retraction.buddy);
    event.nickname = detail::toC(retraction.nickname);
    event.target = &target;
    event.request = retraction.request;
    event.reason = detail::toC(retraction.reason);
    event.time = retraction.time;
    event.author_id = detail::toC(retraction.author_id);
    return call(&prism_chat::retracted, event);
  }

  // [main] A buddy or a participant has reacted to a message.
  Result reacted(const ChatReactions& reactions) const {
    const prism_reference target = detail::toC(reactions.target);
    const std::vector<prism_str> set = detail::toC(reactions.reactions);
    const std::vector<prism_str> added = detail::toC(reactions.added);
    const std::vector<prism_str> removed = detail::toC(reactions.removed);
    auto event = detail::sized<prism_chat_reactions>();
    event.kind = static_cast<std::uint32_t>(reactions.kind);
    event.change = static_cast<std::uint32_t>(reactions.change);
    event.flags = detail::flag(reactions.carbon, PRISM_CHAT_REACTIONS_CARBON);
    event.user = detail::toC(reactions.user);
    event.buddy = detail::toC(reactions.buddy);
    event.nickname = detail::toC(reactions.nickname);
    event.target = &target;
    event.request = reactions.request;
    event.author_id = detail::toC(reactions.author_id);
    event.reactions = set.data();
    event.reactions_count = set.size();
    event.added = added.data();
    event.added_count = added.size();
    event.removed = removed.data();
    event.removed_count = removed.size();
    return call(&prism_chat::reacted, event);
  }

  // [main] A buddy or a participant has read up to a message. Ended if that has been told already, which is no fault.
  Result marked(const ChatMarker& marker) const {
    const prism_reference target = detail::toC(marker.target);
    auto event = detail::sized<prism_chat_marker>();
    event.kind = static_cast<std::uint32_t>(marker.kind);
    event.flags = detail::flag(marker.carbon, PRISM_CHAT_MARKER_CARBON);
    event.user = detail::toC(marker.user);
    event.buddy = detail::toC(marker.buddy);
    event.nickname = detail::toC(marker.nickname);
    event.target = &target;
    event.time = marker.time;
    return call(&prism_chat::marked, event);
  }

 private:
  template <typename Struct>
  Result call(prism_result (*prism_chat::*function)(const prism_host*, const Struct*), const Struct& event) const {
    return service_ ? Result((service_->*function)(host_, &event)) : Result::Unsupported;
  }

  const prism_host* host_;
  const prism_chat* service_;
};

// The requests. A plugin derives from this class, too, and overrides what its network supports, as public members. If
// an exception leaves an override, the user is told that the request has failed.
class ChatHandler {
 public:
  static constexpr std::string_view kExtension = PRISM_CHAT;

  // The table with what Derived overrides. PRISM_PLUGIN() gives it to the host.
  template <typename Derived>
  static const prism_chat_plugin* functionsOf();

  // [main] The user has edited a message of the own.
  virtual void editMessage(const ChatEdit&) {}

  // [main] The user has retracted a message of the own.
  virtual void retractMessage(const ChatRetraction&) {}

  // [main] The user's reactions to a message have changed.
  virtual void reactTo(const ChatReactions&) {}

  // [main] The user has read up to a message.
  virtual void markRead(const ChatMarker&) {}

 protected:
  ~ChatHandler() = default;
};

namespace detail {

// The functions behind the table. `self` is the Plugin* of a Derived.
template <typename Derived>
struct ChatThunks {
  template <typename Argument, typename Struct>
  static bool run(void* self, const char* where, void (ChatHandler::*function)(const Argument&),
                  const Struct& argument) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    return guarded(plugin.host().table(), where, [&] {
      ChatHandler& handler = static_cast<Derived&>(plugin);
      (handler.*function)(fromC(argument));
    });
  }

  static void edit(void* self, const prism_chat_edit* edit) noexcept {
    if (!run(self, "editMessage()", &ChatHandler::editMessage, *edit)) {
      failRequest(hostOf(self), *edit->message);
    }
  }
  static void retract(void* self, const prism_chat_retraction* retraction) noexcept {
    if (!run(self, "retractMessage()", &ChatHandler::retractMessage, *retraction)) {
      failRequest(hostOf(self), *retraction);
    }
  }
  static void react(void* self, const prism_chat_reactions* reactions) noexcept {
    if (!run(self, "reactTo()", &ChatHandler::reactTo, *reactions)) {
      failRequest(hostOf(self), *reactions);
    }
  }
  static void mark(void* self, const prism_chat_marker* marker) noexcept {
    run(self, "markRead()", &ChatHandler::markRead, *marker);
  }
};

// True if the member that a Derived has was not declared by ChatHandler itself.
template <typename R, typename Class, typename... Args>
constexpr bool isOverriddenChat(R (Class::*)(Args...)) {
  return !std::is_same_v<Class, ChatHandler>;
}

}  // namespace detail

template <typename Derived>
const prism_chat_plugin* ChatHandler::functionsOf() {
  static_assert(std::is_base_of_v<Plugin, Derived> && std::is_base_of_v<ChatHandler, Derived>,
                "a plugin with chat derives from prism::Plugin and prism::ChatHandler");
  using Thunks = detail::ChatThunks<Derived>;
  static constexpr prism_chat_plugin kTable = {
      sizeof(prism_chat_plugin),
      0,
      detail::isOverriddenChat(&Derived::editMessage) ? &Thunks::edit : nullptr,
      detail::isOverriddenChat(&Derived::retractMessage) ? &Thunks::retract : nullptr,
      detail::isOverriddenChat(&Derived::reactTo) ? &Thunks::react : nullptr,
      detail::isOverriddenChat(&Derived::markRead) ? &Thunks::mark : nullptr,
  };
  return &kTable;
}

}  // namespace prism

#endif
