// SPDX-License-Identifier: MIT
// What the host does for a plugin in C++: the functions of struct prism_host, with watches and timers that end with
// their owner. prism/plugin.h says more about each.
//
// Each function carries in brackets where it may be called: [main] is the thread of the host's event loop, on which all
// requests and callbacks come, [any] is any thread. What is behind a std::string_view is copied, if it is to be kept.
// A callback may throw: that is logged as an error, and costs that one call.
#ifndef PRISM_HOST_HPP
#define PRISM_HOST_HPP

#include <prism/plugin.h>
#include <prism/types.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace prism {

namespace detail {

inline prism_str toC(std::string_view text) noexcept { return prism_str_of(text.data(), text.size()); }

inline std::string_view fromC(prism_str text) noexcept {
  return text.size == 0 ? std::string_view("") : std::string_view(text.data, static_cast<std::size_t>(text.size));
}

inline std::vector<prism_str> toC(const std::vector<std::string_view>& texts) {
  std::vector<prism_str> result;
  result.reserve(texts.size());
  for (const std::string_view text : texts) {
    result.push_back(toC(text));
  }
  return result;
}

template <typename Struct>
Struct sized() noexcept {
  Struct result{};
  result.struct_size = sizeof(Struct);
  return result;
}

inline std::uint32_t flag(bool on, std::uint32_t bit) noexcept { return on ? bit : 0; }

inline void logError(const prism_host* host, std::string_view text) noexcept {
  host->log(host, PRISM_LOG_ERROR, toC(text));
}

inline void logException(const prism_host* host, const char* where, const char* what) noexcept {
  try {
    logError(host, std::string("exception in ") + where + ": " + what);
  } catch (const std::bad_alloc&) {
    logError(host, what);
  }
}

// Runs `body`; no exception comes out of it, but a line in the log.
template <typename Body>
void guarded(const prism_host* host, const char* where, const Body& body) noexcept {
  try {
    body();
  } catch (const std::exception& error) {
    logException(host, where, error.what());
  } catch (...) {
    logException(host, where, "not a std::exception");
  }
}

// The same where the plugin is told a secret, which the text of the exception may repeat: it is not logged. False if an
// exception came out.
template <typename Body>
bool guardedWithSecret(const prism_host* host, const char* where, const Body& body) noexcept {
  try {
    body();
    return true;
  } catch (...) {
    logException(host, where, "its text may hold a secret, and is not shown");
    return false;
  }
}

// Attachments as the host takes them; borrows from those that it is made of.
class Attachments {
 public:
  explicit Attachments(const std::vector<Attachment>& attachments) {
    attachments_.reserve(attachments.size());
    pointers_.reserve(attachments.size());
    for (const Attachment& attachment : attachments) {
      auto& one = attachments_.emplace_back(sized<prism_attachment>());
      one.url = toC(attachment.url);
      one.mime_type = toC(attachment.mime_type);
      one.description = toC(attachment.description);
      pointers_.push_back(&one);
    }
  }
  Attachments(const Attachments&) = delete;
  Attachments& operator=(const Attachments&) = delete;

  const prism_attachment* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<prism_attachment> attachments_;
  std::vector<const prism_attachment*> pointers_;
};

// A callback that the host knows by its address. Its owner may release it while it runs: it is deleted afterwards.
template <typename... Args>
class Callback {
 public:
  using Function = std::function<void(Args...)>;
  struct Release {
    void operator()(Callback* callback) const noexcept {
      callback->id = 0;
      if (callback->running_) {
        callback->released_ = true;
      } else {
        delete callback;
      }
    }
  };
  using Owner = std::unique_ptr<Callback, Release>;

  // Lets go of it, as far as the host has: on another thread than the main one it has not, and goes on calling it. Then it
  // stays, and does nothing any more.
  static void release(Owner& owner, prism_result removed) noexcept {
    if (removed == PRISM_ERR_THREAD) {
      owner.release()->abandoned_ = true;
    } else {
      owner.reset();
    }
  }

  Callback(const prism_host* table, Function run) : host(table), run_(std::move(run)) {}

  void call(const char* where, Args... args) noexcept {
    if (abandoned_) {
      return;
    }
    running_ = true;
    guarded(host, where, [&] { run_(args...); });
    returned();
  }

  // The same where it is told a secret.
  void callWithSecret(const char* where, Args... args) noexcept {
    if (abandoned_) {
      return;
    }
    running_ = true;
    guardedWithSecret(host, where, [&] { run_(args...); });
    returned();
  }

  const prism_host* const host;
  std::uint64_t id = 0;  // the host's for it; 0 if the host does not know it (any more)
  bool once = false;

