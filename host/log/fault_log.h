// SPDX-License-Identifier: MIT
// Where faults of the others are reported: of the plugin, of what Spectrum sends. Rate-limited; may be used on any thread.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "host/log/log_limiter.h"

namespace Poco {
class Logger;
}

namespace prism::host {

class FaultLog {
 public:
  // `prefix` begins every line. `logger` must outlive this.
  FaultLog(Poco::Logger& logger, std::string prefix);

  void write(std::string_view sentence);

  // The same for what is rare by its nature, and must not be lost among the others: not rate-limited.
  void writeInAnyCase(std::string_view sentence);

  // Says how many lines have been withheld, if some have. To be called from time to time (log/late_lines.h), and when no
  // fault comes any more.
  void tellWithheld();

 private:
  void tell(std::uint64_t withheld);

  Poco::Logger& logger_;
  const std::string prefix_;
  std::mutex mutex_;
  LogLimiter limiter_;  // guarded by mutex_
};

}  // namespace prism::host
