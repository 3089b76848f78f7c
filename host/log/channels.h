// SPDX-License-Identifier: MIT
// Sets up POCO's loggers as a log configuration asks for: opens the destinations, and gives each category its channels.
#pragma once

#include "host/log/config.h"
#include "host/log/file.h"
#include "host/log/repeated_lines.h"

#include <Poco/AutoPtr.h>
#include <Poco/FormattingChannel.h>

#include <mutex>
#include <string>
#include <vector>

namespace prism::host {

// One appender: a layout in front of a destination. Counts repeated lines. Lets no exception out, since a failing log
// must not end a user's session.
class LogAppender final : public Poco::FormattingChannel {
 public:
  enum class Destination { kStandardOutput, kStandardError, kFileOrSyslog };

  // `file` is the sink if the sink is a file, else nullptr.
  LogAppender(const std::string& pattern, const Poco::AutoPtr<Poco::Channel>& sink, int threshold,
              Destination destination, LogFile* file)
      : FormattingChannel(Poco::AutoPtr<LogPattern>(new LogPattern(pattern)), sink),
        threshold_(threshold),
        destination_(destination),
        file_(file) {}

  void log(const Poco::Message& message) override;

  // Logs how often the last line has been repeated, if it has.
  void logRepeats();

  // Writes a line unchanged to the file, if the sink is a file. Async-signal-safe.
  void logInSignal(std::string_view line);

  // Writes how often the last line has been repeated, to the file or to stderr. Async-signal-safe.
  void logRepeatsInSignal();

  Destination destination() const { return destination_; }

  // The least severe priority that it writes.
  int threshold() const { return threshold_; }

 private:
  const int threshold_;
  const Destination destination_;
  LogFile* const file_;
  std::mutex mutex_;
  RepeatedLines repeated_;  // guarded by mutex_
};

using LogAppenders = std::vector<Poco::AutoPtr<LogAppender>>;

struct LogChannels {
  LogAppenders appenders;  // all
  LogAppenders host;       // the appenders of the category Host
  std::vector<Poco::AutoPtr<LogFile>> files;

  // Opens the destinations and sets up POCO's loggers. Loggers that are created later inherit from these. A destination
  // that cannot be opened is replaced by stderr, and `complaints` gets a sentence about it. The level of a logger
  // respects the thresholds of its appenders: some appender writes every line that the level enables.
  static LogChannels open(const LogConfig& config, LogComplaints* complaints);
};

}  // namespace prism::host
