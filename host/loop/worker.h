// SPDX-License-Identifier: MIT
// A thread that does slow work for the main thread, one piece at a time.
#pragma once

#include "host/loop/event_loop.h"
#include <prism/unique_fd.hpp>

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace prism::host {

// All functions are [main].
class Worker final : private EventLoop::Handler {
 public:
  // `loop` must outlive this. `name` as for startHostThread().
  Worker(EventLoop& loop, const char* name) : loop_(loop), name_(name) {}

  // Waits for the piece that is being worked on, without a limit, and does not call its `done`.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Starts the thread, unless it runs. Returns false and sets errno if the system cannot create it.
  bool start();

  // Runs `work` on the thread, and then `done` on the main thread, in a later turn of the loop. `work` must not throw.
  // start() must have succeeded, and isBusy() must be false.
  void run(std::function<void()> work, std::function<void()> done);

  // Returns true from run() until `done` is called.
  bool isBusy() const { return done_ != nullptr; }

  // Waits for the work, at most for `time`, and calls its `done`. Returns false if the thread is still busy.
  bool await(std::chrono::milliseconds time);

 private:
  static void* serve(void* self);
  void onReady(std::uint32_t events) override;

  EventLoop& loop_;
  const char* const name_;
  UniqueFd ready_;  // readable when the work is done
  std::function<void()> done_;
  pthread_t thread_{};
  bool running_ = false;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::function<void()> work_;  // guarded by mutex_; empty while the thread runs it
  bool finished_ = false;       // guarded by mutex_
  bool ending_ = false;         // guarded by mutex_
};

}  // namespace prism::host