 private:
  void returned() noexcept {
    running_ = false;
    if (released_) {
      delete this;
    }
  }

  const Function run_;
  bool running_ = false;
  bool released_ = false;
  std::atomic<bool> abandoned_ = false;
};

}  // namespace detail

// A descriptor that the host watches, as long as this object lives. It may end, or be replaced, inside its own callback.
// The descriptor stays the plugin's: close it after the watch has ended. [main], its destructor too.
class Watch {
 public:
  // Watches nothing.
  Watch() = default;

  Watch(Watch&&) noexcept = default;
  Watch& operator=(Watch&& other) noexcept {
    if (this != &other) {
      end();
      callback_ = std::move(other.callback_);
      result_ = other.result_;
    }
    return *this;
  }
  ~Watch() { end(); }

  explicit operator bool() const { return callback_ != nullptr; }

  // How Host::watch() went; if not Ok, nothing is watched.
  Result result() const { return result_; }

  // [main] Waits for something else from now on; Ready::Nothing is a pause. WrongState if nothing is watched.
  Result waitFor(Ready events) const {
    if (!callback_) {
      return Result::WrongState;
    }
    const prism_host* host = callback_->host;
    return Result(host->watch_modify(host, callback_->id, static_cast<std::uint32_t>(events)));
  }

  // [main] Ends the watch: no call of its callback comes after this. Does nothing if it has ended.
  void end() noexcept {
    if (callback_) {
      const prism_host* host = callback_->host;
      Callback::release(callback_, host->watch_remove(host, callback_->id));
    }
  }

 private:
  friend class Host;
  using Callback = detail::Callback<Ready>;

  Callback::Owner callback_;
  Result result_ = Result::WrongState;
};

// A timer that lasts as long as this object. It may end, or be replaced, inside its own callback. [main], its destructor
// too.
class Timer {
 public:
  // Never comes.
  Timer() = default;

  Timer(Timer&&) noexcept = default;
  Timer& operator=(Timer&& other) noexcept {
    if (this != &other) {
      end();
      callback_ = std::move(other.callback_);
      result_ = other.result_;
    }
    return *this;
  }
  ~Timer() { end(); }

  // Whether it will come (again).
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // How Host::after() or Host::every() went; if not Ok, it never comes.
  Result result() const { return result_; }

  // [main] Ends the timer: no call of its callback comes after this. Does nothing if it has ended.
  void end() noexcept {
    if (callback_) {
      const prism_host* host = callback_->host;
      Callback::release(callback_, *this ? host->timer_remove(host, callback_->id) : PRISM_OK);
    }
  }

 private:
  friend class Host;
  using Callback = detail::Callback<>;

  Callback::Owner callback_;
  Result result_ = Result::WrongState;
};

// The host. Cheap to copy; valid until the process ends.
class Host {
 public:
  explicit Host(const prism_host* table) : table_(table) {}

  // The table of C functions behind it.
  const prism_host* table() const { return table_; }

  // [any] Writes a line to the log. Never log a secret.
  void log(LogLevel level, std::string_view text) const noexcept {
    table_->log(table_, static_cast<std::uint32_t>(level), detail::toC(text));
  }
  // [any] The same for a part of the plugin that has a category of its own, Plugin.<id>.<area>: 1 to 32 of letters,
  // digits, '-' and '_'.
  void log(LogLevel level, std::string_view area, std::string_view text) const noexcept {
    table_->log_area(table_, static_cast<std::uint32_t>(level), detail::toC(area), detail::toC(text));
  }
  // [any] Whether such a line would be written anywhere: ask before formatting what is seldom read.
  bool logEnabled(LogLevel level, std::string_view area = {}) const noexcept {
    return table_->log_enabled(table_, static_cast<std::uint32_t>(level), detail::toC(area)) != 0;
  }
  void trace(std::string_view text) const noexcept { log(LogLevel::Trace, text); }
  void debug(std::string_view text) const noexcept { log(LogLevel::Debug, text); }
  void info(std::string_view text) const noexcept { log(LogLevel::Info, text); }
  void warning(std::string_view text) const noexcept { log(LogLevel::Warning, text); }
  void error(std::string_view text) const noexcept { log(LogLevel::Error, text); }

  // [main] An optional service, such as "prism.name/1": a table that stays valid, or nullptr if this host has none.
  const void* service(const char* name) const { return table_->get_service(table_, name); }

  // --- Configuration. Keys are "section.key". Values stay valid until the plugin's destructor has returned.

