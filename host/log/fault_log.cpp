// SPDX-License-Identifier: MIT
#include "host/log/fault_log.h"

#include "host/base/quote.h"
#include "host/log/withheld_timer.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <chrono>
#include <vector>

namespace prism::host {
namespace {

std::string describe(const FaultLimiter::Withheld& withheld) {
  if (withheld.function.empty()) {
    return fmt::format("{} of others", fmt::group_digits(withheld.lines));
  }
  return fmt::format("{} of {}{}", fmt::group_digits(withheld.lines), withheld.function,
                     withheld.user.empty() ? "" : " for user " + inQuotes(withheld.user));
}

}  // namespace

FaultLog::FaultLog(Poco::Logger& logger, std::string prefix, FunctionCounts* counts)
    : logger_(logger), prefix_(std::move(prefix)), counts_(counts) {}

void FaultLog::write(std::string_view sentence, std::string_view function, std::string_view user) {
  if (counts_) {
    counts_->add(function);
  }
  if (tracer_) {
    writeWithStack(sentence);
    return;
  }
  FaultLimiter::Verdict verdict{};
  {
    const std::lock_guard lock(mutex_);
    verdict = limiter_.ask(function, user, std::chrono::steady_clock::now());
  }
  logCounts(verdict.withheld);
  if (verdict.write) {
    writeUnlimited(sentence);
  } else {
    armWithheldTimer();
  }
}

void FaultLog::writeUnlimited(std::string_view sentence) { logger_.warning(fmt::format("{}{}", prefix_, sentence)); }

void FaultLog::debug(const std::string& sentence) { logger_.debug(sentence); }

void FaultLog::writeWithStack(std::string_view sentence) {
  const std::lock_guard lock(mutex_);  // keeps the lines of one fault together
  writeUnlimited(sentence);
  tracer_(
      [](void* logger, const SignalText& frame) {
        static_cast<Poco::Logger*>(logger)->warning(fmt::format("    {}", frame.view()));
      },
      &logger_);
}

void FaultLog::logWithheld() {
  FaultLimiter::AllWithheld withheld;
  {
    const std::lock_guard lock(mutex_);
    withheld = limiter_.takeWithheld();
  }
  logCounts(withheld);
}

void FaultLog::logCounts(const FaultLimiter::AllWithheld& withheld) {
  if (withheld.empty()) {
    return;
  }
  std::uint64_t lines = 0;
  std::vector<std::string> descriptions;
  for (const FaultLimiter::Withheld& one : withheld) {
    lines += one.lines;
    descriptions.push_back(describe(one));
  }
  const bool nameless = withheld.size() == 1 && withheld.front().function == kNoFunction;
  logger_.warning(fmt::format("{}{} more lines like these were not written{}", prefix_, fmt::group_digits(lines),
                              nameless ? "" : fmt::format(": {}", fmt::join(descriptions, ", "))));
}

}  // namespace prism::host
