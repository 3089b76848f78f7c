// SPDX-License-Identifier: MIT
// The contents of a properties file of log4cxx. Passive: opens nothing.
#pragma once

#include "host/log/pattern.h"
#include "host/log/properties.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct AppenderConfig {
  enum class Kind { kStandardOutput, kStandardError, kFile, kSyslog };

  std::string name;
  int line = 0;  // line number of the destination
  Kind kind = Kind::kStandardError;
  int threshold = 0;  // the least severe priority written; set by parse()
  std::string pattern = kDefaultLogPattern;

  // For kFile only.
  std::string path = {};
  bool append = true;
  std::uint64_t max_size = 0;  // 0: not rotated by size
  std::uint32_t backups = 0;
  std::string date_suffix = {};  // empty: not rotated by date

  std::string facility = {};  // for kSyslog only, such as LOG_USER
};

struct CategoryConfig {
  std::string name;
  std::optional<int> level = {};  // a priority of POCO's, 0 for OFF; nullopt: inherited from the category above
  std::vector<std::string> appenders = {};
  bool additive = true;
};

struct LogConfig {
  CategoryConfig root;
  std::vector<CategoryConfig> categories;  // sorted by name, so a category precedes those below it
  std::vector<AppenderConfig> appenders;   // those that a category names

  // Replaces each invalid value by the nearest valid one (an appender by stderr) and reports it once to `complaints`.
  static LogConfig parse(const LogProperties& properties, LogComplaints* complaints);

  // Returns the default: everything from INFO on goes to stderr.
  static LogConfig onStandardError();
};

}  // namespace prism::host
