// SPDX-License-Identifier: MIT
#include "host/log/plugin_log.h"

#include "tests/support/captured_log.h"

#include <Poco/Logger.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace prism::host {
namespace {

class PluginLogTest : public testing::Test {
 protected:
  std::string categoryOf(std::string_view area) { return log_.of(area).name(); }

  void fill() {
    for (std::size_t i = 0; i < PluginLog::kMostAreas; ++i) {
      log_.of("area" + std::to_string(i));
    }
  }

  tests::CapturedLog captured_;
  PluginLog log_{captured_.logger()};
};

TEST_F(PluginLogTest, AnAreaIsACategoryBelowThePlugins) {
  EXPECT_EQ(categoryOf("jabber"), "CapturedLog.jabber");
  EXPECT_EQ(categoryOf("x509_TLS-1"), "CapturedLog.x509_TLS-1");
  EXPECT_EQ(&log_.of("jabber"), &log_.of("jabber"));
  EXPECT_EQ(&log_.of(""), &captured_.logger());
}

TEST_F(PluginLogTest, NamesAreMadeFit) {
  EXPECT_EQ(categoryOf("a.b/c d"), "CapturedLog.a-b-c-d");
  EXPECT_EQ(categoryOf("\xC3\xA9\n"), "CapturedLog.---");
  EXPECT_EQ(categoryOf(std::string_view("\0", 1)), "CapturedLog.-");
  EXPECT_EQ(categoryOf(std::string(33, 'x')), "CapturedLog." + std::string(32, 'x'));
  EXPECT_EQ(&log_.of("a.b"), &log_.of("a-b"));
}

TEST_F(PluginLogTest, OneAreaTooManyIsSaidOnce) {
  fill();
  EXPECT_EQ(captured_.take(), std::vector<std::string>{});
  EXPECT_EQ(&log_.of("late"), &captured_.logger());
  EXPECT_EQ(&log_.of("later"), &captured_.logger());
  EXPECT_EQ(captured_.take(), std::vector<std::string>{"there are 256 areas of the log already; 'late', and what else "
                                                       "is new, has none of its own"});
  EXPECT_EQ(categoryOf("area0"), "CapturedLog.area0");
}

TEST_F(PluginLogTest, ThreadsGetTheSameLogger) {
  std::vector<Poco::Logger*> found(4);
  std::vector<std::thread> threads;
  for (Poco::Logger*& logger : found) {
    threads.emplace_back([this, &logger] {
      for (int i = 0; i < 300; ++i) {
        logger = &log_.of("area" + std::to_string(i));
      }
      logger = &log_.of("area7");
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(found, std::vector<Poco::Logger*>(4, &log_.of("area7")));
}

}  // namespace
}  // namespace prism::host
