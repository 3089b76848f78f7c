// SPDX-License-Identifier: MIT
#include "host/log/appender_config.h"

#include "host/base/quote.h"
#include "host/config/config.h"
#include "host/log/level.h"
#include <prism/text.hpp>

#include <Poco/Message.h>
#include <Poco/String.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace prism::host {
namespace {

using Kind = AppenderConfig::Kind;

constexpr std::uint64_t kDefaultMaxSize = std::uint64_t{10} * 1024 * 1024;  // log4j's
constexpr std::uint32_t kDefaultBackups = 1;                                // log4j's
constexpr std::uint32_t kMaxBackups = 1000;
constexpr std::array<std::string_view, 20> kFacilities = {
    "KERN", "USER",     "MAIL",   "DAEMON", "AUTH",   "SYSLOG", "LPR",    "NEWS",   "UUCP",   "CRON",
    "FTP",  "AUTHPRIV", "LOCAL0", "LOCAL1", "LOCAL2", "LOCAL3", "LOCAL4", "LOCAL5", "LOCAL6", "LOCAL7"};

std::string lastPart(const std::string& class_name) { return class_name.substr(class_name.rfind('.') + 1); }

class AppenderReader {
 public:
  AppenderReader(const std::string& name, const LogProperties& properties, LogComplaints* complaints)
      : properties_(properties), complaints_(complaints), key_("log4j.appender." + name) {
    appender_.name = name;
    appender_.threshold = Poco::Message::PRIO_TRACE;
  }

  AppenderConfig read() {
    const LogProperty* class_name = properties_.find(key_);
    if (!class_name) {
      complaints_->add(0, fmt::format("{} is not there, but a category names it; stderr is used", key_));
      return appender_;
    }
    appender_.line = class_name->line;
    const std::string prefix = key_ + ".";
    const auto& all = properties_.all();
    for (auto it = all.lower_bound(prefix); it != all.end() && it->first.starts_with(prefix); ++it) {
      options_[Poco::toLower(it->first.substr(prefix.size()))] = &*it;
    }
    readThreshold();
    if (!readLayout()) {
      return appender_;  // the other options may be valid for that layout
    }
    readDestination(*class_name);
    for (const auto& [option, property] : options_) {
      complaints_->add(property->second.line, fmt::format("{} is not known, and ignored", property->first));
    }
    return appender_;
  }

 private:
  using Property = std::pair<const std::string, LogProperty>;

  // Removes an option from options_ and returns it; nullptr if it is missing. Options that are left over are unknown.
  const Property* take(const std::string& option) {
    const auto found = options_.find(option);
    if (found == options_.end()) {
      return nullptr;
    }
    const Property* property = found->second;
    options_.erase(found);
    return property;
  }

  void complain(const Property& property, const std::string& sentence) {
    complaints_->add(property.second.line, fmt::format("{}: {}", property.first, sentence));
  }

  void useStandardError(int line, const std::string& sentence) {
    complaints_->add(line, fmt::format("{}; stderr is used", sentence));
    appender_.kind = Kind::kStandardError;
  }

  // Returns false if the layout is unknown.
  bool readLayout() {
    const Property* layout = take("layout");
    const Property* pattern = take("layout.conversionpattern");
    take("layout.contextprinting");
    if (!layout) {
      return true;
    }
    const std::string kind = Poco::toLower(lastPart(layout->second.value));
    if (kind == "simplelayout") {
      appender_.pattern = "%p - %m%n";
      return true;
    }
    if (kind != "patternlayout") {
      useStandardError(layout->second.line,
                       fmt::format("{}: the layout {} is not known", layout->first, inQuotes(layout->second.value)));
      return false;
    }
    appender_.pattern = pattern ? pattern->second.value : "%m%n";
    std::vector<std::string> unknown;
    const LogPattern check(appender_.pattern, &unknown);
    if (!unknown.empty()) {
      complain(*pattern, fmt::format("{} is not known, and stays as it is", inQuotes(unknown.front())));
    }
    return true;
  }

  void readThreshold() {
    const Property* threshold = take("threshold");
    if (!threshold) {
      return;
    }
    const std::optional<int> level = parseLogLevel(threshold->second.value);
    if (!level) {
      complain(*threshold, fmt::format("no level is called {}; ALL is used", inQuotes(threshold->second.value)));
    }
    appender_.threshold = level.value_or(appender_.threshold);
  }

