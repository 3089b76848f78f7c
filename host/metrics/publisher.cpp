// SPDX-License-Identifier: MIT
#include "host/metrics/publisher.h"

#include "host/base/host_thread.h"

#include <cerrno>
#include <ctime>
#include <new>
#include <utility>

namespace prism::host {
namespace {

constexpr std::size_t kStackSize = 128 * 1024;

}  // namespace

MetricsPublisher::MetricsPublisher(std::string path) : file_(std::move(path)) {
  ::sem_init(&wake_, 0, 0);
  ::sem_init(&ended_, 0, 0);
  running_ = startHostThread(&thread_, "prism-metrics", kStackSize, &run, this);
}

MetricsPublisher::~MetricsPublisher() {
  if (running_) {
    end();
    ::pthread_join(thread_, nullptr);
  }
  ::sem_destroy(&wake_);
  ::sem_destroy(&ended_);
}

void MetricsPublisher::publish(Text text) {
  {
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
  }
  ::sem_post(&wake_);
}

void MetricsPublisher::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ::sem_post(&wake_);
}

bool MetricsPublisher::awaitEnd(std::chrono::milliseconds time) {
  timespec end{};
  ::clock_gettime(CLOCK_MONOTONIC, &end);
  const std::int64_t nanoseconds = end.tv_nsec + std::chrono::nanoseconds(time).count();
  end.tv_sec += nanoseconds / 1'000'000'000;
  end.tv_nsec = nanoseconds % 1'000'000'000;
  int result = 0;
  do {
    result = running_ ? ::sem_clockwait(&ended_, CLOCK_MONOTONIC, &end) : 0;
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

std::optional<Error> MetricsPublisher::takeNews() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, std::nullopt);
}

void* MetricsPublisher::run(void* self) {
  static_cast<MetricsPublisher*>(self)->serve();
  return nullptr;
}

void MetricsPublisher::serve() {
  for (bool ending = false; !ending;) {
    while (::sem_wait(&wake_) != 0) {
    }
    Text text;
    {
      const std::lock_guard lock(mutex_);
      ending = ending_;
      text = std::exchange(text_, nullptr);
    }
    if (text && !ending) {
      try {
        note(file_.replace(text()));
      } catch (const std::bad_alloc&) {
        note(Error{ENOMEM, "no memory is left"});
      }
    }
  }
  file_.remove();
  ::sem_post(&ended_);
}

void MetricsPublisher::note(const std::optional<Error>& result) {
  const std::lock_guard lock(mutex_);
  if (result.has_value() != failing_) {
    failing_ = result.has_value();
    news_ = result.value_or(Error{0, ""});
  }
}

}  // namespace prism::host
