// SPDX-License-Identifier: MIT
// The metrics: what is counted, their text form, and their file.
#include "host/metrics/backend_metrics.h"
#include "host/metrics/call_times.h"
#include "host/metrics/file.h"
#include "host/metrics/function_counts.h"
#include "host/metrics/loop_lag.h"
#include "host/metrics/path.h"
#include "host/metrics/publisher.h"
#include "host/metrics/text.h"
#include "host/spectrum/write_side.h"
#include "host/watchdog/call_monitor.h"
#include "host/watchdog/process_descriptors.h"
#include <prism/plugin.h>
#include <prism/testing/temporary_directory.h>
#include <prism/unique_fd.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <sstream>
#include <stdexcept>

namespace prism::host {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::TemporaryDirectory;

std::string content(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str();
}

TEST(FunctionCounts, CountsByName) {
  FunctionCounts counts;
  counts.add("login");
  counts.add("message");
  counts.add("login");
  EXPECT_EQ(counts.all(), (FunctionCounts::Counts{{"login", 2}, {"message", 1}}));
}

TEST(FunctionCounts, TooManyNamesAreCountedAsOther) {
  FunctionCounts counts;
  for (std::size_t i = 0; i < 2 * FunctionCounts::kMaxNames; ++i) {
    counts.add(fmt::format("f{}", i));
  }
  const FunctionCounts::Counts all = counts.all();
  ASSERT_EQ(all.size(), FunctionCounts::kMaxNames + 1);
  EXPECT_EQ(all.back(), (std::pair<std::string, std::uint64_t>("other", FunctionCounts::kMaxNames)));
}

TEST(Histogram, TakesATimeIntoTheFirstBucketThatHasRoom) {
  Histogram histogram;
  histogram.observe(milliseconds(1));
  histogram.observe(microseconds(1001));
  histogram.observe(seconds(10));
  histogram.observe(seconds(11));
  const auto& counts = histogram.counts();
  EXPECT_EQ(counts[0], 1U) << "bounds are inclusive";
  EXPECT_EQ(counts[1], 1U);
  EXPECT_EQ(counts[11], 1U);
  EXPECT_EQ(counts[12], 1U);
  EXPECT_DOUBLE_EQ(histogram.sumInSeconds(), 21.002001);
}

// A clock that the tests move. Each reading takes 1 ms, so each timed call does.
CallTimes::Clock::time_point now_in_tests{};
CallTimes::Clock::time_point readClock() { return now_in_tests += milliseconds(1); }

class LoopLagTest : public ::testing::Test {
 protected:
  void call(const char* function) {
    calls_.begin(function);
    calls_.end();
  }

  void turn(int times) {
    for (int i = 0; i < times; ++i) {
      lag_.begin();
      lag_.end();
    }
  }

  CallTimes::Total total(std::string_view function) const {
    for (const CallTimes::Total& total : calls_.totals()) {
      if (total.function == function) {
        return total;
      }
    }
    return {function};
  }

  std::uint64_t turns() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : lag_.turns().counts()) {
      sum += count;
    }
    return sum;
  }

  CallTimes calls_{&readClock};
  LoopLag lag_{calls_, &readClock};
};

TEST_F(LoopLagTest, MeasuresATurnWithoutTheWait) {
  lag_.begin();
  now_in_tests += milliseconds(30);
  lag_.end();
  now_in_tests += seconds(60);
  lag_.begin();
  lag_.end();
  EXPECT_EQ(turns(), 2U);
  EXPECT_DOUBLE_EQ(lag_.turns().sumInSeconds(), 0.032);
}

TEST_F(LoopLagTest, AnIdleLoopIsMeasuredExactly) {
  for (int i = 0; i < 2000; ++i) {
    if (i % 500 == 0) {
      lag_.beginPeriod();
    }
    lag_.begin();
    call(i % 100 == 0 ? "login" : "message");
    lag_.end();
  }
  EXPECT_EQ(turns(), 2000U);
  EXPECT_EQ(total("login").calls, 20U);
  EXPECT_EQ(total("message").calls, 1980U);
  EXPECT_EQ(total("message").time, milliseconds(1980));
}

