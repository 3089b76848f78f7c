// SPDX-License-Identifier: MIT
// Callbacks of a plugin, and the boundary at which its exceptions end. Not part of the interface: used by the other C++
// headers.
#ifndef PRISM_CALLBACK_HPP
#define PRISM_CALLBACK_HPP

#include <prism/host.h>
#include <prism/types.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace prism::detail {

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

// Runs `body`, and logs an exception that leaves it.
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

// The same for a body that handles a secret: the text of an exception may repeat it, and is not logged. Returns false
// after an exception.
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

  // Deletes the callback. If the host has refused to remove it, because this is not the main thread, the host goes on
  // calling it: then it stays allocated, and its calls do nothing.
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

  // The same for a callback that gets a secret.
  void callWithSecret(const char* where, Args... args) noexcept {
    if (abandoned_) {
      return;
    }
    running_ = true;
    guardedWithSecret(host, where, [&] { run_(args...); });
    returned();
  }

  const prism_host* const host;
  std::uint64_t id = 0;  // the host's id for it; 0 if the host does not know it
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

}  // namespace prism::detail

#endif
