// SPDX-License-Identifier: MIT
#include "host/log/channels.h"

#include "host/base/signal_text.h"
#include "host/base/write_whole.h"
#include "host/log/standard_streams.h"
#include "host/log/withheld_timer.h"

#include <Poco/Logger.h>
#include <Poco/SplitterChannel.h>
#include <Poco/SyslogChannel.h>
#include <fmt/format.h>

#include <map>

namespace prism::host {
namespace {

using Stream = StandardStreamChannel::Stream;
using Destination = LogAppender::Destination;
using Kind = AppenderConfig::Kind;

Poco::AutoPtr<Poco::Channel> syslogChannel(const AppenderConfig& config) {
  Poco::AutoPtr<Poco::Channel> channel(new Poco::SyslogChannel);
  channel->setProperty(Poco::SyslogChannel::PROP_NAME, "spectrum2_prism_backend");
  channel->setProperty(Poco::SyslogChannel::PROP_FACILITY, config.facility);
  channel->setProperty(Poco::SyslogChannel::PROP_OPTIONS, "LOG_PID");
  return channel;
}

class Opener {
 public:
  Opener(LogChannels* channels, LogComplaints* complaints) : channels_(channels), complaints_(complaints) {}

  void open(const AppenderConfig& config) {
    Poco::AutoPtr<Poco::Channel> sink;
    LogFile* file = nullptr;
    Destination destination = Destination::kFileOrSyslog;
    if (config.kind == Kind::kStandardOutput) {
      sink = new StandardStreamChannel(Stream::kOutput);
      destination = Destination::kStandardOutput;
    } else if (config.kind == Kind::kSyslog) {
      sink = syslogChannel(config);
    } else if (config.kind == Kind::kFile) {
      file = openFile(config);
      sink = Poco::AutoPtr<Poco::Channel>(file, true);
    }
    if (!sink) {
      sink = new StandardStreamChannel(Stream::kError);
      destination = Destination::kStandardError;
    }
    const Poco::AutoPtr<LogAppender> appender(
        new LogAppender(config.pattern, sink, config.threshold, destination, file));
    by_name_.insert_or_assign(config.name, appender);
    channels_->appenders.push_back(appender);
  }

  LogAppenders named(const std::vector<std::string>& names) const {
    LogAppenders found;
    for (const std::string& name : names) {
      found.push_back(by_name_.at(name));
    }
    return found;
  }

 private:
  // Returns null if the file cannot be opened.
  LogFile* openFile(const AppenderConfig& config) {
    LogFile::Rotation rotation{config.max_size, config.backups, {}};
    if (!config.date_suffix.empty()) {
      rotation.date_suffix.emplace(config.date_suffix);
    }
    auto file = LogFile::open(config.path, config.append, std::move(rotation));
    if (!file) {
      complaints_->add(config.line,
                       fmt::format("log4j.appender.{}: {}; stderr is used", config.name, file.error().sentence));
      return nullptr;
    }
    channels_->files.push_back(*file);
    return channels_->files.back().get();
  }

  LogChannels* const channels_;
  LogComplaints* const complaints_;
  std::map<std::string, Poco::AutoPtr<LogAppender>> by_name_;
};

// The channel of a logger, which passes each line to several appenders. `threshold` is the least severe priority that
// one of them writes.
struct Splitter final : Poco::SplitterChannel {
  int threshold = 0;
};

int thresholdOf(const Poco::Logger& logger) {
  const auto channel = logger.getChannel();
  const auto* splitter = dynamic_cast<const Splitter*>(channel.get());
  return splitter ? splitter->threshold : 0;
}

// Sets the appenders of a logger. An additive logger also keeps those that it has inherited.
void setAppenders(Poco::Logger& logger, const LogAppenders& appenders, bool additive) {
  if (appenders.empty() && additive) {
    return;
  }
  auto* splitter = new Splitter;
  const Poco::AutoPtr<Poco::Channel> channel(splitter);
  for (const auto& appender : appenders) {
    splitter->addChannel(appender);
    splitter->threshold = std::max(splitter->threshold, appender->threshold());
  }
  if (additive) {
    if (const auto inherited = logger.getChannel()) {
      splitter->addChannel(inherited);
      splitter->threshold = std::max(splitter->threshold, thresholdOf(logger));
    }
  }
  logger.setChannel(channel);
}

}  // namespace

void LogAppender::log(const Poco::Message& message) {
  if (message.getPriority() > threshold_) {
    return;
  }
  try {
    const std::lock_guard lock(mutex_);
    if (repeated_.count(message)) {
      armWithheldTimer();
      return;
    }
    if (const auto repeats = repeated_.take()) {
      FormattingChannel::log(*repeats);
    }
    FormattingChannel::log(message);
    repeated_.remember(message);
  } catch (...) {
    // Out of memory: there is nowhere to say so.
  }
}

void LogAppender::logRepeats() {
  try {
    const std::lock_guard lock(mutex_);
    if (const auto repeats = repeated_.take()) {
      FormattingChannel::log(*repeats);
    }
  } catch (...) {
    // Out of memory, as in log().
  }
}

void LogAppender::logInSignal(std::string_view line) {
  if (file_ && threshold_ >= Poco::Message::PRIO_FATAL) {
    file_->writeInSignal(line);
  }
}

void LogAppender::logRepeatsInSignal() {
  const std::uint64_t count = repeated_.takeCount();
  if (count == 0) {
    return;
  }
  SignalText line;
  (line << "last line repeated ").decimal(count) << (count == 1 ? " time\n" : " times\n");
  if (file_) {
    file_->writeInSignal(line.view());
  } else if (destination_ == Destination::kStandardError) {
    std::size_t written = 0;
    writeWhole(standardError(), line.view(), &written);
  }
}

LogChannels LogChannels::open(const LogConfig& config, LogComplaints* complaints) {
  LogChannels channels;
  Opener opener(&channels, complaints);
  for (const AppenderConfig& appender : config.appenders) {
    opener.open(appender);
  }
  channels.host = opener.named(config.root.appenders);
  Poco::Logger& root = Poco::Logger::root();
  root.setLevel(config.root.level.value_or(Poco::Message::PRIO_INFORMATION));
  setAppenders(root, channels.host, false);
  for (const CategoryConfig& category : config.categories) {
    Poco::Logger& logger = Poco::Logger::get(category.name);  // inherits from those before it
    const LogAppenders own = opener.named(category.appenders);
    logger.setLevel(category.level.value_or(logger.getLevel()));
    setAppenders(logger, own, category.additive);
    if (category.name == "Host") {
      if (!category.additive) {
        channels.host.clear();
      }
      channels.host.insert(channels.host.end(), own.begin(), own.end());
    }
  }
  // Only now, since a category without a level must inherit the level that is configured above it.
  root.setLevel(std::min(root.getLevel(), thresholdOf(root)));
  for (const CategoryConfig& category : config.categories) {
    Poco::Logger& logger = Poco::Logger::get(category.name);
    logger.setLevel(std::min(logger.getLevel(), thresholdOf(logger)));
  }
  return channels;
}

}  // namespace prism::host
