#include "host/log_channels.h"

#include <Poco/Logger.h>
#include <Poco/SplitterChannel.h>
#include <Poco/SyslogChannel.h>
#include <fmt/format.h>

#include <map>

#include "host/standard_streams.h"

namespace prism::host {
namespace {

using Stream = StandardStreamChannel::Stream;
using Destination = LogAppender::Destination;
using Kind = AppenderConfig::Kind;

Poco::AutoPtr<Poco::Channel> streamChannel(Stream stream) { return new StandardStreamChannel(stream); }

Poco::AutoPtr<Poco::Channel> syslogChannel(const AppenderConfig& config) {
  Poco::AutoPtr<Poco::SyslogChannel> channel(new Poco::SyslogChannel);
  channel->setProperty(Poco::SyslogChannel::PROP_NAME, "spectrum2_prism_backend");
  channel->setProperty(Poco::SyslogChannel::PROP_FACILITY, config.facility);
  channel->setProperty(Poco::SyslogChannel::PROP_OPTIONS, "LOG_PID");
  return channel;
}

class Opening {
 public:
  Opening(LogChannels* channels, LogComplaints* complaints) : channels_(channels), complaints_(complaints) {}

  void open(const AppenderConfig& config) {
    const auto make = [&](const Poco::AutoPtr<Poco::Channel>& sink, Destination destination) {
      return Poco::AutoPtr<LogAppender>(new LogAppender(config.pattern, sink, config.threshold, destination));
    };
    Poco::AutoPtr<LogAppender>& appender = by_name_[config.name];
    if (config.kind == Kind::kStandardOutput) {
      appender = make(streamChannel(Stream::kOutput), Destination::kStandardOutput);
    } else if (config.kind == Kind::kSyslog) {
      appender = make(syslogChannel(config), Destination::kElsewhere);
    } else if (const auto file = config.kind == Kind::kFile ? openFile(config) : nullptr) {
      appender = make(file, Destination::kElsewhere);
    } else {
      appender = make(streamChannel(Stream::kError), Destination::kStandardError);
    }
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
  // Null if it cannot be opened.
  Poco::AutoPtr<LogFile> openFile(const AppenderConfig& config) {
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
    return *file;
  }

  LogChannels* const channels_;
  LogComplaints* const complaints_;
  std::map<std::string, Poco::AutoPtr<LogAppender>> by_name_;
};

// What a logger with these is to write to. `above` is what it would inherit.
Poco::AutoPtr<Poco::Channel> joined(const LogAppenders& appenders, const Poco::AutoPtr<Poco::Channel>& above) {
  if (appenders.empty()) {
    return above;
  }
  if (appenders.size() == 1 && !above) {
    return appenders.front();
  }
  Poco::AutoPtr<Poco::SplitterChannel> splitter(new Poco::SplitterChannel);
  for (const auto& appender : appenders) {
    splitter->addChannel(appender);
  }
  if (above) {
    splitter->addChannel(above);
  }
  return splitter;
}

}  // namespace

void LogAppender::log(const Poco::Message& message) {
  if (message.getPriority() > threshold_) {
    return;
  }
  try {
    FormattingChannel::log(message);
  } catch (...) {
    // Out of memory: there is nowhere to say so.
  }
}

LogChannels LogChannels::open(const LogConfig& config, LogComplaints* complaints) {
  LogChannels channels;
  Opening opening(&channels, complaints);
  for (const AppenderConfig& appender : config.appenders) {
    opening.open(appender);
  }
  channels.host = opening.named(config.root.appenders);
  Poco::Logger& root = Poco::Logger::root();
  root.setLevel(config.root.level.value_or(Poco::Message::PRIO_INFORMATION));
  root.setChannel(joined(channels.host, nullptr));
  for (const CategoryConfig& category : config.categories) {
    Poco::Logger& logger = Poco::Logger::get(category.name);  // inherits, from those before
    const LogAppenders own = opening.named(category.appenders);
    logger.setLevel(category.level.value_or(logger.getLevel()));
    logger.setChannel(joined(own, category.additive ? logger.getChannel() : nullptr));
    if (category.name == "Host") {
      if (!category.additive) {
        channels.host.clear();
      }
      channels.host.insert(channels.host.end(), own.begin(), own.end());
    }
  }
  return channels;
}

}  // namespace prism::host
