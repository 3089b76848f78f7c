// Where control passes into the plugin. Every call of one of its functions goes through here, by name, and no exception
// comes back out.
#pragma once

#include <fmt/format.h>

#include <exception>
#include <string_view>

#include "host/fault_log.h"

namespace prism::host {

class PluginBoundary {
 public:
  // `misbehaviour` must outlive this.
  explicit PluginBoundary(FaultLog& misbehaviour) : misbehaviour_(misbehaviour) {}

  // Runs `body`, which calls the plugin's function `name`.
  template <typename Body>
  void call(std::string_view name, const Body& body) {
    try {
      body();
    } catch (const std::exception& exception) {
      misbehaviour_.write(fmt::format("{}: exception {}", name, inQuotes(exception.what())));
    } catch (...) {
      misbehaviour_.write(fmt::format("{}: exception of an unknown type", name));
    }
  }

 private:
  FaultLog& misbehaviour_;
};

}  // namespace prism::host