// Its periods have 5000 turns.
TEST_F(LoopLagTest, ABusyLoopIsEstimated) {
  constexpr int kTurns = 100'000;
  for (int i = 0; i < kTurns; ++i) {
    if (i % 5000 == 0) {
      lag_.beginPeriod();
    }
    lag_.begin();
    call(i % 2 == 0 ? "message" : "typing");
    lag_.end();
  }
  EXPECT_NEAR(static_cast<double>(turns()), kTurns, 0.1 * kTurns);
  EXPECT_NEAR(static_cast<double>(total("message").calls), kTurns / 2.0, 0.1 * kTurns);
  EXPECT_NEAR(static_cast<double>(total("typing").calls), kTurns / 2.0, 0.1 * kTurns);
}

TEST_F(LoopLagTest, AfterABurstAnIdleLoopIsMeasuredFromTheNextPeriodOn) {
  turn(static_cast<int>(LoopLag::kExact) + 500);
  lag_.beginPeriod();
  const std::uint64_t before = turns();
  for (int i = 1; i <= 10; ++i) {
    turn(1);
    EXPECT_EQ(turns(), before + static_cast<std::uint64_t>(i)) << "it is measured, and stands for itself";
  }
}

// Each period has 30 turns that are sampled, fewer than most gaps.
TEST_F(LoopLagTest, ShortBurstsAreEstimatedToo) {
  constexpr int kPeriods = 5000;
  constexpr int kTurns = static_cast<int>(LoopLag::kExact) + 30;
  for (int period = 0; period < kPeriods; ++period) {
    lag_.beginPeriod();
    turn(kTurns);
  }
  constexpr double kSampled = kPeriods * 30.0;
  const double sampled = static_cast<double>(turns()) - kPeriods * static_cast<double>(LoopLag::kExact);
  EXPECT_NEAR(sampled, kSampled, 0.1 * kSampled);
}

TEST_F(LoopLagTest, ManyCallsOfATurnAreEstimated) {
  constexpr int kTurns = 10'000;
  constexpr int kCalls = 20;  // of each of two functions, which alternate
  for (int turn = 0; turn < kTurns; ++turn) {
    if (turn % 500 == 0) {
      lag_.beginPeriod();
    }
    lag_.begin();
    for (int i = 0; i < kCalls; ++i) {
      call("message");
      call("typing");
    }
    lag_.end();
  }
  EXPECT_NEAR(static_cast<double>(total("message").calls), kTurns * kCalls, 0.1 * kTurns * kCalls);
  EXPECT_NEAR(static_cast<double>(total("typing").calls), kTurns * kCalls, 0.1 * kTurns * kCalls);
  EXPECT_EQ(total("typing").time, milliseconds(1) * total("typing").calls);
}

TEST_F(LoopLagTest, CallsOutsideOfMeasuredTurnsAreNotTimed) {
  for (int i = 0; i < 1000; ++i) {
    call("message");
  }
  EXPECT_TRUE(calls_.totals().empty());
}

TEST_F(LoopLagTest, WaitingWithinACallDoesNotCount) {
  lag_.begin();
  calls_.begin("message");
  calls_.pause();
  calls_.end();
  now_in_tests += seconds(60);
  calls_.resume();
  calls_.end();
  lag_.end();
  EXPECT_EQ(total("message").calls, 1U);
  EXPECT_EQ(total("message").time, milliseconds(2));
}

TEST(CallMonitor, ACallThatWaitsForSpectrumCountsOnce) {
  constexpr std::uint64_t kCalls = 10'000;
  WriteSide write_side;
  CallMonitor calls(write_side);
  calls.times().measureTurn(1);
  for (std::uint64_t i = 0; i < kCalls; ++i) {
    const CallMonitor::Running running(calls, "message");
    calls.suspend();
    calls.resume();
  }
  ASSERT_EQ(calls.times().totals().size(), 1U);
  EXPECT_NEAR(static_cast<double>(calls.times().totals()[0].calls), kCalls, 0.1 * kCalls);
}

