// SPDX-License-Identifier: MIT
// The host's side of the plugin ABI: struct prism_host, whose functions lead to the parts that do the work. Nothing of
// C++ gets through to the plugin: no exception, no type.
#pragma once

#include <prism/prompt.h>

#include <atomic>
#include <string>
#include <thread>

#include "host/config/config.h"
#include "host/guard/guard.h"
#include "host/log/plugin_log.h"
#include "host/plugin/features.h"
#include "host/prompt/prompts.h"
#include "host/services/plugin_loop.h"
#include "host/spectrum/connection.h"

namespace Poco {
class Logger;
}

namespace prism::host {

class HostServices {
 public:
  // All must outlive this; `logger` is the plugin's own. Belongs to the thread that makes it: the main thread.
  HostServices(const Config& config, PluginLoop& loop, Guard& guard, Prompts& prompts, Features& features,
               Poco::Logger& logger);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  // What the plugin is given.
  const prism_host* table() const { return &table_.host; }

  // The last error that the plugin has logged: why it would not start.
  const std::string& lastError() const { return last_error_; }

  // From now on, events that outrun `connection` wait for it. It must stay until close().
  void attach(Connection& connection) { connection_ = &connection; }

  // set_features() is out of order from now on.
  void fixFeatures() { features_fixed_ = true; }

  // stopped() is in order from now on.
  void awaitStopped() { stop_ = Stop::kAwaited; }

  // Whether the plugin has called stopped().
  bool stopped() const { return stop_ == Stop::kDone; }

  // The plugin is destroyed. What its threads, if it has left some, may still do to the log has no effect; everything
  // else is refused already.
  void close();

 private:
  struct Thunks;

  void holdBack() {
    if (connection_) {
      connection_->holdBack();
    }
  }

  // What the plugin sees as its host is the start of this.
  struct Table {
    prism_host host;
    HostServices* services;
  };

  Table table_;
  const Config& config_;
  PluginLoop& loop_;
  Guard& guard_;
  Prompts& prompts_;
  Features& features_;
  PluginLog log_;
  const std::thread::id main_thread_ = std::this_thread::get_id();
  Connection* connection_ = nullptr;
  std::string last_error_;
  bool features_fixed_ = false;
  enum class Stop { kNotYet, kAwaited, kDone } stop_ = Stop::kNotYet;
  std::atomic<bool> closed_ = false;
};

}  // namespace prism::host
