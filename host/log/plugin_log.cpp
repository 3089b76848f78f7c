// SPDX-License-Identifier: MIT
#include "host/log/plugin_log.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace prism::host {
namespace {

// Returns true for characters of a valid area. A dot would begin a category below it, and administrators have to type
// the name into a file.
bool fits(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

Poco::Logger& PluginLog::of(std::string_view area) {
  if (area.empty()) {
    return own_;
  }
  std::array<char, kLongestArea> fitting{};
  area = area.substr(0, fitting.size());
  std::transform(area.begin(), area.end(), fitting.begin(), [](char c) { return fits(c) ? c : '-'; });
  const std::string_view name(fitting.data(), area.size());

  {
    const std::lock_guard lock(mutex_);
    if (const auto found = areas_.find(name); found != areas_.end()) {
      return *found->second;
    }
    if (areas_.size() < kMostAreas) {
      Poco::Logger& logger = Poco::Logger::get(fmt::format("{}.{}", own_.name(), name));
      areas_.emplace(name, &logger);
      return logger;
    }
    if (std::exchange(full_, true)) {
      return own_;
    }
  }
  own_.warning(fmt::format("there are {} areas of the log already; '{}', and what else is new, has none of its own",
                           kMostAreas, name));
  return own_;
}

}  // namespace prism::host
