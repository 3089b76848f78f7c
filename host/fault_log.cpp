#include "host/fault_log.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

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
  if (verdict.withheld > 0) {
    logger_.warning(fmt::format("{}{} more lines like these were not written", prefix_, verdict.withheld));
  }
  if (verdict.write) {
    logger_.warning(fmt::format("{}{}", prefix_, sentence));
  }
}

std::string oneLine(std::string_view text) {
  std::string visible;
  visible.reserve(text.size());
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      visible += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      visible += c;
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
