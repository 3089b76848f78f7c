#include "host/post_queue.h"

#include "host/event_fd.h"

namespace prism::host {

PostQueue::PostQueue(PluginBoundary& boundary) : boundary_(boundary), fd_(makeEventFd()) {}

bool PostQueue::post(Callback callback, void* data) {
  const std::lock_guard lock(mutex_);
  if (closed_) {
    return false;
  }
  calls_.push_back({callback, data});
  if (calls_.size() == 1) {
    ::eventfd_write(fd_.get(), 1);
  }
  return true;
}

void PostQueue::run() {
  {
    const std::lock_guard lock(mutex_);
    eventfd_t count = 0;
    ::eventfd_read(fd_.get(), &count);
    running_.swap(calls_);
  }
  for (const Call& call : running_) {
    boundary_.call("post", [&] { call.callback(call.data); });
  }
  running_.clear();
}

void PostQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

}  // namespace prism::host
