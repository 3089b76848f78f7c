// SPDX-License-Identifier: MIT
#include "host/log/channels.h"

#include <gtest/gtest.h>

#include <thread>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;
using Priority = Poco::Message::Priority;

class LogAppenderTest : public ::testing::Test {
 protected:
  struct Sink : Poco::Channel {
    void log(const Poco::Message& message) override { texts.push_back(message.getText()); }
    Lines texts;
  };

  void log(const std::string& text, Priority priority = Poco::Message::PRIO_INFORMATION,
           const std::string& source = "Host") {
    appender_->log(Poco::Message(source, text, priority));
  }

  // The lines since the last call.
  Lines take() { return std::exchange(sink_->texts, {}); }

  Poco::AutoPtr<Sink> sink_{new Sink};
  Poco::AutoPtr<LogAppender> appender_{new LogAppender("%p %c: %m", sink_, Poco::Message::PRIO_INFORMATION,
                                                       LogAppender::Destination::kFileOrSyslog, nullptr)};
};

TEST_F(LogAppenderTest, RepeatedLinesAreCounted) {
  for (int i = 0; i <= 4812; ++i) {
    log("again");
  }
  EXPECT_EQ(take(), Lines{"INFO Host: again"});
  log("something else");
  EXPECT_EQ(take(), (Lines{"INFO Host: last line repeated 4,812 times", "INFO Host: something else"}));
}

TEST_F(LogAppenderTest, LineRepeatedOnceIsWrittenAgain) {
  log("twice");
  log("twice");
  log("other");
  EXPECT_EQ(take(), (Lines{"INFO Host: twice", "INFO Host: twice", "INFO Host: other"}));
}

TEST_F(LogAppenderTest, TheNumberMayBeAskedForAndCountsOnThen) {
  appender_->logRepeats();
  EXPECT_EQ(take(), Lines{});
  for (int i = 0; i < 4; ++i) {
    log("again");
  }
  appender_->logRepeats();
  EXPECT_EQ(take(), (Lines{"INFO Host: again", "INFO Host: last line repeated 3 times"}));
  log("again");
  log("again");
  EXPECT_EQ(take(), Lines{});
  appender_->logRepeats();
  appender_->logRepeats();
  EXPECT_EQ(take(), Lines{"INFO Host: last line repeated 2 times"});
}

TEST_F(LogAppenderTest, LinesOfAnotherCategoryOrLevelAreOthers) {
  log("same");
  log("same", Poco::Message::PRIO_WARNING);
  log("same", Poco::Message::PRIO_WARNING, "Connection");
  EXPECT_EQ(take(), (Lines{"INFO Host: same", "WARN Host: same", "WARN Connection: same"}));
}

TEST_F(LogAppenderTest, SuppressedLineDoesNotInterruptTheRepeats) {
  log("again");
  log("a detail", Poco::Message::PRIO_DEBUG);
  log("again");
  log("again");
  appender_->logRepeats();
  EXPECT_EQ(take(), (Lines{"INFO Host: again", "INFO Host: last line repeated 2 times"}));
}

TEST_F(LogAppenderTest, CountsForManyThreads) {
  constexpr int kLines = 2000;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] {
      for (int line = 0; line < kLines; ++line) {
        log("from all sides");
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  appender_->logRepeats();
  EXPECT_EQ(take(), (Lines{"INFO Host: from all sides", "INFO Host: last line repeated 7,999 times"}));
}

}  // namespace
}  // namespace prism::host
