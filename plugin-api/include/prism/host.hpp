// SPDX-License-Identifier: MIT
// The functions of the host in C++. prism/host.h documents each in full.
//
// [main] is the thread of the host's event loop, on which requests and callbacks are called; [any] is any thread. A
// callback may throw: the exception is logged as an error, and ends that one call.
#ifndef PRISM_HOST_HPP
#define PRISM_HOST_HPP

#include <prism/callback.hpp>
#include <prism/host.h>
#include <prism/loop.hpp>
#include <prism/messages.hpp>
#include <prism/rooms.hpp>
#include <prism/roster.hpp>
#include <prism/session.hpp>
#include <prism/types.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

enum class LogLevel : std::uint32_t {
  Trace = PRISM_LOG_TRACE,
  Debug = PRISM_LOG_DEBUG,
  Info = PRISM_LOG_INFO,
  Warning = PRISM_LOG_WARNING,
  Error = PRISM_LOG_ERROR,
};

// The host. Cheap to copy, and valid until the process ends.
class Host {
 public:
  explicit Host(const prism_host* table) : table_(table) {}

  // The table of C functions that this class calls.
  const prism_host* table() const { return table_; }

  // [any] Writes a line to the log. Never log a secret.
  void log(LogLevel level, std::string_view text) const noexcept {
    table_->log(table_, static_cast<std::uint32_t>(level), detail::toC(text));
  }
  // [any] Writes a line in the category Plugin.<id>.<area>. `area` is 1 to 32 letters, digits, '-' and '_'.
  void log(LogLevel level, std::string_view area, std::string_view text) const noexcept {
    table_->log_area(table_, static_cast<std::uint32_t>(level), detail::toC(area), detail::toC(text));
  }
  // [any] Returns true if a line of this level would be written somewhere. To be called before a line that is expensive
  // to format.
  bool logEnabled(LogLevel level, std::string_view area = {}) const noexcept {
    return table_->log_enabled(table_, static_cast<std::uint32_t>(level), detail::toC(area)) != 0;
  }
  void trace(std::string_view text) const noexcept { log(LogLevel::Trace, text); }
  void debug(std::string_view text) const noexcept { log(LogLevel::Debug, text); }
  void info(std::string_view text) const noexcept { log(LogLevel::Info, text); }
  void warning(std::string_view text) const noexcept { log(LogLevel::Warning, text); }
  void error(std::string_view text) const noexcept { log(LogLevel::Error, text); }

  // [any] Reports a fault that the plugin has found in itself. It is logged, counted and, with prism.strict, made the
  // exit code, like an exception of the plugin. `where` is the function. Never pass a secret.
  void fault(std::string_view where, std::string_view text) const noexcept {
    table_->fault(table_, detail::toC(where), detail::toC(text));
  }

  // [main] Returns the errno of the last call that has returned SystemError; 0 without one.
  int systemError() const noexcept { return table_->system_error(table_); }

  // [main] Returns the table of an optional service, such as "prism.name/1", or nullptr if this host does not have it.
  // The C++ class of a service does this.
  const void* service(const char* name) const { return table_->get_service(table_, name); }

  // --- Configuration. A key is "section.key". Values are valid until the plugin's destructor returns.

  // [main] Returns the value of a key, the last one of several; nullopt if the key does not exist.
  std::optional<std::string_view> config(std::string_view key) const {
    prism_str value{};
    if (table_->config_get(table_, detail::toC(key), &value) == 0) {
      return std::nullopt;
    }
    return detail::fromC(value);
  }

  // [main] Returns a value as a boolean. Returns `fallback` if the key does not exist, or, with a warning in the log,
  // if the value is no boolean.
  bool configBool(std::string_view key, bool fallback) const {
    return table_->config_bool(table_, detail::toC(key), fallback ? 1 : 0) != 0;
  }

  // [main] Returns a value as a whole number. Returns `fallback` if the key does not exist. With a warning in the log,
  // returns `fallback` if the value is no number, and the nearer limit if it is below `least` or above `most`.
  std::int64_t configInt(std::string_view key, std::int64_t fallback,
                         std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         std::int64_t most = std::numeric_limits<std::int64_t>::max()) const {
    return table_->config_int(table_, detail::toC(key), fallback, least, most);
  }

  // [main] Returns all values of a key, in the order of the file.
  std::vector<std::string_view> configList(std::string_view key) const {
    Collected<std::string_view> values;
    table_->config_list(
        table_, detail::toC(key),
        [](void* data, prism_str value) { static_cast<Collected<std::string_view>*>(data)->add(detail::fromC(value)); },
        &values);
    return values.take();
  }

