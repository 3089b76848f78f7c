// Calls handed over to the main thread by any thread, with a descriptor that becomes readable when there are some.
#pragma once

#include <mutex>
#include <vector>

#include "host/plugin_boundary.h"
#include "host/unique_fd.h"

namespace prism::host {

class PostQueue {
 public:
  using Callback = void (*)(void* data);

  // `boundary` must outlive this.
  explicit PostQueue(PluginBoundary& boundary);

  // [any thread] False after close().
  bool post(Callback callback, void* data);

  // [main thread] Makes the calls that are there now, in order; what they post waits for the next time.
  void run();

  // [main thread] Accepts nothing any more. Calls that were accepted before are made by one more run().
  void close();

  int fd() const { return fd_.get(); }

 private:
  struct Call {
    Callback callback;
    void* data;
  };

  PluginBoundary& boundary_;
  UniqueFd fd_;
  std::mutex mutex_;
  std::vector<Call> calls_;  // guarded by mutex_
  bool closed_ = false;      // guarded by mutex_
  std::vector<Call> running_;
};

}  // namespace prism::host
