// SPDX-License-Identifier: MIT
// The host's service "prism.resolve/1" (prism/resolve.h): the lookups of the plugin that are open. The network module
// does them. All functions are [main].
#pragma once

#include "host/guard/guard.h"
#include "host/network/network_module.h"
#include "host/plugin/plugin_boundary.h"
#include <prism/resolve.h>

#include <map>
#include <memory>

namespace prism::host {

class Lookups {
 public:
  // All must outlive this.
  Lookups(NetworkModule& network, Guard& guard, PluginBoundary& boundary)
      : network_(network), guard_(guard), boundary_(boundary) {}
  Lookups(const Lookups&) = delete;
  Lookups& operator=(const Lookups&) = delete;

  prism_result resolve(const prism_lookup* lookup, prism_lookup_fn answered, void* data, prism_resolve_id* id);
  prism_result cancel(prism_resolve_id id);

  // Ends all lookups, since the process is about to end. From now on, resolve() is refused.
  void endAll();

 private:
  struct Open {
    std::unique_ptr<Network::Task> task;
    prism_lookup_fn answered;
    void* data;
    bool too_long;  // the network was asked for an empty name instead
  };

  void onAnswer(prism_resolve_id id, const Network::Answer& answer);

  NetworkModule& network_;
  Guard& guard_;
  PluginBoundary& boundary_;
  prism_resolve_id last_id_ = 0;
  std::map<prism_resolve_id, Open> open_;
  bool over_ = false;
};

}  // namespace prism::host
