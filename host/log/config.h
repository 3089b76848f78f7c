// SPDX-License-Identifier: MIT
// What a properties file of log4cxx asks for. Passive: nothing is opened here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/log/pattern.h"
#include "host/log/properties.h"

namespace prism::host {

struct AppenderConfig {
  enum class Kind { kStandardOutput, kStandardError, kFile, kSyslog };

  std::string name;
  int line = 0;  // where the destination is said
  Kind kind = Kind::kStandardError;
  int threshold = 0;  // the lowest priority written; set by parse()
  std::string pattern = kDefaultLogPattern;

  // Of a file.
  std::string path = {};
  bool append = true;
  std::uint64_t max_size = 0;  // 0: not rotated by size
  std::uint32_t backups = 0;
  std::string date_suffix = {};  // empty: not rotated by date

  std::string facility = {};  // of syslog, as in LOG_USER
};

struct CategoryConfig {
  std::string name;
  std::optional<int> level = {};  // a priority of POCO's, 0 for OFF; none: that of the category above
  std::vector<std::string> appenders = {};
  bool additive = true;
};

struct LogConfig {
  CategoryConfig root;
  std::vector<CategoryConfig> categories;  // by name: one above comes before those below
  std::vector<AppenderConfig> appenders;   // those that some category names

  // Whatever is wrong is replaced by what is nearest to it (an appender: by stderr), and complained about once.
  static LogConfig parse(const LogProperties& properties, LogComplaints* complaints);

  // Everything from INFO on to stderr.
  static LogConfig onStandardError();
};

}  // namespace prism::host
