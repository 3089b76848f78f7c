// SPDX-License-Identifier: MIT
#include "host/log/fault_log.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <chrono>

#include "host/log/late_lines.h"

namespace prism::host {
namespace {

constexpr std::uint32_t kLines = 20;
constexpr std::chrono::seconds kPeriod{10};

}  // namespace

FaultLog::FaultLog(Poco::Logger& logger, std::string prefix)
    : logger_(logger), prefix_(std::move(prefix)), limiter_(kLines, kPeriod) {}

void FaultLog::write(std::string_view sentence) {
  LogLimiter::Verdict verdict{};
  {
    const std::lock_guard lock(mutex_);
    verdict = limiter_.ask(std::chrono::steady_clock::now());
  }
  tell(verdict.withheld);
  if (verdict.write) {
    writeInAnyCase(sentence);
  } else {
    expectLateLines();
  }
}

void FaultLog::writeInAnyCase(std::string_view sentence) { logger_.warning(fmt::format("{}{}", prefix_, sentence)); }

void FaultLog::tellWithheld() {
  std::uint64_t withheld = 0;
  {
    const std::lock_guard lock(mutex_);
    withheld = limiter_.takeWithheld();
  }
  tell(withheld);
}

void FaultLog::tell(std::uint64_t withheld) {
  if (withheld > 0) {
    logger_.warning(fmt::format("{}{} more lines like these were not written", prefix_, fmt::group_digits(withheld)));
  }
}

}  // namespace prism::host
