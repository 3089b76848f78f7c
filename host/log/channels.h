// SPDX-License-Identifier: MIT
// From what the configuration asks for to POCO's loggers: opens what is to be written to, and gives each category its
// channels.
#pragma once

#include <Poco/AutoPtr.h>
#include <Poco/FormattingChannel.h>

#include <mutex>
#include <string>
#include <vector>

#include "host/log/config.h"
#include "host/log/file.h"
#include "host/log/repeated_lines.h"

namespace prism::host {

// One appender: a layout in front of a destination. Lines that repeat themselves are counted. No exception gets out of it:
// a log line is not worth a session.
class LogAppender final : public Poco::FormattingChannel {
 public:
  enum class Destination { kStandardOutput, kStandardError, kElsewhere };

  // `file` is the sink, if that is a file; else nullptr.
  LogAppender(const std::string& pattern, const Poco::AutoPtr<Poco::Channel>& sink, int threshold,
              Destination destination, LogFile* file)
      : FormattingChannel(Poco::AutoPtr<LogPattern>(new LogPattern(pattern)), sink),
        threshold_(threshold),
        destination_(destination),
        file_(file) {}

  void log(const Poco::Message& message) override;

  // Says how often the last line has been repeated, if it has.
  void logRepeats();

  // Writes a line to the file behind it, as it is, if there is one. May be called in a signal handler.
  void logInSignal(std::string_view line);

  // The same for how often the last line has been repeated; on stderr, too.
  void logRepeatsInSignal();

  Destination destination() const { return destination_; }

  // The lowest priority that it writes.
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
  LogAppenders host;       // those that the category Host leads to
  std::vector<Poco::AutoPtr<LogFile>> files;

  // Opens, and sets POCO's loggers up: those that are made later inherit from those that are here. What cannot be
  // opened becomes stderr, and is complained about. A logger's level takes the thresholds of its appenders into
  // account: what it says is enabled is written somewhere.
  static LogChannels open(const LogConfig& config, LogComplaints* complaints);
};

}  // namespace prism::host