  // [main] The value of a key, the last one if it has several; nothing if it has none.
  std::optional<std::string_view> config(std::string_view key) const {
    prism_str value{};
    if (table_->config_get(table_, detail::toC(key), &value) == 0) {
      return std::nullopt;
    }
    return detail::fromC(value);
  }

  // [main] A boolean; `fallback` if the key is not there or, with a warning in the log, is no boolean.
  bool configBool(std::string_view key, bool fallback) const {
    return table_->config_bool(table_, detail::toC(key), fallback ? 1 : 0) != 0;
  }

  // [main] A whole number; `fallback` if the key is not there. With a warning in the log, `fallback` too if the value is no
  // number, and the nearest that is allowed if it is not within `least` and `most`.
  std::int64_t configInt(std::string_view key, std::int64_t fallback,
                         std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         std::int64_t most = std::numeric_limits<std::int64_t>::max()) const {
    return table_->config_int(table_, detail::toC(key), fallback, least, most);
  }

  // [main] All values of a key, in the order of the file.
  std::vector<std::string_view> configList(std::string_view key) const {
    Collected<std::string_view> values;
    table_->config_list(
        table_, detail::toC(key),
        [](void* data, prism_str value) { static_cast<Collected<std::string_view>*>(data)->add(detail::fromC(value)); },
        &values);
    return values.take();
  }

  // [main] All keys of a section, named without it, with each of their values, sorted by key.
  std::vector<std::pair<std::string_view, std::string_view>> configSection(std::string_view section) const {
    using Pair = std::pair<std::string_view, std::string_view>;
    Collected<Pair> pairs;
    table_->config_section(
        table_, detail::toC(section),
        [](void* data, prism_str name, prism_str value) {
          static_cast<Collected<Pair>*>(data)->add({detail::fromC(name), detail::fromC(value)});
        },
        &pairs);
    return pairs.take();
  }

  // --- Event loop. Callbacks come on [main].

  // [main] Calls `ready` with what has come, whenever `fd` is ready for one of `events` (level-triggered; an error or a
  // hang-up shows as every event that was asked for). One watch for each descriptor. Ask the watch how it went.
  [[nodiscard]] Watch watch(std::int32_t fd, Ready events, std::function<void(Ready)> ready) const {
    Watch watch;
    watch.callback_.reset(new Watch::Callback(table_, std::move(ready)));
    watch.result_ = Result(table_->watch_add(
        table_, fd, static_cast<std::uint32_t>(events),
        [](void* data, std::int32_t, std::uint32_t come) {
          static_cast<Watch::Callback*>(data)->call("a watch", static_cast<Ready>(come));
        },
        watch.callback_.get(), &watch.callback_->id));
    if (watch.result_ != Result::Ok) {
      const int why = errno;  // with SystemError
      watch.callback_.reset();
      errno = why;
    }
    return watch;
  }

  // [main] Calls `due` once, after some time on the monotonic clock.
  [[nodiscard]] Timer after(std::chrono::milliseconds time, std::function<void()> due) const {
    return addTimer(time, std::chrono::milliseconds(0), std::move(due));
  }

  // [main] Calls `due` each `period`, of one millisecond at least, on the monotonic clock. Calls that are missed are not
  // made up for.
  [[nodiscard]] Timer every(std::chrono::milliseconds period, std::function<void()> due) const {
    period = std::max(period, std::chrono::milliseconds(1));
    return addTimer(period, period, std::move(due));
  }

  // [any] Has `run` called on the main thread soon, before the plugin's destructor at the latest. Posts of one thread
  // keep their order. `run` and what it holds end on the main thread after the call or, if the result is not Ok, here
  // and now. Where 65,536 posts wait, another thread waits for them in here: so do not join it on the main thread, but
  // at the end, where it gets Result::NoMemory instead (compare prism/plugin.h).
  Result post(std::function<void()> run) const {
    struct Post {
      const prism_host* host;
      std::function<void()> run;
    };
    auto posted = std::make_unique<Post>(Post{table_, std::move(run)});
    const auto result = Result(table_->post(
        table_,
        [](void* data) {
          const std::unique_ptr<Post> owned(static_cast<Post*>(data));
          detail::guarded(owned->host, "a post", [&] { owned->run(); });
        },
        posted.get()));
    if (result == Result::Ok) {
      static_cast<void>(posted.release());  // it may be gone by now
    }
    return result;
  }

  // [main] Ends what stop() began when it returned Pending.
  Result stopped() const { return Result(table_->stopped(table_)); }

  // --- Events. NoUser, and nothing done, if `user` has no session. None waits for the network, nor for Spectrum, unless one
  // callback hands over some megabytes that Spectrum does not read.

