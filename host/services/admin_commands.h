// SPDX-License-Identifier: MIT
// The host's service "prism.admin.draft/1" (prism/admin.h): commands of the plugin to Spectrum 2. An answer of Spectrum
// does not name its command, but Spectrum answers in order. So each command waits for its answer in a queue, also after
// it has timed out or was cancelled. All functions are [main].
#pragma once

#include "host/guard/guard.h"
#include "host/loop/timer_source.h"
#include "host/plugin/plugin_boundary.h"
#include <prism/admin.h>

#include <chrono>
#include <deque>
#include <memory>
#include <string>

namespace prism::host {

class AdminCommands {
 public:
  static constexpr std::size_t kMost = 32;  // commands without an answer
  static constexpr std::chrono::seconds kTimeout{60};

  // All must outlive this; `timers` are the host's.
  AdminCommands(Guard& guard, TimerSource& timers, PluginBoundary& boundary, std::chrono::seconds timeout = kTimeout)
      : guard_(guard), timers_(timers), boundary_(boundary), timeout_(timeout) {}
  AdminCommands(const AdminCommands&) = delete;
  AdminCommands& operator=(const AdminCommands&) = delete;

  // Called by the plugin.
  prism_result send(prism_str command, prism_admin_fn ended, void* data, prism_admin_id* id);
  prism_result cancel(prism_admin_id id);

  // Spectrum has answered the oldest command. Returns false if there is none.
  bool onAnswer(const std::string& answer);

  // Ends all commands, since the process is about to end. From now on, send() is refused.
  void endAll();

 private:
  struct Command {
    AdminCommands* commands;
    prism_admin_id id;
    prism_admin_fn ended;  // nullptr: it has timed out or was cancelled
    void* data;
    TimerQueue::Id timer;
  };

  static void onTimeout(void* command, TimerQueue::Id);
  // Calls the plugin, unless that was done before or the command was cancelled.
  void end(Command* command, std::uint32_t outcome, const std::string& answer = "");

  Guard& guard_;
  TimerSource& timers_;
  PluginBoundary& boundary_;
  const std::chrono::seconds timeout_;
  std::deque<std::unique_ptr<Command>> waiting_;
  prism_admin_id last_id_ = 0;
  bool over_ = false;
};

}  // namespace prism::host