TEST(LoginOutcome, EachErrorHasOne) {
  EXPECT_EQ(loginOutcomeOf(PRISM_CONNECTION_ERROR_NETWORK), LoginOutcome::kNetwork);
  EXPECT_EQ(loginOutcomeOf(PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED), LoginOutcome::kAuthentication);
  EXPECT_EQ(loginOutcomeOf(PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED), LoginOutcome::kEncryption);
  EXPECT_EQ(loginOutcomeOf(PRISM_CONNECTION_ERROR_CERT_OTHER), LoginOutcome::kEncryption);
  EXPECT_EQ(loginOutcomeOf(PRISM_CONNECTION_ERROR_INVALID_SETTINGS), LoginOutcome::kOther);
  EXPECT_EQ(loginOutcomeOf(PRISM_CONNECTION_ERROR_OTHER), LoginOutcome::kOther);
  EXPECT_EQ(loginOutcomeOf(4711), LoginOutcome::kOther);
}

TEST(MetricsText, WritesSamplesBelowTheirHelp) {
  MetricsText text({{"transport", "irc.example.org"}, {"id", "1"}});
  text.begin("prism_users", "gauge", "Users.");
  text.add(3);
  text.begin("prism_faults_total", "counter", "Faults.");
  text.add(1, {{"function", "login"}});
  EXPECT_EQ(text.take(),
            "# HELP prism_users Users.\n"
            "# TYPE prism_users gauge\n"
            "prism_users{transport=\"irc.example.org\",id=\"1\"} 3\n"
            "# HELP prism_faults_total Faults.\n"
            "# TYPE prism_faults_total counter\n"
            "prism_faults_total{transport=\"irc.example.org\",id=\"1\",function=\"login\"} 1\n");
}

TEST(MetricsText, EscapesLabels) {
  MetricsText text({{"transport", "a\"b\\c\nd\xFF"}});
  text.begin("prism_users", "gauge", "Users.");
  text.add(0);
  const std::string written = text.take();
  EXPECT_NE(written.find("prism_users{transport=\"a\\\"b\\\\c\\nd\xEF\xBF\xBD\"} 0\n"), std::string::npos) << written;
}

TEST(MetricsText, BucketsAreCumulative) {
  Histogram histogram;
  histogram.observe(milliseconds(1));
  histogram.observe(milliseconds(4));
  histogram.observe(seconds(60));
  MetricsText text({});
  text.begin("lag", "histogram", "Lag.");
  text.add(histogram);
  const std::string written = text.take();
  EXPECT_NE(written.find("lag_bucket{le=\"0.001\"} 1\nlag_bucket{le=\"0.005\"} 2\nlag_bucket{le=\"0.01\"} 2\n"),
            std::string::npos)
      << written;
  EXPECT_NE(written.find("lag_bucket{le=\"10\"} 2\nlag_bucket{le=\"+Inf\"} 3\nlag_sum{} 60.005\nlag_count{} 3\n"),
            std::string::npos)
      << written;
}

TEST(MetricsPath, MustBeReadByNodeExporterAndDifferForEachBackend) {
  EXPECT_EQ(rejectMetricsPath("/m/${jid}-${id}.prom", "x.cfg"), std::nullopt);
  EXPECT_EQ(rejectMetricsPath("/m/${id}.txt", "x.cfg")->sentence,
            "x.cfg: prism.metrics_file must end in .prom, since node_exporter reads no other files, but is "
            "'/m/${id}.txt'");
  EXPECT_EQ(
      rejectMetricsPath("/m/x.prom", "x.cfg")->sentence,
      "x.cfg: prism.metrics_file must contain ${id}, since each backend of the transport needs a file of its own, "
      "but is '/m/x.prom'");
  EXPECT_EQ(rejectMetricsPath("/m/${pid}${id}.prom", "x.cfg")->sentence,
            "x.cfg: prism.metrics_file may contain the variables ${id} and ${jid} only, but is '/m/${pid}${id}.prom'");
}

