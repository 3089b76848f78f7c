// SPDX-License-Identifier: MIT
#include "host/log/fault_log.h"

#include "host/log/withheld_timer.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <chrono>

namespace prism::host {
namespace {

constexpr std::uint32_t kLines = 20;
constexpr std::chrono::seconds kPeriod{10};

}  // namespace

FaultLog::FaultLog(Poco::Logger& logger, std::string prefix, FunctionCounts* counts)
    : logger_(logger), prefix_(std::move(prefix)), limiter_(kLines, kPeriod), counts_(counts) {}

void FaultLog::write(std::string_view sentence, std::string_view function) {
  if (counts_) {
    counts_->add(function);
  }
  LogLimiter::Verdict verdict{};
  {
    const std::lock_guard lock(mutex_);
    verdict = limiter_.ask(std::chrono::steady_clock::now());
  }
  logWithheldCount(verdict.withheld);
  if (verdict.write) {
    writeUnlimited(sentence);
  } else {
    armWithheldTimer();
  }
}

void FaultLog::writeUnlimited(std::string_view sentence) { logger_.warning(fmt::format("{}{}", prefix_, sentence)); }

void FaultLog::logWithheld() {
  std::uint64_t withheld = 0;
  {
    const std::lock_guard lock(mutex_);
    withheld = limiter_.takeWithheld();
  }
  logWithheldCount(withheld);
}

void FaultLog::logWithheldCount(std::uint64_t withheld) {
  if (withheld > 0) {
    logger_.warning(fmt::format("{}{} more lines like these were not written", prefix_, fmt::group_digits(withheld)));
  }
}

}  // namespace prism::host
