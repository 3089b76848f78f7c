// SPDX-License-Identifier: MIT
// The plugin's part of the log: the category Plugin.<id>, and one below it for each area that the plugin names.
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
  // Bounded, since POCO keeps each logger until the process ends.
  static constexpr std::size_t kMostAreas = 256;
  static constexpr std::size_t kLongestArea = 32;  // bytes

  // `own` must outlive this.
  explicit PluginLog(Poco::Logger& own) : own_(own) {}

  Poco::Logger& own() { return own_; }

  // [any thread] Returns the logger of an area. Changes the name of the area to a valid one. Returns the plugin's own
  // logger if the area is empty, or if there are kMostAreas already.
  Poco::Logger& of(std::string_view area);

 private:
  Poco::Logger& own_;
  std::mutex mutex_;  // guards the members below
  std::map<std::string, Poco::Logger*, std::less<>> areas_;
  bool full_ = false;  // a warning about kMostAreas has been logged
};

}  // namespace prism::host
