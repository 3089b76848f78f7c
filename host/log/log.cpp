// SPDX-License-Identifier: MIT
#include "host/log/log.h"

#include "host/base/regular_file.h"
#include "host/log/channels.h"
#include "host/log/standard_streams.h"

#include <Poco/Logger.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace prism::host {
namespace {

// Never destroyed: threads that the plugin leaves running may log until the process ends.
LogChannels* channels = nullptr;

// True if the category Host is logged at all. A signal handler reads it, because it must not call POCO.
bool host_is_logged = false;

// Logs in the category Host, but not to stderr, where the caller has written the sentence already.
void logBesidesStandardError(const std::string& sentence, Poco::Message::Priority priority) {
  if (!channels || !Poco::Logger::get("Host").is(priority)) {
    return;
  }
  for (auto& appender : channels->host) {
    if (appender->destination() != LogAppender::Destination::kStandardError) {
      appender->log(Poco::Message("Host", sentence, priority));
    }
  }
}

std::optional<std::string> readFile(const std::string& path, LogComplaints* complaints) {
  const Result<std::string> text = readRegularFile(path, LogProperties::kMaxText);
  if (!text) {
    complaints->add(0, fmt::format("cannot read this log configuration: {}; stderr is used", text.error().sentence));
    return std::nullopt;
  }
  if (text->size() > LogProperties::kMaxText) {
    complaints->add(
        0, fmt::format("a log configuration has no more than {} bytes; stderr is used", LogProperties::kMaxText));
    return std::nullopt;
  }
  return *text;
}

// Returns true if a file can be written or created. To create it, the nearest directory that exists must be writable.
// Otherwise errno says why.
bool canBeWritten(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) {
    return ::access(path.c_str(), W_OK) == 0;
  }
  std::filesystem::path directory = std::filesystem::absolute(path).parent_path();
  while (::access(directory.c_str(), F_OK) != 0 && directory.has_relative_path()) {
    directory = directory.parent_path();
  }
  return ::access((directory / ".").c_str(), W_OK | X_OK) == 0;
}

std::string logConfigPath(const Config& config) {
  const Config::Value* path = config.get("logging.backend_config");
  return std::string(path ? std::string_view(*path) : "");
}

LogConfig readConfig(const Config& config, const std::string& path, LogComplaints* complaints) {
  const auto text = path.empty() ? std::nullopt : readFile(path, complaints);
  if (!text) {
    return LogConfig::onStandardError();
  }
  LogProperties properties = LogProperties::parse(*text, complaints);
  const auto known = [&](const std::string& name) -> std::optional<std::string> {
    if (name == "pid") {
      return std::to_string(::getpid());
    }
    const Config::Value* value = name == "jid"  ? config.get("service.jid")
                                 : name == "id" ? config.get("service.backend_id")
                                                : nullptr;
    return value ? std::optional<std::string>(*value) : std::nullopt;
  };
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): there are no threads yet
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  properties.expand(known, environment, complaints);
  return LogConfig::parse(properties, complaints);
}

}  // namespace

void setUpLog(const Config& config) {
  const std::string path = logConfigPath(config);
  LogComplaints complaints(path);
  const LogConfig log = readConfig(config, path, &complaints);
  channels = new LogChannels(LogChannels::open(log, &complaints));
  host_is_logged = Poco::Logger::get("Host").fatal();
  for (const std::string& sentence : complaints.sentences()) {
    warnOnStandardError(sentence);
    logBesidesStandardError(sentence, Poco::Message::PRIO_WARNING);
  }
}

std::vector<std::string> checkLog(const Config& config) {
  const std::string path = logConfigPath(config);
  LogComplaints complaints(path);
  for (const AppenderConfig& appender : readConfig(config, path, &complaints).appenders) {
    if (appender.kind == AppenderConfig::Kind::kFile && !canBeWritten(appender.path)) {
      complaints.add(appender.line, fmt::format("cannot write to the log file {}: {}; stderr would be used",
                                                appender.path, std::strerror(errno)));
    }
  }
  std::vector<std::string> sentences = complaints.sentences();
  channels = new LogChannels(LogChannels::open(LogConfig::onStandardError(), &complaints));
  return sentences;
}

bool logsToFileOrSyslog() {
  return channels && std::any_of(channels->appenders.begin(), channels->appenders.end(), [](const auto& appender) {
           return appender->destination() == LogAppender::Destination::kFileOrSyslog;
         });
}

void logExitReason(const std::string& sentence) {
  writeToStandardError(fmt::format("spectrum2_prism_backend: {}\n", sentence));
  logBesidesStandardError(sentence, Poco::Message::PRIO_FATAL);
}

void warnEverywhere(const std::string& sentence) {
  warnOnStandardError(sentence);
  logBesidesStandardError(sentence, Poco::Message::PRIO_WARNING);
}

void logRepeats() {
  if (!channels) {
    return;
  }
  for (auto& appender : channels->appenders) {
    appender->logRepeats();
  }
}

void logRepeatsInSignal() {
  if (!channels) {
    return;
  }
  for (auto& appender : channels->appenders) {
    appender->logRepeatsInSignal();
  }
}

void logInSignal(std::string_view line) {
  if (!channels || !host_is_logged) {
    return;
  }
  for (auto& appender : channels->host) {
    appender->logInSignal(line);
  }
}

void reopenLogFiles() {
  if (!channels) {
    return;
  }
  for (auto& file : channels->files) {
    file->reopen();
  }
}

}  // namespace prism::host