  // [main] The user is logged in. Answers the login request. What is said before the user's client has come, in server mode,
  // the host keeps for it.
  Result connected(std::string_view user) const { return Result(table_->connected(table_, detail::toC(user))); }

  // [main] The user could not be logged in, or is not any more; `text` is a sentence for the user. Ends the session: no
  // logout() comes for it.
  Result disconnected(std::string_view user, ConnectionError error, std::string_view text) const {
    return Result(
        table_->disconnected(table_, detail::toC(user), static_cast<std::uint32_t>(error), detail::toC(text)));
  }

  // [main] A message has come in for the user.
  Result message(const Message& message) const {
    const detail::Attachments attachments(message.attachments);
    auto event = detail::sized<prism_message>();
    event.flags = static_cast<std::uint32_t>(message.kind) | detail::flag(message.headline, PRISM_MESSAGE_HEADLINE) |
                  detail::flag(message.carbon, PRISM_MESSAGE_CARBON);
    event.user = detail::toC(message.user);
    event.buddy = detail::toC(message.buddy);
    event.nickname = detail::toC(message.nickname);
    event.text = detail::toC(message.text);
    event.xhtml = detail::toC(message.xhtml);
    event.time = message.time;
    event.attachments = attachments.data();
    event.attachments_count = attachments.size();
    return Result(table_->message(table_, &event));
  }

  // [main] The network has the message that the user sent with this id: the other three are those of the message.
  Result messageAck(std::string_view user, std::string_view buddy, std::string_view nickname,
                    std::string_view id) const {
    return Result(
        table_->message_ack(table_, detail::toC(user), detail::toC(buddy), detail::toC(nickname), detail::toC(id)));
  }

  // [main] A buddy has appeared or changed: this replaces what was known of it, but for an empty alias and no groups.
  Result buddyChanged(const Buddy& buddy) const {
    const std::vector<prism_str> groups = detail::toC(buddy.groups);
    auto event = detail::sized<prism_buddy>();
    event.status = static_cast<std::uint32_t>(buddy.status);
    event.user = detail::toC(buddy.user);
    event.buddy = detail::toC(buddy.buddy);
    event.alias = detail::toC(buddy.alias);
    event.groups = groups.data();
    event.groups_count = groups.size();
    event.status_text = detail::toC(buddy.status_text);
    event.icon_hash = detail::toC(buddy.icon_hash);
    event.blocked = buddy.blocked ? 1 : 0;
    return Result(table_->buddy_changed(table_, &event));
  }

  // [main] A buddy is no contact any more.
  Result buddyRemoved(std::string_view user, std::string_view buddy) const {
    return Result(table_->buddy_removed(table_, detail::toC(user), detail::toC(buddy)));
  }

  // [main] `buddy` asks to see the user's presence; authorizationAnswered() tells the answer.
  Result authorizationRequested(std::string_view user, std::string_view buddy) const {
    return Result(table_->authorization_requested(table_, detail::toC(user), detail::toC(buddy)));
  }

  // [main] A buddy, or the participant `nickname` of the room `buddy`, is typing, or not.
  Result typing(std::string_view user, std::string_view buddy, std::string_view nickname, Typing state) const {
    return Result(table_->typing(table_, detail::toC(user), detail::toC(buddy), detail::toC(nickname),
                                 static_cast<std::uint32_t>(state)));
  }

  // [main] A buddy or a participant wants the user's attention; `text` may be empty.
  Result attention(std::string_view user, std::string_view buddy, std::string_view nickname,
                   std::string_view text) const {
    return Result(
        table_->attention(table_, detail::toC(user), detail::toC(buddy), detail::toC(nickname), detail::toC(text)));
  }

  // [main] A participant of a room has come, changed or gone. After a join: everybody, the user last.
  Result participantChanged(const Participant& participant) const {
    auto event = detail::sized<prism_participant>();
    event.flags = detail::flag(participant.me, PRISM_PARTICIPANT_ME) |
                  detail::flag(participant.moderator, PRISM_PARTICIPANT_MODERATOR) |
                  detail::flag(participant.kicked, PRISM_PARTICIPANT_KICKED) |
                  detail::flag(participant.banned, PRISM_PARTICIPANT_BANNED) |
                  detail::flag(participant.conflict, PRISM_PARTICIPANT_CONFLICT) |
                  detail::flag(participant.not_authorized, PRISM_PARTICIPANT_NOT_AUTHORIZED) |
                  detail::flag(participant.room_not_found, PRISM_PARTICIPANT_ROOM_NOT_FOUND);
    event.status = static_cast<std::uint32_t>(participant.status);
    event.user = detail::toC(participant.user);
    event.room = detail::toC(participant.room);
    event.nickname = detail::toC(participant.nickname);
    event.new_nickname = detail::toC(participant.new_nickname);
    event.status_text = detail::toC(participant.status_text);
    event.icon_hash = detail::toC(participant.icon_hash);
    event.alias = detail::toC(participant.alias);
    return Result(table_->participant_changed(table_, &event));
  }

