// SPDX-License-Identifier: MIT
// One loaded plugin, through its life: load, create, start, stop, destroy (prism/plugin.h tells what each means).
#pragma once

#include <prism/plugin.h>

#include <memory>
#include <optional>
#include <string>

#include "host/base/result.h"
#include "host/plugin/plugin_boundary.h"
#include "host/plugin/plugin_directory.h"

namespace prism::host {

class Plugin {
 public:
  // Opens the file, and checks that it is what its note says. Errors have the code ELIBBAD. `boundary` must outlive the
  // plugin. The file stays loaded until the process ends: the plugin's threads, or a library of its network, may not
  // bear anything else.
  static Result<std::unique_ptr<Plugin>> load(const PluginFile& file, PluginBoundary& boundary);

  // A plugin from the functions that its query has returned, all required ones among them.
  Plugin(const prism_plugin& functions, PluginBoundary& boundary) : functions_(functions), boundary_(boundary) {}

  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  // False if the plugin refused. After a failure of start(), destroy() is still due; after one of create(), it is not.
  bool create(const prism_host* host);
  bool start();

  // True if there is nothing to wait for; else the plugin calls host->stopped().
  bool stop();
  void destroy();

  // Requests: calls one of the plugin's functions, if it has it.
  enum class Call { kDone, kMissing, kThrew };

  template <typename... Parameters, typename... Arguments>
  Call call(const char* name, void (*prism_plugin::*function)(void*, Parameters...), const Arguments&... arguments) {
    if (!has(function)) {
      return Call::kMissing;
    }
    const bool done = boundary_.call(name, [&] { (functions_.*function)(self_, arguments...); });
    return done ? Call::kDone : Call::kThrew;
  }

  // The same for a function that is told a secret (PluginBoundary::callWithSecret).
  template <typename... Parameters, typename... Arguments>
  Call callWithSecret(const char* name, void (*prism_plugin::*function)(void*, Parameters...),
                      const Arguments&... arguments) {
    if (!has(function)) {
      return Call::kMissing;
    }
    const bool done = boundary_.callWithSecret(name, [&] { (functions_.*function)(self_, arguments...); });
    return done ? Call::kDone : Call::kThrew;
  }

  template <typename... Parameters>
  bool has(void (*prism_plugin::*function)(void*, Parameters...)) const {
    return functions_.*function != nullptr;
  }

 private:
  const prism_plugin functions_;
  PluginBoundary& boundary_;
  void* self_ = nullptr;
};

}  // namespace prism::host
