// SPDX-License-Identifier: MIT
// The host's side of the plugin ABI: implements struct prism_host by calls to the parts of the host. No exception and
// no C++ type passes to the plugin.
#pragma once

#include "host/avatar/avatars.h"
#include "host/chat/route.h"
#include "host/commands/commands.h"
#include "host/config/config.h"
#include "host/guard/guard.h"
#include "host/history/history.h"
#include "host/log/plugin_log.h"
#include "host/media/fetches.h"
#include "host/media/media.h"
#include "host/metrics/plugin_metrics.h"
#include "host/network/network_module.h"
#include "host/plugin/features.h"
#include "host/prompt/prompts.h"
#include "host/resolve/lookups.h"
#include "host/rooms/room_requests.h"
#include "host/services/admin_commands.h"
#include "host/services/plugin_loop.h"
#include "host/session/session_table.h"
#include "host/session/settings_schema.h"
#include "host/spectrum/connection.h"
#include "host/storage/storage.h"
#include <prism/host.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <thread>

namespace Poco {
class Logger;
}

namespace prism::host {

// The parts of the host behind the services that a plugin gets by name.
struct ServiceParts {
  Prompts& prompts;
  Commands& commands;
  Storage& storage;
  PluginMetrics& metrics;
  AdminCommands& admin;
  SessionTable& sessions;
  SettingsSchema& settings;
  NetworkModule& network;
  Lookups& lookups;
  Media& media;
  Fetches& fetches;
  RoomRequests& rooms;
  ChatMode chat_mode;
  TimerSource& timers;  // the host's own
  History& history;
  Avatars& avatars;
};

class HostServices {
 public:
  // All references must outlive this. `logger` is the plugin's own. The thread of the constructor is taken as the main
  // thread.
  HostServices(const Config& config, PluginLoop& loop, Guard& guard, const ServiceParts& parts, Features& features,
               Poco::Logger& logger);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  // The table that the plugin gets.
  const prism_host* table() const { return &table_.host; }

  const ServiceParts& parts() const { return parts_; }
  Guard& guard() { return guard_; }

  // The last error that the plugin has logged on the main thread. If it fails to start, this is the reason.
  const std::string& lastError() const { return last_error_; }

  // From now on, events wait for `connection` if its buffer is full. `connection` must exist until close().
  void attach(Connection& connection) { connection_ = &connection; }

  // From now on, set_features() is refused.
  void fixFeatures() { features_fixed_ = true; }

  // From now on, stopped() is accepted.
  void awaitStopped() { stop_ = Stop::kAwaited; }

  // Returns true if the plugin has called stopped().
  bool stopped() const { return stop_ == Stop::kDone; }

  // The plugin is destroyed. From now on, log calls of threads that it has left behind have no effect, and all other
  // calls are refused.
  void close();

 private:
  friend struct HostCall;
  struct Thunks;

  void holdBack() {
    if (connection_) {
      connection_->holdBack();
    }
  }

  // The plugin's pointer to prism_host points to the first member of this.
  struct Table {
    prism_host host;
    HostServices* services;
  };

  Table table_;
  const Config& config_;
  PluginLoop& loop_;
  Guard& guard_;
  const ServiceParts parts_;
  Features& features_;
  PluginLog log_;
  const std::thread::id main_thread_ = std::this_thread::get_id();
  Connection* connection_ = nullptr;
  std::string last_error_;
  std::int32_t system_error_ = 0;                        // an errno
  std::set<std::string, std::less<>> unknown_services_;  // that the plugin has asked for
  bool features_fixed_ = false;
  enum class Stop { kNotYet, kAwaited, kDone } stop_ = Stop::kNotYet;
  std::atomic<bool> closed_ = false;
};

}  // namespace prism::host