  // [main] The network has given the user another nickname than join() asked for. To be told before the participants are;
  // later on participantChanged() with `new_nickname` says it all.
  Result ownNickname(std::string_view user, std::string_view room, std::string_view nickname) const {
    return Result(table_->own_nickname(table_, detail::toC(user), detail::toC(room), detail::toC(nickname)));
  }

  // [main] The subject of a room, after a join or a change.
  Result subjectChanged(const Subject& subject) const {
    auto event = detail::sized<prism_subject>();
    event.user = detail::toC(subject.user);
    event.room = detail::toC(subject.room);
    event.nickname = detail::toC(subject.nickname);
    event.subject = detail::toC(subject.subject);
    event.time = subject.time;
    return Result(table_->subject_changed(table_, &event));
  }

  // [main] Somebody asks the user to come into a room: the client gets a direct invitation (XEP-0249).
  Result roomInvited(const Invitation& invitation) const {
    auto event = detail::sized<prism_invitation>();
    event.user = detail::toC(invitation.user);
    event.room = detail::toC(invitation.room);
    event.inviter = detail::toC(invitation.inviter);
    event.reason = detail::toC(invitation.reason);
    event.password = detail::toC(invitation.password);
    return Result(table_->room_invited(table_, &event));
  }

  // [main] The rooms that there are: those for one user or, if `user` is empty, for everybody.
  Result roomList(std::string_view user, const std::vector<RoomName>& rooms) const {
    std::vector<prism_room> list;
    list.reserve(rooms.size());
    for (const RoomName& room : rooms) {
      list.push_back({detail::toC(room.name), detail::toC(room.title)});
    }
    return Result(table_->room_list(table_, detail::toC(user), list.data(), list.size()));
  }

  // [main] A vCard that was asked for: answers each vcardWanted() for this user, buddy and participant. WrongState if there
  // is none.
  Result vcard(const VCard& vcard) const {
    auto event = detail::sized<prism_vcard>();
    event.user = detail::toC(vcard.user);
    event.buddy = detail::toC(vcard.buddy);
    event.participant = detail::toC(vcard.participant);
    event.full_name = detail::toC(vcard.full_name);
    event.nickname = detail::toC(vcard.nickname);
    event.photo = {vcard.photo.data(), vcard.photo.size()};
    return Result(table_->vcard(table_, &event));
  }

  // [main] One XMPP stanza, written into the user's stream as it is. BadArgument if it is anything else.
  Result rawXml(std::string_view stanza) const { return Result(table_->raw_xml(table_, detail::toC(stanza))); }

  // [main] A command to Spectrum itself; queryAnswered() brings the answer.
  Result query(std::string_view command) const { return Result(table_->query(table_, detail::toC(command))); }

 private:
  // What a visitor of the configuration brings. It is called from within the host, where nothing may be thrown.
  template <typename Value>
  class Collected {
   public:
    void add(Value value) noexcept {
      try {
        values_.push_back(value);
      } catch (...) {
        failed_ = true;
      }
    }
    std::vector<Value> take() {
      if (failed_) {
        throw std::bad_alloc();
      }
      return std::move(values_);
    }

   private:
    std::vector<Value> values_;
    bool failed_ = false;
  };

  Timer addTimer(std::chrono::milliseconds first, std::chrono::milliseconds period, std::function<void()> due) const {
    const auto count = [](std::chrono::milliseconds time) {
      return static_cast<std::uint64_t>(std::max<std::chrono::milliseconds::rep>(time.count(), 0));
    };
    Timer timer;
    timer.callback_.reset(new Timer::Callback(table_, std::move(due)));
    timer.callback_->once = period.count() == 0;
    timer.result_ = Result(table_->timer_add(
        table_, count(first), count(period),
        [](void* data, prism_timer) {
          auto* callback = static_cast<Timer::Callback*>(data);
          if (callback->once) {
            callback->id = 0;  // the host has forgotten it
          }
          callback->call("a timer");
        },
        timer.callback_.get(), &timer.callback_->id));
    if (timer.result_ != Result::Ok) {
      timer.callback_.reset();
    }
    return timer;
  }

  const prism_host* table_;
};

}  // namespace prism

#endif
