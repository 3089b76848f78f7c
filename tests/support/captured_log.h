// SPDX-License-Identifier: MIT
#pragma once

#include <Poco/AutoPtr.h>
#include <Poco/Channel.h>
#include <Poco/Logger.h>
#include <Poco/Message.h>

#include <string>
#include <vector>

namespace prism::tests {

// Keeps every line of its logger in memory. One at a time for each name, since a name has one logger.
class CapturedLog {
 public:
  explicit CapturedLog(const std::string& name = "CapturedLog") : lines_(new Lines), logger_(Poco::Logger::get(name)) {
    logger_.setChannel(lines_);
    logger_.setLevel(Poco::Message::PRIO_TRACE);
  }
  ~CapturedLog() { logger_.setChannel(nullptr); }

  Poco::Logger& logger() { return logger_; }

  // Returns the lines since the last call.
  std::vector<std::string> take() { return std::exchange(lines_->texts, {}); }

 private:
  struct Lines : Poco::Channel {
    void log(const Poco::Message& message) override { texts.push_back(message.getText()); }
    std::vector<std::string> texts;
  };

  Poco::AutoPtr<Lines> lines_;
  Poco::Logger& logger_;
};

}  // namespace prism::tests
