// SPDX-License-Identifier: MIT
// Callbacks of a plugin, and the boundary at which its exceptions end. Not part of the interface: used by the other C++
// headers.
#ifndef PRISM_CALLBACK_HPP
#define PRISM_CALLBACK_HPP

#include <prism/host.h>
#include <prism/types.hpp>

#include <cxxabi.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

namespace prism::detail {

inline void logError(const prism_host* host, std::string_view text) noexcept {
  host->log(host, PRISM_LOG_ERROR, toC(text));
}

inline void reportException(const prism_host* host, const char* where, const char* how, const char* what) noexcept {
  std::string text;
  try {
    text = how;
    text += what;
  } catch (const std::bad_alloc&) {
    text = "exception";  // short enough to need no memory
  }
  host->fault(host, prism_str_from(where), toC(text));
}

// Reports the type of the exception that is being handled.
inline void reportExceptionType(const prism_host* host, const char* where) noexcept {
  const std::type_info* type = ::abi::__cxa_current_exception_type();
  int status = 0;
  char* readable = type ? ::abi::__cxa_demangle(type->name(), nullptr, nullptr, &status) : nullptr;
  reportException(host, where, "exception of the type ", readable ? readable : type ? type->name() : "unknown");
  std::free(readable);
}

// Runs `body`, and reports an exception that leaves it as a fault of the plugin's function `where`. Returns false then.
template <typename Body>
bool guarded(const prism_host* host, const char* where, const Body& body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception& error) {
    reportException(host, where, "exception: ", error.what());
  } catch (...) {
    reportExceptionType(host, where);
  }
  return false;
}

// The same for a body that handles a secret. Reports only the type of an exception, since its text may repeat the
// secret.
template <typename Body>
bool guardedWithSecret(const prism_host* host, const char* where, const Body& body) noexcept {
  try {
    body();
    return true;
  } catch (...) {
    reportExceptionType(host, where);
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
