// SPDX-License-Identifier: MIT
// Logs the faults of others: of the plugin, and of the frames that Spectrum sends. Rate-limited. Thread-safe.
#pragma once

#include "host/log/log_limiter.h"

#include <mutex>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

class FaultLog {
 public:
  // `prefix` begins every line. `logger` must outlive this.
  FaultLog(Poco::Logger& logger, std::string prefix);

  void write(std::string_view sentence);

  // Writes a line without the rate limit, for rare faults that must not be lost among others.
  void writeUnlimited(std::string_view sentence);

  // Logs how many lines the rate limit has withheld, if any. To be called from time to time (log/withheld_timer.h), and
  // when no more faults can come.
  void logWithheld();

 private:
  void logWithheldCount(std::uint64_t withheld);

  Poco::Logger& logger_;
  const std::string prefix_;
  std::mutex mutex_;
  LogLimiter limiter_;  // guarded by mutex_
};

}  // namespace prism::host