TEST(MetricsPath, ValuesStayWithinOneName) {
  EXPECT_EQ(expandMetricsPath("/m/prism-${jid}-${id}.prom", "irc.example.org", "2"), "/m/prism-irc.example.org-2.prom");
  EXPECT_EQ(expandMetricsPath("/m/${jid}/${id}.prom", "..", "1"), "/m/%2E./1.prom");
  EXPECT_EQ(expandMetricsPath("/m/${jid}-${id}.prom", "a/../b", "${jid}"), "/m/a%2F..%2Fb-%24%7Bjid%7D.prom");
  EXPECT_EQ(expandMetricsPath("/m/${id}.prom", "", "\xC3\xA9\n"), "/m/%C3%A9%0A.prom");
}

TEST(MetricsPath, RelativeOnesBeginAtTheDirectoryOfTheStart) {
  EXPECT_EQ(expandMetricsPath("${id}.prom", "x", "1"), (std::filesystem::current_path() / "1.prom").string());
}

TEST(MetricsFile, IsReplacedAsAWholeAndReadableForEverybody) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "x.prom";
  ReplacedFile file(path);
  const mode_t before = ::umask(077);
  EXPECT_EQ(file.replace("one\n"), std::nullopt);
  std::ifstream reader(path);
  EXPECT_EQ(file.replace("two\n"), std::nullopt);
  ::umask(before);
  std::string old;
  reader >> old;
  EXPECT_EQ(old, "one") << "whoever reads the old file reads it to its end";
  EXPECT_EQ(content(path), "two\n");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0644U);
  EXPECT_FALSE(std::filesystem::exists(path + ".tmp"));
}

TEST(MetricsFile, FollowsNoLinkAndOpensNoPipe) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "x.prom";
  ReplacedFile file(path);
  const std::string victim = directory.write("victim", "precious");
  std::filesystem::create_symlink(victim, path + ".tmp");
  EXPECT_EQ(file.replace("text"), std::nullopt);
  EXPECT_EQ(content(victim), "precious");
  ASSERT_EQ(::mkfifo((path + ".tmp").c_str(), 0600), 0);
  EXPECT_EQ(file.replace("text"), std::nullopt);
  EXPECT_EQ(content(path), "text");
}

TEST(MetricsFile, AnErrorLeavesTheOldOne) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("x.prom", "old");
  std::filesystem::create_directories(path + ".tmp/sub");
  EXPECT_EQ(ReplacedFile(path).replace("text")->code, EEXIST);
  EXPECT_EQ(content(path), "old");
  EXPECT_EQ(ReplacedFile(directory.path() / "missing" / "x.prom").replace("text")->sentence,
            "No such file or directory");
}

TEST(MetricsFile, ARemovalTakesWhatAKilledProcessHasLeftToo) {
  const TemporaryDirectory directory;
  ReplacedFile file(directory.write("x.prom", "old"));
  directory.write("x.prom.tmp", "half");
  EXPECT_EQ(file.replace("text"), std::nullopt);
  file.remove();
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(MetricsFile, ARemovalLeavesTheFileOfASuccessor) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "x.prom";
  ReplacedFile ending(path);
  ReplacedFile successor(path);
  EXPECT_EQ(ending.replace("ending"), std::nullopt);
  for (const char* text : {"first", "second", "third"}) {  // one of them may have the inode of the ending one's file
    EXPECT_EQ(successor.replace(text), std::nullopt);
    ending.remove();
    EXPECT_EQ(content(path), text);
  }
  successor.remove();
  EXPECT_FALSE(std::filesystem::exists(path));
  const std::string others = directory.write("x.prom", "a third one's");
  successor.remove();
  EXPECT_EQ(content(others), "a third one's");
}

