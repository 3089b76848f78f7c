// Where control passes into the plugin. Every call of one of its functions goes through here, by name, and no exception
// comes back out.
#pragma once

#include <fmt/format.h>

#include <exception>
#include <string>
#include <string_view>

#include "host/fault_log.h"

namespace prism::host {

// The name of an exception's class.
std::string typeOf(const std::exception& exception);

class PluginBoundary {
 public:
  // `misbehaviour` must outlive this.
  explicit PluginBoundary(FaultLog& misbehaviour) : misbehaviour_(misbehaviour) {}

  // Runs `body`, which calls the plugin's function `name`. False if an exception came out of it.
  template <typename Body>
  bool call(std::string_view name, const Body& body) {
    return call(name, body, [](const std::exception& exception) { return inQuotes(exception.what()); });
  }

  // The same for a function that is told a secret: the text of an exception may repeat it, so only its type is logged.
  template <typename Body>
  bool callWithSecret(std::string_view name, const Body& body) {
    return call(name, body, [](const std::exception& exception) { return "of the type " + typeOf(exception); });
  }

 private:
  template <typename Body, typename Describe>
  bool call(std::string_view name, const Body& body, const Describe& describe) {
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
};

}  // namespace prism::host
