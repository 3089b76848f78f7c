// SPDX-License-Identifier: MIT
#include "host/storage/store_worker.h"

#include "host/base/host_thread.h"
#include "host/base/unix_time.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <utility>

namespace prism::host {
namespace {

constexpr std::size_t kStackSize = 256 * 1024;

// The time in which further changes of a user join the first one, so that the disk works once for all.
constexpr std::chrono::seconds kDelay{2};

// The thread waits as long as this for a lock.
constexpr Store::Wait kLockWait{1000};

}  // namespace

StoreWorker::StoreWorker(const Store& store, std::uint32_t days, Poco::Logger& log)
    : store_(store), days_(days), log_(log) {
  running_ = startHostThread(&thread_, "prism-storage", kStackSize, &run, this);
}

StoreWorker::~StoreWorker() {
  if (running_) {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_one();
    ::pthread_join(thread_, nullptr);
  }
}

void StoreWorker::settle(std::string_view user) {
  if (running_) {
    const std::lock_guard lock(mutex_);
    unsettled_.emplace(user);
    wake_.notify_one();
  }
}

void StoreWorker::tidy(Logins logins) {
  if (running_) {
    const std::lock_guard lock(mutex_);
    logins_ = std::move(logins);
    untidy_ = true;
    wake_.notify_one();
  }
}

bool StoreWorker::isEnding() {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void* StoreWorker::run(void* self) {
  static_cast<StoreWorker*>(self)->serve();
  return nullptr;
}

void StoreWorker::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || untidy_ || !unsettled_.empty(); });
    if (!untidy_) {
      wake_.wait_for(lock, kDelay, [this] { return ending_; });
    }
    const bool ending = ending_;
    const bool untidy = std::exchange(untidy_, false) && !ending;
    const std::set<std::string> users = std::exchange(unsettled_, {});
    const Logins logins = std::exchange(logins_, {});
    lock.unlock();
    try {
      settleAll(users);
      if (untidy) {
        tidyNow(logins);
      }
    } catch (const std::exception& exception) {
      log_.warning(fmt::format("stored values are not tidied up: {}", exception.what()));  // no memory is left
    }
    if (ending) {
      return;
    }
    lock.lock();
  }
}

void StoreWorker::settleAll(const std::set<std::string>& users) {
  for (const std::string& user : users) {
    const std::optional<Error> error = store_.settle(user, kLockWait);
    if (error && !failing_) {
      log_.warning(fmt::format("stored values may be lost if the machine crashes: {}", error->sentence));
    }
    failing_ = error.has_value();
  }
}

void StoreWorker::tidyNow(const Logins& logins) {
  constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1000;
  const auto now = static_cast<std::int64_t>(unixTime() * 1000);
  for (const auto& [user, login] : logins) {
    store_.refreshLogin(user, login, now, kLockWait);
  }
  if (days_ == 0) {
    return;
  }
  const std::size_t removed = store_.removeOld(now - days_ * kDay, now, [this] { return !isEnding(); });
  if (removed > 0) {
    log_.information(fmt::format("the stored values of {} have been removed: no login for {} days (prism.storage_days)",
                                 removed == 1 ? "1 user" : fmt::format("{} users", removed), days_));
  }
}

}  // namespace prism::host
