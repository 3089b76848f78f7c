// SPDX-License-Identifier: MIT
// Where control passes into the plugin. Every call of one of its functions goes through here, by name, so that the
// watchdog and a crash report can tell which one runs; and no exception comes back out.
#pragma once

#include <fmt/format.h>

#include <exception>
#include <string>

#include "host/base/quote.h"
#include "host/log/fault_log.h"
#include "host/watchdog/call_monitor.h"

namespace prism::host {

// The name of an exception's class.
std::string typeOf(const std::exception& exception);

class PluginBoundary {
 public:
  // Both must outlive this.
  PluginBoundary(FaultLog& misbehaviour, CallMonitor& calls) : misbehaviour_(misbehaviour), calls_(calls) {}

  // Runs `body`, which calls the plugin's function `name`, a literal. False if an exception came out of it.
  template <typename Body>
  bool call(const char* name, const Body& body) {
    return call(name, body, [](const std::exception& exception) { return inQuotes(exception.what()); });
  }

  // The same for a function that is told a secret: the text of an exception may repeat it, so only its type is logged.
  template <typename Body>
  bool callWithSecret(const char* name, const Body& body) {
    return call(name, body, [](const std::exception& exception) { return "of the type " + typeOf(exception); });
  }

 private:
  template <typename Body, typename Describe>
  bool call(const char* name, const Body& body, const Describe& describe) {
    const CallMonitor::Running running(calls_, name);  // what an exception does is the plugin's code, too
    try {
      body();
      return true;
    } catch (const std::exception& exception) {
      misbehaviour_.write(fmt::format("{}: exception {}", name, describe(exception)));
    } catch (...) {
      misbehaviour_.write(fmt::format("{}: exception of an unknown type", name));
    }
    return false;
  }

  FaultLog& misbehaviour_;
  CallMonitor& calls_;
};

}  // namespace prism::host
