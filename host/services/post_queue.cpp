// SPDX-License-Identifier: MIT
#include "host/services/post_queue.h"

#include "host/base/event_fd.h"

namespace prism::host {

PostQueue::PostQueue(PluginBoundary& boundary) : boundary_(boundary), fd_(makeEventFd()) {}

prism_result PostQueue::post(Callback callback, void* data) {
  const bool on_main = std::this_thread::get_id() == main_thread_;
  std::unique_lock lock(mutex_);
  if (!on_main) {
    room_.wait(lock, [this] { return closed_ || !may_wait_ || calls_.size() < kMost; });
  }
  if (closed_) {
    return PRISM_ERR_STATE;
  }
  if (calls_.size() >= (on_main ? 2 * kMost : kMost)) {
    return PRISM_ERR_LIMIT;
  }
  calls_.push_back({callback, data});
  if (calls_.size() == 1) {
    ::eventfd_write(fd_.get(), 1);
  }
  return PRISM_OK;
}

void PostQueue::run() {
  {
    const std::lock_guard lock(mutex_);
    clearEventFd(fd_.get());
    running_.swap(calls_);
  }
  room_.notify_all();
  for (const Call& call : running_) {
    boundary_.call("post", [&] { call.callback(call.data); });
  }
  running_.clear();
}

void PostQueue::rearm() {
  const std::lock_guard lock(mutex_);
  if (!calls_.empty()) {
    ::eventfd_write(fd_.get(), 1);
  }
}

void PostQueue::endWaiting() {
  {
    const std::lock_guard lock(mutex_);
    may_wait_ = false;
  }
  room_.notify_all();
}

void PostQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  room_.notify_all();
}

}  // namespace prism::host
