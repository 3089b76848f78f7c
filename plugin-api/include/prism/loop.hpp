// SPDX-License-Identifier: MIT
// Watches and timers in C++. Host::watch(), Host::after() and Host::every() make them. See prism/host.h.
#ifndef PRISM_LOOP_HPP
#define PRISM_LOOP_HPP

#include <prism/callback.hpp>
#include <prism/host.h>
#include <prism/types.hpp>

#include <cstdint>
#include <utility>

namespace prism {

// The events that a watch waits for, or those that have occurred.
enum class Ready : std::uint32_t {
  Nothing = 0,
  Readable = PRISM_WATCH_READABLE,
  Writable = PRISM_WATCH_WRITABLE,
  Both = PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE,
};
constexpr bool readable(Ready ready) { return (static_cast<std::uint32_t>(ready) & PRISM_WATCH_READABLE) != 0; }
constexpr bool writable(Ready ready) { return (static_cast<std::uint32_t>(ready) & PRISM_WATCH_WRITABLE) != 0; }

// A descriptor that the host watches as long as this object exists. The object may be destroyed or replaced within its
// own callback. The plugin owns the descriptor, and closes it after the watch has ended. All functions and the
// destructor are [main].
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

  // The result of Host::watch(). If it is not Ok, nothing is watched.
  Result result() const { return result_; }

  // Changes the events; Ready::Nothing pauses the watch. WrongState if nothing is watched.
  Result waitFor(Ready events) const {
    if (!callback_) {
      return Result::WrongState;
    }
    const prism_host* host = callback_->host;
    return Result(host->watch_modify(host, callback_->id, static_cast<std::uint32_t>(events)));
  }

  // Ends the watch. Its callback is not called afterwards. Does nothing if the watch has ended.
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

// A timer that runs as long as this object exists. The object may be destroyed or replaced within its own callback. All
// functions and the destructor are [main].
class Timer {
 public:
  // No timer.
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

  // Returns true if the callback will be called (again).
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // The result of Host::after() or Host::every(). If it is not Ok, the callback is never called.
  Result result() const { return result_; }

  // Ends the timer. Its callback is not called afterwards. Does nothing if the timer has ended.
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

}  // namespace prism

#endif
