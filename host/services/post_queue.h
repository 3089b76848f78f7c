// SPDX-License-Identifier: MIT
// Calls handed over to the main thread by any thread, with a descriptor that becomes readable when there are some. Who
// hands over more than the main thread makes has to wait, so that memory stays bounded.
#pragma once

#include <prism/plugin.h>
#include <prism/unique_fd.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "host/plugin/plugin_boundary.h"

namespace prism::host {

class PostQueue {
 public:
  using Callback = void (*)(void* data);

  // Where so many calls wait, another thread waits until they are made. The main thread, which cannot, may add as many
  // once more.
  static constexpr std::size_t kMost = 65536;

  // To be made on the main thread. `boundary` must outlive this.
  explicit PostQueue(PluginBoundary& boundary);

  // [any thread] PRISM_ERR_STATE after close(); PRISM_ERR_MEMORY if there is no room, and it may not wait for some.
  prism_result post(Callback callback, void* data);

  // [main thread] Makes the calls that are there now, in order; what they post waits for the next time.
  void run();

  // [main thread] Makes the descriptor readable again if calls are there: the plugin may have read it.
  void rearm();

  // [main thread] Lets nobody wait for room from now on: the plugin is being stopped, and may wait for its threads.
  void endWaiting();

  // [main thread] Accepts nothing any more. Calls that were accepted before are made by one more run().
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
  std::vector<Call> calls_;  // this and what follows is guarded by mutex_
  bool may_wait_ = true;
  bool closed_ = false;
  std::vector<Call> running_;  // [main thread]
};

}  // namespace prism::host
