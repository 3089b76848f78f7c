// SPDX-License-Identifier: MIT
#include "host/run/metrics.h"

#include "host/base/unix_time.h"
#include "host/watchdog/process_descriptors.h"
#include "host/watchdog/process_memory.h"

#include <Poco/Logger.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace prism::host {
namespace {

// Prometheus scrapes every 15 s to 60 s.
constexpr std::chrono::seconds kPeriod{15};

// The time that a file system has for removing the file. It is a part of kShutdownTime that no other step uses.
constexpr std::chrono::milliseconds kTimeToRemove{200};

// [any thread] Adds the values that the kernel knows.
void addProcess(BackendMetrics* metrics) {
  if (const ProcessMemory memory = readProcessMemory(); memory.resident_kb > 0) {
    metrics->resident_bytes = memory.resident_kb * 1024;
  }
  metrics->descriptors = countDescriptors();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    metrics->max_descriptors = limit.rlim_cur;
  }
}

}  // namespace

Metrics::Metrics(std::string path, BackendIdentity identity, const MetricSources& sources, EventLoop& loop,
                 TimerSource& timers, Poco::Logger& log)
    : path_(std::move(path)),
      identity_(std::move(identity)),
      sources_(sources),
      timers_(timers),
      log_(log),
      lag_(sources.calls.times()),
      publisher_(path_) {
  if (!publisher_.isRunning()) {
    log_.warning(fmt::format("there are no metrics: {}", std::strerror(errno)));
    return;
  }
  loop.measure(&lag_);
  timer_ = timers_.add(kPeriod, kPeriod, &onTimer, this);
  publish();
}

void Metrics::end() {
  if (!std::exchange(ended_, true)) {
    timers_.remove(timer_);
    logNews();
    publisher_.end();
  }
}

void Metrics::awaitEnd() {
  if (!std::exchange(awaited_, true) && !publisher_.awaitEnd(kTimeToRemove)) {
    log_.warning(fmt::format("the file system does not answer, so {} may stay there", path_));
  }
}

void Metrics::onTimer(void* self, TimerQueue::Id) { static_cast<Metrics*>(self)->publish(); }

void Metrics::publish() {
  logNews();
  lag_.beginPeriod();
  publisher_.publish([this, metrics = gather()]() mutable {
    addProcess(&metrics);
    return metricsText(identity_, metrics);
  });
}

BackendMetrics Metrics::gather() const {
  return {
      .time = unixTime(),
      .users = sources_.sessions.size(),
      .messages_to_network = sources_.requests.messagesToNetwork(),
      .traffic = sources_.guard.traffic(),
      .bytes_received = sources_.connection.receivedBytes(),
      .bytes_sent = sources_.connection.sentBytes(),
      .bytes_unsent = sources_.connection.unsentBytes(),
      .loop_lag = lag_.turns(),
      .call_times = sources_.calls.times().totals(),
      .stalls = sources_.stalls.all(),
      .misbehaviours = sources_.misbehaviours.all(),
      .plugin = sources_.plugin.all(),
      .resident_bytes = {},
      .descriptors = {},
      .max_descriptors = {},
  };
}

void Metrics::logNews() {
  const std::optional<Error> news = publisher_.takeNews();
  if (!news) {
    return;
  }
  if (news->code != 0) {
    log_.warning(fmt::format("cannot write the metrics to {}: {}", path_, news->sentence));
  } else {
    log_.information(fmt::format("the metrics are written to {} again", path_));
  }
}

}  // namespace prism::host
