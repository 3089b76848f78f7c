// SPDX-License-Identifier: MIT
// The boundary to the plugin, which every call of its functions passes. It records the name of the running function for
// the watchdog and the crash report, and lets no exception out.
#pragma once

#include "host/base/quote.h"
#include "host/log/fault_log.h"
#include "host/watchdog/call_monitor.h"

#include <fmt/format.h>

#include <exception>
#include <string>
#include <string_view>

namespace prism::host {

// Returns the name of an exception's class.
std::string typeOf(const std::exception& exception);

class PluginBoundary {
 public:
  // Both must outlive this.
  PluginBoundary(FaultLog& misbehaviour, CallMonitor& calls) : misbehaviour_(misbehaviour), calls_(calls) {}

  // Runs `body`, which calls the plugin's function `name`, a literal. `user` is empty if the call concerns no user.
  // Returns false if `body` throws an exception.
  template <typename Body>
  bool call(const char* name, const Body& body, std::string_view user = {}) {
    return call(name, user, body,
                [](const std::exception& exception) { return inQuotes(exception.what(), kWholeText); });
  }

  // The same for a function that gets a secret. Logs only the type of an exception, since its text may repeat the
  // secret.
  template <typename Body>
  bool callWithSecret(const char* name, const Body& body, std::string_view user = {}) {
    return call(name, user, body, [](const std::exception& exception) { return "of the type " + typeOf(exception); });
  }

  // Like call(), for a function whose exception is also the reason of a failure: writes it into *ret_exception.
  template <typename Body>
  bool callToStart(const char* name, const Body& body, std::string* ret_exception) {
    return call(
        name, {}, body, [](const std::exception& exception) { return inQuotes(exception.what(), kWholeText); },
        ret_exception);
  }

  // Logs and counts a fault that has shown in the plugin's function `name`.
  void report(const char* name, std::string_view what) { misbehaviour_.write(fmt::format("{}: {}", name, what), name); }

 private:
  template <typename Body, typename Describe>
  bool call(const char* name, std::string_view user, const Body& body, const Describe& describe,
            std::string* ret_exception = nullptr) {
    const CallMonitor::Running running(calls_, name);  // until the exception is gone: it is the plugin's code, too
    try {
      body();
      return true;
    } catch (const std::exception& exception) {
      onException(name, user, fmt::format("exception {}", describe(exception)), ret_exception);
    } catch (...) {
      onException(name, user, "exception of an unknown type", ret_exception);
    }
    return false;
  }

  void onException(const char* name, std::string_view user, const std::string& what, std::string* ret_exception) {
    misbehaviour_.write(fmt::format("{}: {}", name, what), name, user);
    if (ret_exception) {
      *ret_exception = what;
    }
  }

  FaultLog& misbehaviour_;
  CallMonitor& calls_;
};

}  // namespace prism::host
