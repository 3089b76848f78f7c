// SPDX-License-Identifier: MIT
// prism-status: reading files of any kind, and showing backends.
#include "host/base/process_start.h"
#include "host/metrics/backend_metrics.h"
#include "host/status/report.h"
#include <prism/testing/temporary_directory.h>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <limits>

namespace prism::host {
namespace {

constexpr double kNow = 1.7e9;

std::string textOf(const BackendMetrics& metrics) {
  return metricsText({"irc.example.org", "2", 17, 4711, "irc", "1.0", "0.1.0", "0.4", kNow - 60}, metrics);
}

BackendMetrics someMetrics() {
  BackendMetrics metrics;
  metrics.time = kNow - 3;
  metrics.users = 4;
  metrics.resident_bytes = 20 * 1024 * 1024;
  metrics.stalls = {{"login", 1}};
  metrics.misbehaviours = {{"message", 3}, {"none", 1}};
  for (int i = 0; i < 1000; ++i) {
    metrics.loop_lag.observe(std::chrono::milliseconds(i < 980 ? 1 : 200));
  }
  return metrics;
}

TEST(MetricsFileReader, ReadsWhatABackendWrites) {
  const auto status = parseMetrics(textOf(someMetrics()));
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->transport, "irc.example.org");
  EXPECT_EQ(status->id, "2");
  EXPECT_EQ(status->plugin, "irc");
  EXPECT_EQ(status->plugin_version, "1.0");
  EXPECT_EQ(status->version, "0.1.0");
  EXPECT_EQ(status->pid, 17);
  EXPECT_EQ(status->pid_start, 4711U);
  EXPECT_EQ(status->written, kNow - 3);
  EXPECT_EQ(status->users, 4);
  EXPECT_EQ(status->resident_bytes, 20 * 1024 * 1024);
  EXPECT_EQ(status->misbehaviours, 4);
  EXPECT_EQ(status->stalls, 1);
  EXPECT_EQ(status->lag, 0.25);
}

TEST(MetricsFileReader, ReadsEscapedLabels) {
  const std::string text = metricsText({"a\"b\\c\nd,x=\"1\"}", "1", 1, 1, "p", "1", "1", "1", 0}, BackendMetrics());
  const auto status = parseMetrics(text);
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->transport, "a\"b\\c\nd,x=\"1\"}");
  EXPECT_EQ(status->lag, 0) << "the loop has not turned";
}

TEST(MetricsFileReader, TurnsAboveAllBoundsHaveNoFigure) {
  BackendMetrics metrics;
  metrics.loop_lag.observe(std::chrono::seconds(60));
  EXPECT_EQ(parseMetrics(textOf(metrics))->lag, std::nullopt);
}

TEST(MetricsFileReader, OtherFilesAreNoBackends) {
  EXPECT_FALSE(parseMetrics("").has_value());
  EXPECT_FALSE(parseMetrics("# HELP node_load1 Load.\nnode_load1 1\n").has_value());
  for (const char* line : {"prism_backend_info", "prism_backend_info{", "prism_backend_info{pid=\"1", "prism_users{} x",
                           "prism_backend_info{pid=\"1\"}", "prism_backend_info{pid=\"1\"} ", "prism_backend_info{=} 1",
                           "prism_backend_info{pid=\"1\\", "prism_backend_info{pid=\"1\"}1"}) {
    EXPECT_FALSE(parseMetrics(line).has_value()) << line;
  }
}

TEST(MetricsFileReader, OpensNeitherPipesNorHugeFiles) {
  const testing::TemporaryDirectory directory;
  const std::string fifo = directory.path() / "fifo.prom";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(readMetricsFile(fifo).error().sentence, "it is not a regular file");
  const std::string huge = directory.write("huge.prom", textOf(someMetrics()));
  std::filesystem::resize_file(huge, 1ULL << 40U);
  const auto status = readMetricsFile(huge);
  ASSERT_TRUE(status);
  EXPECT_FALSE((*status).has_value());
}

// A /proc of the test's own.
class BackendStateTest : public ::testing::Test {
 protected:
  BackendStateTest() {
    addProcess(1, "init", 0);
    status_.pid = 17;
    status_.pid_start = 4711;
    status_.written = kNow;
  }

  void addProcess(int pid, const std::string& name, int start) {
    std::filesystem::create_directories(proc() + fmt::format("/{}", pid));
    directory_.write(
        fmt::format("proc/{}/stat", pid),
        fmt::format("{} ({}) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 {} 23 24\n", pid, name, start));
  }

  std::string proc() const { return directory_.path() / "proc"; }
  BackendState state(double now = kNow) const { return stateOf(status_, now, proc()); }

  BackendStatus status_;
  const testing::TemporaryDirectory directory_;
};

TEST_F(BackendStateTest, RunsIfItsProcessIsThereAndTheFileIsNew) {
  addProcess(17, "spectrum2_prism", 4711);
  EXPECT_EQ(state(kNow + 44), BackendState::kRunning);
  EXPECT_EQ(state(kNow + 46), BackendState::kLate);
}

TEST_F(BackendStateTest, TheNameOfTheProcessMayBeAny) {
  addProcess(17, "a) S 1 (b c", 4711);
  EXPECT_EQ(state(), BackendState::kRunning);
}

