// SPDX-License-Identifier: MIT
#include "host/log/config.h"

#include "host/base/quote.h"
#include "host/log/appender_config.h"
#include "host/log/level.h"
#include <prism/text.hpp>

#include <Poco/Message.h>
#include <Poco/String.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace prism::host {
namespace {

// The built-in appender. No file can use this name, since a comma separates names there.
constexpr const char* kStandardError = ",stderr";

constexpr int kDefaultLevel = Poco::Message::PRIO_INFORMATION;

std::vector<std::string> words(std::string_view value) {
  std::vector<std::string> words;
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    words.emplace_back(trim(value.substr(0, comma)));
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return words;
}

// Parses `level, appender, appender`. The level may be missing.
void readCategory(const LogProperty& property, std::string_view key, CategoryConfig* category,
                  LogComplaints* complaints) {
  const std::vector<std::string> parts = words(property.value);
  const std::string level = parts.empty() ? "" : parts.front();
  category->level = parseLogLevel(level);
  if (!category->level && !level.empty() && Poco::icompare(level, "INHERITED") != 0 &&
      Poco::icompare(level, "NULL") != 0) {
    complaints->add(property.line, fmt::format("{}: no level is called {}; {} is used", key, inQuotes(level),
                                               category->name.empty() ? "INFO" : "that of the category above"));
  }
  category->appenders.clear();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (!parts[i].empty()) {
      category->appenders.push_back(parts[i]);
    }
  }
}

class Reader {
 public:
  Reader(const LogProperties& properties, LogComplaints* complaints)
      : properties_(properties), complaints_(complaints) {}

  LogConfig read() {
    LogConfig config;
    for (const auto& [key, property] : properties_.all()) {
      if (key.starts_with("log4j.")) {
        readKey(key, property);
      }
    }
    config.root = std::move(root_);
    for (auto& [name, category] : categories_) {
      config.categories.push_back(std::move(category));
    }
    if (config.root.appenders.empty() && config.root.level != 0 &&
        std::all_of(config.categories.begin(), config.categories.end(),
                    [](const CategoryConfig& category) { return category.appenders.empty(); })) {
      complaints_->add(0, "log4j.rootLogger names no appender; stderr is used");
      config.root.appenders = {kStandardError};
    }
    addAppenders(config.root, &config);
    for (const CategoryConfig& category : config.categories) {
      addAppenders(category, &config);
    }
    return config;
  }

 private:
  void readKey(const std::string& key, const LogProperty& property) {
    const std::string_view rest = std::string_view(key).substr(std::string_view("log4j.").size());
    if (rest == "rootLogger" || rest == "rootCategory") {
      readCategory(property, key, &root_, complaints_);
      root_.level = root_.level.value_or(kDefaultLevel);
      return;
    }
    for (const std::string_view prefix : {"logger.", "category."}) {
      if (rest.starts_with(prefix) && rest.size() > prefix.size()) {
        readCategory(property, key, &category(rest.substr(prefix.size())), complaints_);
        return;
      }
    }
    constexpr std::string_view kAdditivity = "additivity.";
    if (rest.starts_with(kAdditivity) && rest.size() > kAdditivity.size()) {
      category(rest.substr(kAdditivity.size())).additive = Poco::icompare(property.value, "false") != 0;
    } else if (rest == "threshold") {
      threshold_ = parseLogLevel(property.value).value_or(threshold_);
    } else if (!rest.starts_with("appender.") && rest != "debug" && rest != "configDebug" && rest != "reset") {
      complaints_->add(property.line, fmt::format("{} is not known, and ignored", inQuotes(key)));
    }
  }

  CategoryConfig& category(std::string_view name) {
    CategoryConfig& found = categories_[std::string(name)];
    found.name = name;
    return found;
  }

  void addAppenders(const CategoryConfig& category, LogConfig* config) {
    for (const std::string& name : category.appenders) {
      const bool known = std::any_of(config->appenders.begin(), config->appenders.end(),
                                     [&](const AppenderConfig& appender) { return appender.name == name; });
      if (!known) {
        AppenderConfig appender = name == kStandardError ? std::move(LogConfig::onStandardError().appenders.front())
                                                         : readAppender(name, properties_, complaints_);
        appender.threshold = std::min(appender.threshold, threshold_);
        config->appenders.push_back(std::move(appender));
      }
    }
  }

  const LogProperties& properties_;
  LogComplaints* const complaints_;
  CategoryConfig root_{.name = "", .level = kDefaultLevel};
  std::map<std::string, CategoryConfig> categories_;
  int threshold_ = Poco::Message::PRIO_TRACE;
};

}  // namespace

LogConfig LogConfig::parse(const LogProperties& properties, LogComplaints* complaints) {
  return Reader(properties, complaints).read();
}

LogConfig LogConfig::onStandardError() {
  AppenderConfig appender{.name = kStandardError, .threshold = Poco::Message::PRIO_TRACE};
  return {{.name = "", .level = kDefaultLevel, .appenders = {kStandardError}}, {}, {std::move(appender)}};
}

}  // namespace prism::host