  // [main] Returns the keys of a section, without its name, with each of their values, sorted by key.
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

  // --- Event loop. Callbacks are called on [main].

  // [main] Calls `ready` whenever `fd` is ready for one of `events` (level-triggered). An error or a hang-up on `fd` is
  // reported as all of `events`. A descriptor has at most one watch. Watch::result() says whether this has worked.
  [[nodiscard]] Watch watch(std::int32_t fd, Ready events, std::function<void(Ready)> ready) const {
    Watch watch;
    watch.callback_.reset(new Watch::Callback(table_, std::move(ready)));
    watch.result_ = Result(table_->watch_add(
        table_, fd, static_cast<std::uint32_t>(events),
        [](void* data, prism_watch, std::int32_t, std::uint32_t come) {
          static_cast<Watch::Callback*>(data)->call("a watch", static_cast<Ready>(come));
        },
        watch.callback_.get(), &watch.callback_->id));
    if (watch.result_ != Result::Ok) {
      watch.callback_.reset();
    }
    return watch;
  }

  // [main] Calls `due` once after `time` on the monotonic clock. The call may come `slack` later, so that timers share
  // wake-ups of the process. 0: the host delays only whole seconds, four or more, and that by at most a sixteenth.
  [[nodiscard]] Timer after(std::chrono::milliseconds time, std::function<void()> due,
                            std::chrono::milliseconds slack = std::chrono::milliseconds(0)) const {
    return addTimer(time, std::chrono::milliseconds(0), slack, std::move(due));
  }

  // [main] Calls `due` each `period`, at least one millisecond, on the monotonic clock. Missed calls are not made up
  // for. `slack`: as above, for the first call; the others follow it in whole periods.
  [[nodiscard]] Timer every(std::chrono::milliseconds period, std::function<void()> due,
                            std::chrono::milliseconds slack = std::chrono::milliseconds(0)) const {
    period = std::max(period, std::chrono::milliseconds(1));
    return addTimer(period, period, slack, std::move(due));
  }

  // [any] Calls `run` on the main thread soon, at the latest before the plugin's destructor. The posts of one thread
  // keep their order. `run` is destroyed on the main thread after the call or, if the result is not Ok, here.
  //
  // If 65,536 posts wait, another thread blocks here. So a [main] function must not wait for a thread that posts. Once
  // the host logs all users out, no thread blocks, and the result is LimitReached.
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

  // [main] The plugin is done, after its stop() has returned Pending.
  Result stopped() const { return Result(table_->stopped(table_)); }

  // --- Events. All return NoUser, and do nothing, if `user` has no session.

  // [main] The user is logged in. Answers login().
  Result connected(std::string_view user) const {
    auto event = detail::sized<prism_connected>();
    event.user = detail::toC(user);
    return Result(table_->connected(table_, &event));
  }

  // [main] The user could not be logged in, or is not logged in any more. The session ends without a logout(). `text`
  // is a sentence for the user.
  Result disconnected(std::string_view user, ConnectionError error, std::string_view text) const {
    auto event = detail::sized<prism_disconnected>();
    event.error = static_cast<std::uint32_t>(error);
    event.user = detail::toC(user);
    event.text = detail::toC(text);
    return Result(table_->disconnected(table_, &event));
  }

  // [main] A message for the user. BadArgument if it is empty, or if another message of the conversation has its id.
  // WrongState in a room that the user has not joined.
  Result message(const Message& message) const {
    const detail::OutgoingMessage event(message);
    return Result(table_->message(table_, event.get()));
  }

  // [main] The state of a request of the user has changed. Ended if it is of an earlier session of the user, or if this
  // state cannot come any more, which is no fault. WrongState if the user has made no request of this id. BadArgument
  // if the names are not those of the request.
  Result receipt(const Receipt& receipt) const {
    const prism_receipt event = detail::toC(receipt);
    return Result(table_->receipt(table_, &event));
  }

  // [main] A buddy is new or has changed. Replaces what Spectrum knows of the buddy.
  Result buddyChanged(const Buddy& buddy) const {
    const std::vector<prism_str> groups = detail::toC(buddy.groups);
    const prism_buddy event = detail::toC(buddy, groups);
    return Result(table_->buddy_changed(table_, &event));
  }

