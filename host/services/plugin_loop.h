// SPDX-License-Identifier: MIT
// The plugin's descriptors, timers and posts, in an epoll of their own. The host's loop watches only that epoll, so
// that one system call pauses the whole plugin.
#pragma once

#include "host/loop/epoll.h"
#include "host/loop/event_loop.h"
#include "host/loop/timer_source.h"
#include "host/plugin/plugin_boundary.h"
#include "host/services/post_queue.h"
#include "host/services/watch_table.h"
#include <prism/plugin.h>

#include <cstdint>

namespace prism::host {

class PluginLoop final : private EventLoop::Handler {
 public:
  // Both references must outlive this.
  PluginLoop(EventLoop& loop, PluginBoundary& boundary);
  ~PluginLoop();

  WatchTable& watches() { return watches_; }
  TimerSource& timers() { return timers_; }
  PostQueue& posts() { return posts_; }

  // Serves the plugin's descriptors, timers and posts, or pauses them. They are served from the start.
  void serve(bool on);

  // Ends all watches and timers, and runs the waiting posts. kDrop drops them instead, for a plugin that has failed to
  // start.
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
  int turns_with_ghosts_ = 0;  // consecutive
  bool closed_ = false;
};

}  // namespace prism::host
