// SPDX-License-Identifier: MIT
// What surrounds each function of the tables that a plugin gets: it runs only on its thread and before the end, no
// exception leaves it, and events wait while Spectrum does not read.
#pragma once

#include "host/services/host_services.h"

#include <cerrno>
#include <new>
#include <string_view>
#include <thread>
#include <type_traits>

namespace prism::host {

struct HostCall {
  static HostServices& services(const prism_host* host) {
    return *reinterpret_cast<const HostServices::Table*>(host)->services;
  }

  // Runs `body` of a function that is [main]. On another thread, returns `refused` without running it. If `body`
  // returns PRISM_ERR_SYSTEM, errno is the plugin's system_error() from then on.
  template <typename R, typename Body>
  static R onMain(const prism_host* host, const char* function, R refused, const Body& body) noexcept {
    HostServices& self = services(host);
    if (self.closed_) {
      if constexpr (std::is_same_v<R, prism_result>) {
        return PRISM_ERR_STATE;
      }
      return refused;
    }
    try {
      if (std::this_thread::get_id() != self.main_thread_) {
        self.guard_.reportMisbehaviour(function, "called on another thread than the main one");
        return refused;
      }
      const R result = body(self);
      if constexpr (std::is_same_v<R, prism_result>) {
        if (result == PRISM_ERR_SYSTEM) {
          self.system_error_ = errno;
        }
      }
      return result;
    } catch (const std::bad_alloc&) {
      if constexpr (std::is_same_v<R, prism_result>) {
        return PRISM_ERR_MEMORY;
      }
      return refused;
    } catch (...) {
      // Only a callback of the plugin can throw anything else.
      self.guard_.reportMisbehaviour(function, "an exception came out of a callback");
      return refused;
    }
  }

  // The fault of a call within destroy() that starts what ends in a callback: no callback would come.
  static constexpr std::string_view kDestroyed = "the plugin is being destroyed";

  // Like onMain(), for functions that start what ends in a callback. Refuses them within destroy().
  template <typename Body>
  static prism_result whileOpen(const prism_host* host, const char* function, const Body& body) noexcept {
    return onMain<prism_result>(host, function, PRISM_ERR_THREAD, [&](HostServices& self) -> prism_result {
      return self.loop_.closed() ? refuse(self, function, PRISM_ERR_STATE, kDestroyed) : body(self);
    });
  }

  // Like onMain(), for functions that may write to Spectrum: applies back-pressure afterwards.
  template <typename Body>
  static prism_result withBackPressure(const prism_host* host, const char* function, const Body& body) noexcept {
    return onMain<prism_result>(host, function, PRISM_ERR_THREAD, [&](HostServices& self) {
      const prism_result result = body(self);
      self.holdBack();
      return result;
    });
  }

  // Applies back-pressure within the body of a function that writes more than one event to Spectrum.
  static void holdBack(HostServices& self) { self.holdBack(); }

  // Runs `body` of a function that is [any].
  template <typename Body>
  static prism_result onAny(const prism_host* host, const Body& body) noexcept {
    HostServices& self = services(host);
    if (self.closed_) {
      return PRISM_ERR_STATE;
    }
    try {
      return body(self);
    } catch (const std::bad_alloc&) {
      return PRISM_ERR_MEMORY;
    }
  }

  // Returns true if create() and start() are over.
  static bool isSetUp(const HostServices& self) { return self.features_fixed_; }

  static prism_result refuse(HostServices& self, const char* function, prism_result result, std::string_view why) {
    self.guard_.reportMisbehaviour(function, why);
    return result;
  }
};

}  // namespace prism::host