  void readDestination(const LogProperty& class_name) {
    for (const char* option : {"immediateflush", "encoding"}) {
      take(option);  // ignored: each line is written at once and unchanged
    }
    const std::string kind = Poco::toLower(lastPart(class_name.value));
    if (kind == "consoleappender") {
      readConsole();
    } else if (kind == "fileappender") {
      readFile();
    } else if (kind == "rollingfileappender") {
      readFile();
      readSizes();
    } else if (kind == "dailyrollingfileappender") {
      readFile();
      const Property* pattern = take("datepattern");
      appender_.date_suffix = pattern && !pattern->second.value.empty() ? pattern->second.value : "'.'yyyy-MM-dd";
    } else if (kind == "syslogappender") {
      readSyslog();
    } else {
      options_.clear();  // they may be valid for that appender
      useStandardError(class_name.line,
                       fmt::format("{}: the appender {} is not known", key_, inQuotes(class_name.value)));
    }
  }

  void readConsole() {
    take("follow");
    appender_.kind = Kind::kStandardOutput;
    const Property* target = take("target");
    if (!target) {
      return;
    }
    const std::string& value = target->second.value;
    if (Poco::icompare(value, "System.err") == 0) {
      appender_.kind = Kind::kStandardError;
    } else if (Poco::icompare(value, "System.out") != 0) {
      useStandardError(target->second.line,
                       fmt::format("{}: neither System.out nor System.err, but {}", target->first, inQuotes(value)));
    }
  }

  void readFile() {
    take("bufferedio");
    take("buffersize");
    if (const Property* append = take("append")) {
      appender_.append = parseBool(append->second.value).value_or(true);
    }
    const Property* file = take("file");
    if (!file || file->second.value.empty()) {
      useStandardError(file ? file->second.line : appender_.line, fmt::format("{}.File is missing", key_));
      return;
    }
    appender_.kind = Kind::kFile;
    appender_.line = file->second.line;
    appender_.path = file->second.value;
  }

  void readSizes() {
    appender_.max_size = kDefaultMaxSize;
    appender_.backups = kDefaultBackups;
    const Property* size = take("maxfilesize");
    if (const Property* other = take("maximumfilesize"); !size) {
      size = other;
    }
    if (size) {
      if (const auto bytes = parseFileSize(size->second.value)) {
        appender_.max_size = *bytes;
      } else {
        complain(*size,
                 fmt::format("a size, such as 10MB, is needed, not {}; 10MB is used", inQuotes(size->second.value)));
      }
    }
    if (const Property* backups = take("maxbackupindex")) {
      const auto number = parseNumber(backups->second.value);
      if (number && *number <= kMaxBackups) {
        appender_.backups = *number;
      } else {
        complain(*backups, fmt::format("a number from 0 to {} is needed, not {}; {} is used", kMaxBackups,
                                       inQuotes(backups->second.value), kDefaultBackups));
      }
    }
  }

  void readSyslog() {
    take("facilityprinting");
    take("header");
    appender_.kind = Kind::kSyslog;
    appender_.facility = "LOG_USER";
    if (const Property* facility = take("facility")) {
      const std::string name = Poco::toUpper(facility->second.value);
      if (std::find(kFacilities.begin(), kFacilities.end(), name) != kFacilities.end()) {
        appender_.facility = "LOG_" + name;
      } else {
        complain(*facility, fmt::format("no facility is called {}; USER is used", inQuotes(facility->second.value)));
      }
    }
    const Property* host = take("sysloghost");
    const std::string name = host ? host->second.value : "";
    if (!name.empty() && name != "localhost" && name != "127.0.0.1" && name != "::1") {
      useStandardError(host->second.line,
                       fmt::format("{}: only the local syslog can be used, not {}", host->first, inQuotes(name)));
    }
  }

  const LogProperties& properties_;
  LogComplaints* const complaints_;
  const std::string key_;
  AppenderConfig appender_;
  std::map<std::string, const Property*> options_;  // by name in lower case: the options that have not been read yet
};

}  // namespace

AppenderConfig readAppender(const std::string& name, const LogProperties& properties, LogComplaints* complaints) {
  return AppenderReader(name, properties, complaints).read();
}

std::optional<std::uint64_t> parseFileSize(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<std::uint32_t> number = parseNumber(text.substr(0, end));
  const std::string unit = Poco::toUpper(std::string(trim(text.substr(end))));
  const unsigned shift = unit == "KB" ? 10 : unit == "MB" ? 20 : unit == "GB" ? 30 : 0;
  if (!number || *number == 0 || (shift == 0 && !unit.empty())) {
    return std::nullopt;
  }
  return std::uint64_t{*number} << shift;
}

}  // namespace prism::host
