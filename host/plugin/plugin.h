// SPDX-License-Identifier: MIT
// One loaded plugin through its life: load, create, start, stop, destroy. prism/plugin.h defines each step.
#pragma once

#include "host/base/abi.h"
#include "host/base/result.h"
#include "host/plugin/plugin_boundary.h"
#include "host/plugin/plugin_directory.h"
#include <prism/plugin.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace prism::host {

class Plugin {
 public:
  // Loads the file, and checks it against its note. The error code is ELIBBAD. `boundary` must outlive the plugin. The
  // file stays loaded until the process ends, since the plugin's threads, or a library of its network, may not survive
  // unloading.
  static Result<std::unique_ptr<Plugin>> load(const PluginFile& file, PluginBoundary& boundary);

  // `functions` is the result of the plugin's query function. All required functions must be there.
  Plugin(const prism_plugin& functions, PluginBoundary& boundary) : functions_(functions), boundary_(boundary) {}

  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  // Return false if the plugin refuses. After a failed start(), destroy() must be called; after a failed create(), it
  // must not.
  bool create(const prism_host* host);
  bool start();

  // Returns the exception that create() or start() has thrown, in words; empty if there was none.
  const std::string& exception() const { return exception_; }

  // Returns true if the plugin has stopped. Otherwise it calls host->stopped() later.
  bool stop();
  void destroy();

  // Returns the table of this group of requests (get_extension); nullptr if the plugin does not have it. To be called
  // after create().
  const void* extension(const char* name);

  // Calls a function of the plugin, if the plugin has it.
  enum class Call { kDone, kMissing, kThrew };

  template <typename... Parameters, typename... Arguments>
  Call call(const char* name, void (*prism_plugin::*function)(void*, Parameters...), const Arguments&... arguments) {
    return callExtension(name, functions_, function, arguments...);
  }

  // The same for a function that gets a secret (PluginBoundary::callWithSecret).
  template <typename... Parameters, typename... Arguments>
  Call callWithSecret(const char* name, void (*prism_plugin::*function)(void*, Parameters...),
                      const Arguments&... arguments) {
    return callExtensionWithSecret(name, functions_, function, arguments...);
  }

  // The same for a function of an extension's table.
  template <typename Table, typename... Parameters, typename... Arguments>
  Call callExtension(const char* name, const Table& table, void (*Table::*function)(void*, Parameters...),
                     const Arguments&... arguments) {
    if (!(table.*function)) {
      return Call::kMissing;
    }
    const bool done = boundary_.call(
        name, [&] { (table.*function)(self_, arguments...); }, userOf(arguments...));
    return done ? Call::kDone : Call::kThrew;
  }

  // Both: a function of an extension's table that gets a secret.
  template <typename Table, typename... Parameters, typename... Arguments>
  Call callExtensionWithSecret(const char* name, const Table& table, void (*Table::*function)(void*, Parameters...),
                               const Arguments&... arguments) {
    if (!(table.*function)) {
      return Call::kMissing;
    }
    const bool done = boundary_.callWithSecret(
        name, [&] { (table.*function)(self_, arguments...); }, userOf(arguments...));
    return done ? Call::kDone : Call::kThrew;
  }

  template <typename... Parameters>
  bool has(void (*prism_plugin::*function)(void*, Parameters...)) const {
    return functions_.*function != nullptr;
  }

 private:
  // Returns the user of a request: its first argument, or the member `user` of it. Empty if the request concerns no
  // user.
  template <typename First, typename... Rest>
  static std::string_view userOf(const First& first, const Rest&...) {
    if constexpr (std::is_same_v<First, prism_str>) {
      return view(first);
    } else if constexpr (requires { first->user; }) {
      return view(first->user);
    }
    return {};
  }
  static std::string_view userOf() { return {}; }

  // Reports a result that is neither PRISM_OK nor an error.
  bool isOk(const char* function, prism_result result);

  const prism_plugin functions_;
  PluginBoundary& boundary_;
  void* self_ = nullptr;
  std::string exception_;
};

}  // namespace prism::host
