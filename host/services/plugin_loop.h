// SPDX-License-Identifier: MIT
// What the plugin waits for: its descriptors, timers and posts, gathered in an epoll of their own. The host's loop sees
// only that one descriptor, so that putting the whole plugin on hold is one system call.
#pragma once

#include <prism/plugin.h>

#include <cstdint>

#include "host/loop/epoll.h"
#include "host/loop/event_loop.h"
#include "host/loop/timer_source.h"
#include "host/plugin/plugin_boundary.h"
#include "host/services/post_queue.h"
#include "host/services/watch_table.h"

namespace prism::host {

class PluginLoop final : private EventLoop::Handler {
 public:
  // Both must outlive this.
  PluginLoop(EventLoop& loop, PluginBoundary& boundary);
  ~PluginLoop();

  WatchTable& watches() { return watches_; }
  TimerSource& timers() { return timers_; }
  PostQueue& posts() { return posts_; }

  // Serves the plugin's descriptors, timers and posts, or lets them wait. They are served from the start.
  void serve(bool on);

  // Ends all watches and timers, and makes the last of the posts, or, for a plugin that has never come to life, does not.
  enum class Posts { kRun, kDrop };
  void close(Posts posts);

  bool closed() const { return closed_; }

 private:
  void onReady(std::uint32_t events) override;
  void begin();
  void end();

  EventLoop& loop_;
  PluginBoundary& boundary_;
  Epoll epoll_;
  WatchTable watches_;
  TimerSource timers_;
  PostQueue posts_;
  bool served_ = true;
  int turns_with_ghosts_ = 0;  // in a row
  bool closed_ = false;
};

}  // namespace prism::host
