#include "host/fault_log.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "host/log/late_lines.h"
#include "host/xml_text.h"

namespace prism::host {
namespace {

constexpr std::uint32_t kLines = 20;
constexpr std::chrono::seconds kPeriod{10};
constexpr std::size_t kShownBytes = 100;

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

std::string oneLine(std::string_view text) {
  std::string visible;
  visible.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7F) {
      visible += fmt::format("\\x{:02x}", byte);
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F are control characters too
      visible += fmt::format("\\x{:02x}", next);
      ++i;
    } else {
      visible += text[i];
    }
  }
  std::string line;
  assignXmlText(visible, &line);
  return line;
}

std::string inQuotes(std::string_view value) {
  std::size_t shown = std::min(value.size(), kShownBytes);
  while (shown > 0 && shown < value.size() && (static_cast<unsigned char>(value[shown]) & 0xC0U) == 0x80) {
    --shown;  // do not cut a character in two
  }
  const char* more = shown < value.size() ? "..." : "";
  return fmt::format("'{}{}'", oneLine(value.substr(0, shown)), more);
}

}  // namespace prism::host
