// One loaded plugin, through its life: load, create, start, stop, destroy (prism/plugin.h tells what each means).
#pragma once

#include <prism/plugin.h>

#include <memory>
#include <optional>
#include <string>

#include "host/plugin_boundary.h"
#include "host/plugin_directory.h"
#include "host/result.h"

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

  // Requests. login() is false if an exception came out of it: then nobody is going to answer.
  bool login(const prism_login& login);
  void logout(prism_str user);
  bool takesMessages() const { return functions_.message; }
  void message(const prism_message& message);

  // Adds what the plugin's helpers take up.
  void addMemoryUsage(prism_memory* memory);

 private:
  const prism_plugin functions_;
  PluginBoundary& boundary_;
  void* self_ = nullptr;
};

}  // namespace prism::host
