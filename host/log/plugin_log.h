// SPDX-License-Identifier: MIT
// The plugin's part of the log: its own category, Plugin.<id>, and one below it for each area that it names.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

class PluginLog {
 public:
  // POCO keeps a logger for as long as the process runs.
  static constexpr std::size_t kMostAreas = 256;
  static constexpr std::size_t kLongestArea = 32;  // bytes

  // `own` must outlive this.
  explicit PluginLog(Poco::Logger& own) : own_(own) {}

  Poco::Logger& own() { return own_; }

  // [any thread] The logger of an area, whatever its name: it is made a fitting one. The plugin's own if the area is
  // empty, or one too many.
  Poco::Logger& of(std::string_view area);

 private:
  Poco::Logger& own_;
  std::mutex mutex_;  // guards what follows
  std::map<std::string, Poco::Logger*, std::less<>> areas_;
  bool full_ = false;  // and that has been said
};

}  // namespace prism::host
