// SPDX-License-Identifier: MIT
// A thread for slow work: it forces new values onto the disk, and removes values that are old. The main thread never
// waits for it.
#pragma once

#include "host/storage/store.h"

#include <pthread.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace prism::host {

class StoreWorker {
 public:
  using Logins = std::vector<std::pair<std::string, LoginRecord>>;

  // `days` as in StorageSettings. Both references must outlive this. If the system cannot create the thread,
  // isRunning() returns false, and the functions do nothing; errno says why.
  StoreWorker(const Store& store, std::uint32_t days, Poco::Logger& log);

  // Settles the values that wait for it, and ends. The host never destroys it.
  ~StoreWorker();
  StoreWorker(const StoreWorker&) = delete;
  StoreWorker& operator=(const StoreWorker&) = delete;

  bool isRunning() const { return running_; }

  // [main] Forces the values of a user, or of the transport, onto the disk within some seconds.
  void settle(std::string_view user);

  // [main] Refreshes the records of these logins, and then removes the values of users who have not logged in for too
  // long.
  void tidy(Logins logins);

 private:
  static void* run(void* self);
  void serve();
  void settleAll(const std::set<std::string>& users);
  void tidyNow(const Logins& logins);
  bool isEnding();

  const Store& store_;
  const std::uint32_t days_;
  Poco::Logger& log_;
  bool failing_ = false;  // [the thread] the last settle() has failed
  std::mutex mutex_;
  std::condition_variable wake_;
  std::set<std::string> unsettled_;  // guarded by mutex_
  Logins logins_;                    // guarded by mutex_
  bool untidy_ = false;              // guarded by mutex_
  bool ending_ = false;              // guarded by mutex_
  pthread_t thread_{};
  bool running_ = false;
};

}  // namespace prism::host
