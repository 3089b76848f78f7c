// SPDX-License-Identifier: MIT
// prism-status on the files of real hosts, and of others.
#include "tests/host/integration/metrics_test.h"

#include <sys/stat.h>

#include <algorithm>
#include <csignal>

namespace prism::tests {
namespace {

using testing::HostProcess;

class StatusTest : public MetricsTest {
 protected:
  // Returns what prism-status prints on stdout. Expects the exit code and the complaints.
  static std::string status(std::vector<std::string> words, int code, const std::string& complaints = "") {
    words.insert(words.begin(), PRISM_TEST_STATUS);
    HostProcess program(words);
    EXPECT_EQ(program.exitStatus(), testing::ExitStatus{code}) << program.standardError();
    EXPECT_EQ(program.standardError(), complaints);
    return program.standardOutput();
  }
};

TEST_F(StatusTest, ShowsTheBackendsOfADirectory) {
  startMeasured();
  loginToProbe();
  awaitValue("1", "prism_users");
  const std::string directory = directory_.path() / "m";
  std::ofstream(directory + "/node.prom") << "# TYPE node_x gauge\nnode_x 1\n";
  std::ofstream(directory + "/other.txt") << content(file());
  ASSERT_EQ(::mkfifo((directory + "/fifo.prom").c_str(), 0600), 0);
  const std::string table = status({directory}, 0);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 2) << table;
  EXPECT_NE(table.find("prism.test  1   probe       1  "), std::string::npos) << table;
  const std::string json = status({"--json", directory}, 0);
  EXPECT_NE(json.find("\"transport\":\"prism.test\",\"id\":\"1\",\"plugin\":\"probe\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"pid\":" + pid() + ",\"users\":1,"), std::string::npos) << json;
  EXPECT_NE(json.find("\"state\":\"running\""), std::string::npos) << json;
  HostProcess python({"/usr/bin/python3", "-c", "import json, sys; json.loads(sys.argv[1])", json});
  EXPECT_EQ(python.exitStatus(), testing::ExitStatus{}) << python.standardError();
}

TEST_F(StatusTest, ComplainsOfWhatItCannotRead) {
  const std::string directory = directory_.path() / "m";
  EXPECT_EQ(status({directory}, 2, "prism-status: no backend has written its metrics there; see prism.metrics_file\n"),
            "");
  EXPECT_EQ(status({directory + "/x\x1b.prom"}, 2,
                   "prism-status: " + directory + "/x\\x1b.prom: No such file or directory\n"),
            "");
  const std::string other = directory_.write("other.prom", "node_x 1\n");
  EXPECT_EQ(status({"--json", other}, 2, "prism-status: " + other + ": it is not the file of a Prism backend\n"),
            "{\"backends\":[\n]}\n");
  EXPECT_EQ(status({"--jsn"}, 2, "prism-status: there is no option '--jsn'; see --help\n"), "");
}

TEST_F(StatusTest, AnOutputThatTakesNothingIsAnError) {
  startMeasured();
  const std::vector<std::pair<std::string, std::string>> outputs{{">/dev/full", "No space left on device"},
                                                                 {">&-", "Bad file descriptor"}};
  for (const std::string& words : std::vector<std::string>{file(), "--json " + file(), "--help", "--version"}) {
    for (const auto& [output, reason] : outputs) {
      HostProcess shell({"/bin/sh", "-c", std::string(PRISM_TEST_STATUS) + " " + words + " " + output});
      EXPECT_EQ(shell.exitStatus(), testing::ExitStatus{2}) << words << output;
      EXPECT_EQ(shell.standardError(), "prism-status: cannot write its output: " + reason + "\n") << words << output;
    }
  }
}

TEST_F(StatusTest, AKilledBackendIsGoneUntilTheNextStart) {
  startMeasured();
  spectrum_->host().signal(SIGKILL);
  EXPECT_EQ(spectrum_->host().exitStatus(), (testing::ExitStatus{.signal = SIGKILL}));
  const std::string table = status({file()}, 1);
  EXPECT_NE(table.find("  gone\n"), std::string::npos) << table;
  const std::string first = value("prism_start_time_seconds");
  launchMeasured();
  awaitFile([&] { return value("prism_start_time_seconds") != first; });
  EXPECT_NE(status({file()}, 0).find("  running\n"), std::string::npos);
}

TEST_F(StatusTest, AnOldFileIsLateOrThatOfAnotherProcess) {
  startMeasured();
  const auto replaced = [text = content(file())](const std::string& begin, char end, const std::string& value) {
    const std::size_t at = text.find(begin) + begin.size();
    return text.substr(0, at) + value + text.substr(text.find(end, at));
  };
  const std::string late = directory_.write(
      "late.prom", replaced("prism_written_timestamp_seconds{transport=\"prism.test\",id=\"1\"} ", '\n', "1.5e9"));
  EXPECT_TRUE(status({late}, 1).ends_with("  late\n"));
  const std::string other = directory_.write("other.prom", replaced("pid_start=\"", '"', "1"));
  EXPECT_TRUE(status({other}, 1).ends_with("  gone\n"));
}

}  // namespace
}  // namespace prism::tests