  // [main] A buddy is no contact any more.
  Result buddyRemoved(std::string_view user, std::string_view buddy) const {
    auto event = detail::sized<prism_buddy_removed>();
    event.user = detail::toC(user);
    event.buddy = detail::toC(buddy);
    return Result(table_->buddy_removed(table_, &event));
  }

  // [main] The plugin has reported every contact of the network. The host removes the others of the roster.
  Result rosterComplete(std::string_view user) const {
    auto event = detail::sized<prism_roster_complete>();
    event.user = detail::toC(user);
    return Result(table_->roster_complete(table_, &event));
  }

  // [main] A buddy asks for the user's permission to see the user's presence. authorizationAnswered() is the answer.
  Result authorizationRequested(std::string_view user, std::string_view buddy) const {
    auto event = detail::sized<prism_authorization>();
    event.user = detail::toC(user);
    event.buddy = detail::toC(buddy);
    return Result(table_->authorization_requested(table_, &event));
  }

  // [main] The typing state of a buddy or a participant has changed.
  Result typing(const Typing& typing) const {
    const prism_typing event = detail::toC(typing);
    return Result(table_->typing(table_, &event));
  }

  // [main] A buddy or a participant asks for the user's attention.
  Result attention(const Attention& attention) const {
    const prism_attention event = detail::toC(attention);
    return Result(table_->attention(table_, &event));
  }

  // [main] The user is in the room, as this participant. Answers join(). To be called after the participants who are
  // there have been reported, and before the subject. WrongState if the user has not asked to join.
  Result joined(const Participant& self) const {
    const prism_participant event = detail::toC(self);
    return Result(table_->joined(table_, &event));
  }

  // [main] The user could not enter the room, or could not get a nickname there. Answers join().
  Result joinFailed(const JoinFailed& failed) const {
    const prism_join_failed event = detail::toC(failed);
    return Result(table_->join_failed(table_, &event));
  }

  // [main] A participant of a room has entered, changed or left. WrongState if the user is not in the room, and has not
  // asked to join it.
  Result participantChanged(const Participant& participant) const {
    const prism_participant event = detail::toC(participant);
    return Result(table_->participant_changed(table_, &event));
  }

  // [main] The subject of a room, after a join or a change.
  Result subjectChanged(const Subject& subject) const {
    const prism_subject event = detail::toC(subject);
    return Result(table_->subject_changed(table_, &event));
  }

  // [main] An invitation to a room. If the user accepts, join() follows.
  Result roomInvited(const Invitation& invitation) const {
    const prism_invitation event = detail::toC(invitation);
    return Result(table_->room_invited(table_, &event));
  }

  // [main] The rooms of the network for one user or, if `user` is empty, for everybody.
  Result roomList(std::string_view user, const std::vector<RoomName>& rooms) const {
    const detail::Rooms list(rooms);
    auto event = detail::sized<prism_room_list>();
    event.user = detail::toC(user);
    event.rooms = list.data();
    event.rooms_count = list.size();
    return Result(table_->room_list(table_, &event));
  }

  // [main] A vCard. Answers all open vcardWanted() for the same owner. WrongState if there is none.
  Result vcard(const VCard& vcard) const {
    const prism_vcard event = detail::toC(vcard);
    return Result(table_->vcard(table_, &event));
  }

  // [main] Writes one stanza into the user's XMPP stream. BadArgument if it is not one that Spectrum can take.
  Result rawXml(std::string_view stanza) const { return Result(table_->raw_xml(table_, detail::toC(stanza))); }

 private:
  // Collects the values that a visitor of the configuration gets. add() is called by the host, so it does not throw.
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

  Timer addTimer(std::chrono::milliseconds first, std::chrono::milliseconds period, std::chrono::milliseconds slack,
                 std::function<void()> due) const {
    const auto count = [](std::chrono::milliseconds time) {
      return static_cast<std::uint64_t>(std::max<std::chrono::milliseconds::rep>(time.count(), 0));
    };
    auto schedule = detail::sized<prism_schedule>();
    schedule.first_ms = count(first);
    schedule.period_ms = count(period);
    schedule.slack_ms = count(slack);
    Timer timer;
    timer.callback_.reset(new Timer::Callback(table_, std::move(due)));
    timer.callback_->once = period.count() == 0;
    timer.result_ = Result(table_->timer_add(
        table_, &schedule,
        [](void* data, prism_timer) {
          auto* callback = static_cast<Timer::Callback*>(data);
          if (callback->once) {
            callback->id = 0;  // the timer has ended
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
