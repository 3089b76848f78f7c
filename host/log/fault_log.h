// SPDX-License-Identifier: MIT
// Logs the faults of others: of the plugin, and of the frames that Spectrum sends. Rate-limited. Thread-safe.
#pragma once

#include "host/base/signal_text.h"
#include "host/log/fault_limiter.h"
#include "host/metrics/function_counts.h"

#include <mutex>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

class FaultLog {
 public:
  // `prefix` begins every line. `counts` may be null: faults are not counted. It and `logger` must outlive this.
  FaultLog(Poco::Logger& logger, std::string prefix, FunctionCounts* counts = nullptr);

  // Calls line(data, text) for each frame of the calling thread's stack.
  using StackTracer = void (*)(void (*line)(void* data, const SignalText& text), void* data);

  // From now on, write() has no rate limit, and logs the stack of each fault. To be called before any fault.
  void makeStrict(StackTracer tracer) { tracer_ = tracer; }
  bool isStrict() const { return tracer_ != nullptr; }

  // Counts the fault even if the rate limit withholds the line. `function` is the function of the plugin, or of the
  // host's table, in which it has happened. `user` is empty if the fault concerns no user with a session: names of
  // others share one limit, since a plugin could make them up without end.
  void write(std::string_view sentence, std::string_view function = kNoFunction, std::string_view user = {});

  // Writes a line without the rate limit and without counting it, for rare faults that must not be lost among others.
  void writeUnlimited(std::string_view sentence);

  // Logs at DEBUG what is no fault. Without the prefix, the rate limit and the count.
  void debug(const std::string& sentence);

  // Logs how many lines the rate limit has withheld, if any. To be called from time to time (log/withheld_timer.h), and
  // when no more faults can come.
  void logWithheld();

 private:
  void writeWithStack(std::string_view sentence);
  void logCounts(const FaultLimiter::AllWithheld& withheld);

  Poco::Logger& logger_;
  const std::string prefix_;
  std::mutex mutex_;
  FaultLimiter limiter_;  // guarded by mutex_
  FunctionCounts* const counts_;
  StackTracer tracer_ = nullptr;  // nullptr: not strict
};

}  // namespace prism::host
