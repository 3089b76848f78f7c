// SPDX-License-Identifier: MIT
// Writes the file with the metrics on a thread of its own, since a disk may be slow, and a file system of a network may
// not answer at all. The main thread never waits for it, but for a moment at the exit.
#pragma once

#include "host/base/result.h"
#include "host/metrics/file.h"

#include <pthread.h>
#include <semaphore.h>

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace prism::host {

class MetricsPublisher {
 public:
  using Text = std::function<std::string()>;

  // Starts the thread. If the system cannot create it, nothing is written, and isRunning() returns false; errno says
  // why.
  explicit MetricsPublisher(std::string path);

  // Waits for the thread, without a limit. The host never destroys it.
  ~MetricsPublisher();
  MetricsPublisher(const MetricsPublisher&) = delete;
  MetricsPublisher& operator=(const MetricsPublisher&) = delete;

  bool isRunning() const { return running_; }

  // [main] Has the thread call `text` and write the result. A text that still waits is replaced.
  void publish(Text text);

  // [main] Has the thread remove the file, unless another process has replaced it, and end. Does not wait. Later texts
  // are dropped.
  void end();

  // [main] Waits for the thread after end(), at most for `time`. To be called once. Returns false if the thread has not
  // ended, since the file system does not answer. The file may then stay.
  bool awaitEnd(std::chrono::milliseconds time);

  // [main] Returns the error of a write that was the first to fail, or Error{0, ""} if writing works again. Else
  // nullopt: nothing has changed since the last call.
  std::optional<Error> takeNews();

 private:
  static void* run(void* self);
  void serve();
  void note(const std::optional<Error>& result);

  ReplacedFile file_;  // [the thread]
  std::mutex mutex_;
  Text text_;                  // guarded by mutex_
  bool ending_ = false;        // guarded by mutex_
  bool failing_ = false;       // guarded by mutex_
  std::optional<Error> news_;  // guarded by mutex_
  sem_t wake_{};
  sem_t ended_{};
  pthread_t thread_{};
  bool running_ = false;
};

}  // namespace prism::host
