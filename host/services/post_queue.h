// SPDX-License-Identifier: MIT
// A queue of calls from any thread to the main thread. Its descriptor is readable while calls wait. A thread that posts
// faster than the main thread runs the calls has to wait, so that memory stays bounded.
#pragma once

#include "host/plugin/plugin_boundary.h"
#include <prism/plugin.h>
#include <prism/unique_fd.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace prism::host {

class PostQueue {
 public:
  using Callback = void (*)(void* data);

  // With so many calls in the queue, post() blocks until they are run. The main thread cannot block, and may post as
  // many again.
  static constexpr std::size_t kMost = 65536;

  // Construct on the main thread. `boundary` must outlive this.
  explicit PostQueue(PluginBoundary& boundary);

  // [any thread] Returns PRISM_ERR_STATE after close(), and PRISM_ERR_LIMIT if the queue is full and post() may not
  // block.
  prism_result post(Callback callback, void* data);

  // [main thread] Runs the waiting calls in order. Calls posted meanwhile wait for the next run().
  void run();

  // [main thread] Makes the descriptor readable again if calls wait, in case the plugin has read from it.
  void rearm();

  // [main thread] From now on, post() does not block: the plugin is being stopped, and may join its threads.
  void endWaiting();

  // [main thread] From now on, post() is refused. Calls accepted before are run by one more run().
  void close();

  int fd() const { return fd_.get(); }

 private:
  struct Call {
    Callback callback;
    void* data;
  };

  PluginBoundary& boundary_;
  const std::thread::id main_thread_ = std::this_thread::get_id();
  UniqueFd fd_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::vector<Call> calls_;  // mutex_ guards this and the next two
  bool may_wait_ = true;
  bool closed_ = false;
  std::vector<Call> running_;  // [main thread]
};

}  // namespace prism::host