TEST_F(BackendStateTest, IsGoneWithItsProcess) {
  EXPECT_EQ(state(), BackendState::kGone);
  for (const std::int64_t pid : {std::int64_t{0}, std::int64_t{-1}, INT64_MAX}) {
    status_.pid = pid;
    EXPECT_EQ(state(), BackendState::kGone) << pid;
  }
}

TEST_F(BackendStateTest, AnotherProcessWithItsPidIsNotTheBackend) {
  for (const int start : {0, 4710, 4712}) {
    addProcess(17, "spectrum2_prism", start);
    EXPECT_EQ(state(), BackendState::kGone) << start;
  }
}

TEST_F(BackendStateTest, ATimeThatCannotBeIsLate) {
  addProcess(17, "spectrum2_prism", 4711);
  for (const double written : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity(), kNow + 46, 1e300}) {
    status_.written = written;
    EXPECT_EQ(state(), BackendState::kLate) << written;
  }
  status_.written = kNow + 10;
  EXPECT_EQ(state(), BackendState::kRunning) << "the clock was set back";
}

TEST_F(BackendStateTest, IsUnknownWhereProcHidesProcesses) {
  std::filesystem::remove_all(proc() + "/1");
  EXPECT_EQ(state(), BackendState::kUnknown);
}

TEST_F(BackendStateTest, IsUnknownWithoutTheStartOfAProcess) {
  addProcess(17, "spectrum2_prism", 4711);
  status_.pid_start = 0;
  EXPECT_EQ(state(), BackendState::kUnknown);
  status_.pid_start = 4711;
  directory_.write("proc/17/stat", "");
  EXPECT_EQ(state(), BackendState::kUnknown);
}

TEST(ProcessStart, IsThatOfTheProcess) {
  const Result<std::uint64_t> start = readProcessStart("/proc/self/stat");
  ASSERT_TRUE(start);
  BackendStatus status;
  status.pid = ::getpid();
  status.pid_start = *start;
  status.written = kNow;
  EXPECT_EQ(stateOf(status, kNow), BackendState::kRunning);
}

TEST(StatusReport, TableIsAligned) {
  BackendStatus first = *parseMetrics(textOf(someMetrics()));
  BackendStatus second = first;
  second.transport = "é.example";
  second.id = "10";
  second.users = 1234;
  second.lag = std::nullopt;
  second.written = kNow - 7300;
  EXPECT_EQ(tableOf({{first, BackendState::kRunning}, {second, BackendState::kGone}}, kNow),
            "TRANSPORT        ID  PLUGIN  USERS     LAG  MEMORY  FAULTS  AGE  STATE\n"
            "irc.example.org  2   irc         4  250 ms  20 MiB       5  3 s  running\n"
            "é.example        10  irc      1234   >10 s  20 MiB       5  2 h  gone\n");
}

TEST(StatusReport, JsonHasEachValue) {
  BackendStatus status = *parseMetrics(textOf(someMetrics()));
  status.file = "/m/x.prom";
  EXPECT_EQ(
      jsonOf({{status, BackendState::kLate}}, kNow),
      "{\"backends\":[\n{\"file\":\"\\/m\\/x.prom\",\"transport\":\"irc.example.org\",\"id\":\"2\",\"plugin\":\"irc\","
      "\"plugin_version\":\"1.0\",\"version\":\"0.1.0\",\"pid\":17,\"users\":4,\"lag_p99_seconds\":0.25,"
      "\"resident_memory_bytes\":20971520,\"misbehaviours\":4,\"stalls\":1,\"age_seconds\":3,\"state\":\"late\","
      "\"plugin_metrics\":{}}"
      "\n]}\n");
  EXPECT_EQ(jsonOf({}, kNow), "{\"backends\":[\n]}\n");
}

TEST(StatusReport, JsonHasThePluginsOwnMetrics) {
  BackendMetrics metrics = someMetrics();
  metrics.plugin = {{{PluginMetrics::Kind::kGauge, "depth", "Depth.", {{"queue", "a\"b"}, {"place", "x"}}}, -3}};
  const BackendStatus status = *parseMetrics(textOf(metrics));
  const std::string json = jsonOf({{status, BackendState::kLate}}, kNow);
  EXPECT_NE(json.find(R"("plugin_metrics":{"prism_plugin_irc_depth{place=\"x\",queue=\"a\"b\"}":-3}})"),
            std::string::npos)
      << json;
}

TEST(StatusReport, NothingFromAFileReachesTheTerminalRaw) {
  BackendStatus status;
  status.transport = "\x1b[2J\x9b\n\xff\x7f\xc2\x9b" + std::string(5000, 'x');
  status.id = "\t";
  status.users = -1;
  status.resident_bytes = std::numeric_limits<double>::quiet_NaN();
  status.misbehaviours = std::numeric_limits<double>::infinity();
  status.written = -1e300;
  for (const std::string& text :
       {tableOf({{status, BackendState::kGone}}, kNow), jsonOf({{status, BackendState::kGone}}, kNow)}) {
    for (const char c : text) {
      EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) << text;
    }
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos) << "terminals take it for ESC [";
    EXPECT_LT(text.size(), 6000U);
  }
}

}  // namespace
}  // namespace prism::host