class MetricsPublisherTest : public ::testing::Test {
 protected:
  // Waits until the publisher's thread has taken the text and called it.
  static void publishAndAwait(MetricsPublisher* publisher, const std::string& text) {
    std::promise<void> called;
    publisher->publish([&called, text] {
      called.set_value();
      return text;
    });
    called.get_future().get();
  }

  const TemporaryDirectory directory_;
  const std::string path_ = directory_.path() / "sub" / "x.prom";
};

TEST_F(MetricsPublisherTest, WritesAndRemovesAtTheEnd) {
  std::filesystem::create_directory(directory_.path() / "sub");
  MetricsPublisher publisher(path_);
  ASSERT_TRUE(publisher.isRunning());
  publishAndAwait(&publisher, "one");
  publishAndAwait(&publisher, "two");  // called after the first text was written
  EXPECT_TRUE(content(path_) == "one" || content(path_) == "two");
  publisher.end();
  EXPECT_TRUE(publisher.awaitEnd(seconds(10)));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "sub"));
  EXPECT_FALSE(publisher.takeNews().has_value());
}

TEST_F(MetricsPublisherTest, ErrorsAreNewsOnceUntilItWorksAgain) {
  MetricsPublisher publisher(path_);
  publishAndAwait(&publisher, "one");
  publishAndAwait(&publisher, "two");
  const std::optional<Error> error = publisher.takeNews();
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->sentence, "No such file or directory");
  publishAndAwait(&publisher, "three");
  publishAndAwait(&publisher, "four");
  EXPECT_FALSE(publisher.takeNews().has_value());
  std::filesystem::create_directory(directory_.path() / "sub");
  publishAndAwait(&publisher, "five");
  publishAndAwait(&publisher, "six");
  const std::optional<Error> works = publisher.takeNews();
  ASSERT_TRUE(works.has_value());
  EXPECT_EQ(works->code, 0);
}

TEST_F(MetricsPublisherTest, AwaitsItsEndForTheGivenTimeOnly) {
  std::promise<void> asked;
  std::promise<void> answer;
  MetricsPublisher publisher(path_);
  publisher.publish([&] {
    asked.set_value();
    answer.get_future().get();
    return std::string();
  });
  asked.get_future().get();
  publisher.publish([] { return std::string(); });
  publisher.end();
  EXPECT_FALSE(publisher.awaitEnd(milliseconds(50)));
  answer.set_value();
}

TEST(ProcessDescriptors, AreCounted) {
  const std::optional<std::uint64_t> before = countDescriptors();
  ASSERT_TRUE(before.has_value());
  const UniqueFd one(::dup(STDERR_FILENO));
  const UniqueFd two(::dup(STDERR_FILENO));
  EXPECT_EQ(countDescriptors(), *before + 2);
}

// The number of series must not depend on users, rooms or networks. Each has the labels that tell files apart.
TEST(BackendMetrics, HasDistinctSeries) {
  BackendMetrics metrics;
  metrics.time = 1.5e9;
  metrics.call_times = {{"login", seconds(2), 4}};
  metrics.misbehaviours = {{"message", 3}};
  metrics.resident_bytes = 4096;
  const std::string text =
      metricsText({"irc.example.org", "2", 17, 4711, "irc", "1.0", "0.1.0", "0.4", 1.4e9}, metrics);
  EXPECT_NE(
      text.find(
          "prism_backend_info{transport=\"irc.example.org\",id=\"2\",pid=\"17\",pid_start=\"4711\",plugin=\"irc\","
          "plugin_version=\"1.0\",version=\"0.1.0\",abi=\"0.4\"} 1\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("prism_callback_seconds_sum{transport=\"irc.example.org\",id=\"2\",function=\"login\"} 2\n"
                      "prism_callback_seconds_count{transport=\"irc.example.org\",id=\"2\",function=\"login\"} 4\n"),
            std::string::npos)
      << text;
  std::istringstream lines(text);
  std::set<std::string> series;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) {
      EXPECT_NE(line.find("{transport=\"irc.example.org\",id=\"2\""), std::string::npos) << line;
      EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
    }
  }
}

}  // namespace
}  // namespace prism::host
