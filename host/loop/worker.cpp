// SPDX-License-Identifier: MIT
#include "host/loop/worker.h"

#include "host/base/event_fd.h"
#include "host/base/host_thread.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace prism::host {
namespace {

constexpr std::size_t kStackSize = 256 * 1024;

}  // namespace

Worker::~Worker() {
  if (running_) {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_one();
    ::pthread_join(thread_, nullptr);
    loop_.remove(ready_.get());
  }
}

bool Worker::start() {
  if (running_) {
    return true;
  }
  if (!ready_) {
    ready_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  }
  running_ = ready_ && startHostThread(&thread_, name_, kStackSize, &serve, this);
  if (running_) {
    loop_.add(ready_.get(), EPOLLIN, this, "the work of a thread");
  }
  return running_;
}

void Worker::run(std::function<void()> work, std::function<void()> done) {
  done_ = std::move(done);
  {
    const std::lock_guard lock(mutex_);
    work_ = std::move(work);
  }
  wake_.notify_one();
}

bool Worker::await(std::chrono::milliseconds time) {
  using Clock = std::chrono::steady_clock;
  for (const Clock::time_point deadline = Clock::now() + time; isBusy();) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd ready{ready_.get(), POLLIN, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (count == 0 || (count < 0 && errno != EINTR) || (count > 0 && (ready.revents & POLLIN) == 0)) {
      return false;
    }
    onReady(EPOLLIN);
  }
  return true;
}

void* Worker::serve(void* data) {
  Worker& self = *static_cast<Worker*>(data);
  std::unique_lock lock(self.mutex_);
  for (;;) {
    self.wake_.wait(lock, [&] { return self.ending_ || self.work_; });
    if (self.ending_) {
      return nullptr;
    }
    const std::function<void()> work = std::exchange(self.work_, nullptr);
    lock.unlock();
    work();
    lock.lock();
    self.finished_ = true;
    ::eventfd_write(self.ready_.get(), 1);
  }
}

void Worker::onReady(std::uint32_t) {
  clearEventFd(ready_.get());
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(finished_, false)) {
      return;
    }
  }
  std::exchange(done_, nullptr)();  // which may run the next piece
}

}  // namespace prism::host
