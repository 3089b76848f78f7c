// SPDX-License-Identifier: MIT
// The file with the metrics of a real host.
#include "tests/host/integration/metrics_test.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace prism::tests {
namespace {

using testing::HostProcess;

TEST_F(MetricsTest, HasTheValuesOfTheRun) {
  startMeasured();
  EXPECT_EQ(value("prism_users"), "0");
  loginToProbe();
  spectrum_->login("bob", {.password = std::string(kCanary) + "\x01"});
  spectrum_->expectDisconnected("bob");
  spectrum_->login("carol", {.password = kCanary});
  spectrum_->expectConnected("carol");
  spectrum_->expectMessage("carol", "probe", "logged in as carol");
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
  sendCommand("garbage");
  expectAnswer("nothing else");
  expectAnswer("result -3");
  sendCommand("throw");
  expectAnswer("Your message was not delivered: There was a fault in the gateway.");
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
  awaitValue("7", "prism_messages_total", "direction=\"to_users\"");
  EXPECT_EQ(value("prism_users"), "2");
  EXPECT_EQ(value("prism_logins_total", "outcome=\"connected\""), "2");
  EXPECT_EQ(value("prism_logins_total", "outcome=\"authentication\""), "1");
  EXPECT_EQ(value("prism_logins_total", "outcome=\"network\""), "0");
  EXPECT_EQ(value("prism_messages_total", "direction=\"to_network\""), "4");
  EXPECT_EQ(value("prism_misbehaviours_total", "function=\"message\""), "2");
  EXPECT_EQ(value("prism_callback_seconds_count", "function=\"login\""), "2");
  EXPECT_GT(std::stod(value("prism_callback_seconds_sum", "function=\"login\"")), 0);
  EXPECT_GT(std::stoi(value("prism_loop_lag_seconds_count")), 3);
  EXPECT_GT(std::stoi(value("prism_spectrum_received_bytes_total")), 100);
  EXPECT_GT(std::stoi(value("prism_spectrum_sent_bytes_total")), 100);
  EXPECT_EQ(value("prism_spectrum_unsent_bytes"), "0");
  EXPECT_GT(std::stoll(value("prism_resident_memory_bytes")), 1024 * 1024);
  EXPECT_GT(std::stoi(value("prism_open_fds")), 3);
  EXPECT_EQ(
      value("prism_backend_info", fmt::format("pid=\"{}\",pid_start=\"{}\",plugin=\"probe\",plugin_version=\"1.0\","
                                              "version=\"{}\",abi=\"0.9\"",
                                              pid(), processStat(pid()).start_ticks, PRISM_VERSION)),
      "1");
  const std::string text = content(file());
  for (const char* name : {"alice", "bob", "carol"}) {
    EXPECT_EQ(text.find(name), std::string::npos) << "no user is in a label: " << text;
  }
  spectrum_->logout("alice");
  awaitValue("1", "prism_users");
  expectMisbehaviour("message: user '' is not logged in");
}

TEST_F(MetricsTest, CountsStallsByFunction) {
  const std::string fifo = directory_.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  startMeasured();
  loginToProbe();
  sendCommand("stall " + fifo);
  spectrum_->awaitLog("message: it has not returned for 5 s");
  { const UniqueFd writer(::open(fifo.c_str(), O_RDWR | O_CLOEXEC)); }
  spectrum_->awaitLog("message: it has returned after ");
  awaitValue("1", "prism_stalls_total", "function=\"message\"");
  EXPECT_GT(std::stod(value("prism_callback_seconds_sum", "function=\"message\"")), 4);
  EXPECT_GT(std::stod(value("prism_loop_lag_seconds_sum")), 4);
}

TEST_F(MetricsTest, PromtoolFindsNothingToSay) {
  startMeasured();
  loginToProbe();
  sendCommand("garbage");
  awaitValue("1", "prism_misbehaviours_total", "function=\"message\"");
  HostProcess promtool(
      {"/bin/sh", "-c", "command -v promtool >/dev/null || exit 77; exec promtool check metrics <" + file()});
  const testing::ExitStatus status = promtool.exitStatus();
  if (status.code == 77) {
    const char* required = std::getenv("PRISM_E2E_REQUIRED");
    ASSERT_FALSE(required && std::string(required) == "1") << "promtool is not installed";
    GTEST_SKIP() << "SKIPPED: promtool (package prometheus) is not installed";
  }
  EXPECT_EQ(status, testing::ExitStatus{});
  EXPECT_EQ(promtool.standardOutput() + promtool.standardError(), "") << content(file());
}

TEST_F(MetricsTest, IsWrittenBesideAndRenamed) {
  const UniqueFd inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  const std::string directory = directory_.path() / "m";
  ASSERT_GE(::inotify_add_watch(inotify.get(), directory.c_str(), IN_OPEN | IN_CREATE | IN_MODIFY | IN_MOVED_TO), 0);
  launchMeasured();
  const testing::Deadline deadline{testing::Milliseconds(10'000)};
  for (int renamed = 0; renamed < 2;) {
    ASSERT_FALSE(deadline.hasPassed());
    std::vector<pollfd> descriptors{{inotify.get(), POLLIN, 0}};
    testing::pollDescriptors(&descriptors, deadline.left());
    alignas(inotify_event) char events[4096];
    const ssize_t size = ::read(inotify.get(), events, sizeof events);
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(events + at);
      at += static_cast<ssize_t>(sizeof *event + event->len);
      const std::string name = event->len > 0 ? event->name : "";
      if ((event->mask & IN_MOVED_TO) != 0) {
        EXPECT_EQ(name, "prism.test-1.prom");
        ++renamed;
      } else {
        EXPECT_FALSE(name.ends_with(".prom")) << name << " was written in place";
      }
    }
  }
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0644U) << "node_exporter is another user";
}

TEST_F(MetricsTest, IsGoneAfterTheExit) {
  startMeasured();
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "m"));
}

TEST_F(MetricsTest, IsGoneAfterAnError) {
  startMeasured("max_frame_size = 5000\n");
  spectrum_->sendLength(5001);
  spectrum_->expectExit(EPROTO);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "m"));
}

TEST_F(MetricsTest, IsGoneAfterASignal) {
  startMeasured();
  spectrum_->host().signal(SIGTERM);
  spectrum_->expectExit(0);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "m"));
}

#if !PRISM_SANITIZED  // a sanitizer replaces exit()
TEST_F(MetricsTest, IsGoneAfterThePluginHasCalledExit) {
  startMeasured();
  loginToProbe();
  sendCommand("harm exit 0");
  spectrum_->expectExit(ECANCELED);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "m"));
}
#endif

// A kill leaves the file as a trace, which the next backend of that number replaces.
TEST_F(MetricsTest, StaysAfterAKillUntilTheNextStart) {
  startMeasured();
  loginToProbe();
  awaitValue("1", "prism_users");
  spectrum_->host().signal(SIGKILL);
  EXPECT_EQ(spectrum_->host().exitStatus(), (testing::ExitStatus{.signal = SIGKILL}));
  EXPECT_EQ(value("prism_users"), "1");
  launchMeasured();
  awaitValue("0", "prism_users");
}

TEST_F(MetricsTest, AMissingDirectoryIsLoggedOnceUntilItIsThere) {
  std::filesystem::remove(directory_.path() / "m");
  launchMeasured();
  const std::string line = "WARN Host: cannot write the metrics to " + file() + ": No such file or directory\n";
  spectrum_->awaitLog("cannot write the metrics");
  loginToProbe();
  std::filesystem::create_directory(directory_.path() / "m");
  awaitFile();
  spectrum_->awaitLog("INFO Host: the metrics are written to " + file() + " again");
  const std::string& log = spectrum_->log();
  EXPECT_NE(log.find(line), std::string::npos) << log;
  EXPECT_EQ(log.find(line), log.rfind(line)) << log;
}

TEST_F(MetricsTest, AFullDiskStopsTheMetricsAndNotTheHost) {
  const std::string disk = directory_.path() / "m";
  const std::string mount = "mount -t tmpfs -o size=64k none " + disk;
  HostProcess trial({"/usr/bin/env", "unshare", "-rm", "/bin/sh", "-c", mount});
  if (trial.exitStatus() != testing::ExitStatus{}) {
    GTEST_SKIP() << "this system lets nobody mount a file system in a namespace: " << trial.standardError();
  }
  launchMeasured("", mount + " && head -c 70000 /dev/zero >" + disk + "/ballast 2>/dev/null",
                 {"/usr/bin/env", "unshare", "-rm"});
  spectrum_->awaitLog("WARN Host: cannot write the metrics to " + file() + ": No space left on device");
  loginToProbe();
  const std::string seen_from_here = "/proc/" + pid() + "/root" + disk;
  EXPECT_FALSE(std::filesystem::exists(seen_from_here + "/prism.test-1.prom"));
  EXPECT_FALSE(std::filesystem::exists(seen_from_here + "/prism.test-1.prom.tmp"));
  ASSERT_TRUE(std::filesystem::remove(seen_from_here + "/ballast"));
  spectrum_->awaitLog("INFO Host: the metrics are written to " + file() + " again");
  EXPECT_NE(content(seen_from_here + "/prism.test-1.prom").find("prism_users{"), std::string::npos);
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
}

TEST_F(MetricsTest, AFileSystemThatDoesNotAnswerHoldsUpNobody) {
  const std::string fifo = directory_.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  launchMeasured("", "SHIM=" PRISM_TEST_SHIMS "/file_system.so; export PRISM_TEST_FILE_SYSTEM=" + fifo);
  loginToProbe();
  // A FIFO can be opened for writing once it has a reader: the host writes its metrics.
  UniqueFd silence;
  for (const testing::Deadline deadline(testing::Milliseconds(10'000)); !silence && !deadline.hasPassed();) {
    ASSERT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(1)), testing::Failure) << spectrum_->log();
    silence = UniqueFd(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  }
  ASSERT_TRUE(silence) << spectrum_->log();
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
  spectrum_->exit();
  spectrum_->expectExit(0);
  const std::string& log = spectrum_->log();
  EXPECT_NE(log.find("WARN Host: the file system does not answer, so " + file() + " may stay there\n"),
            std::string::npos)
      << log;
}

// Without the key there is no thread for them, and so nothing to wake for.
TEST_F(MetricsTest, AreOffByDefault) {
  launch("echo");
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + pid() + "/task")) {
    EXPECT_NE(content(task.path() / "comm"), "prism-metrics\n");
  }
}

TEST_F(MetricsTest, AUselessPathEndsTheStart) {
  const std::string config = directory_.write("x.cfg", configurationFor("echo", "metrics_file = /m/x.prom\n"));
  HostProcess host({hostProgram(), "--host", "::1", "--port", "1", config});
  EXPECT_EQ(host.exitStatus(), testing::ExitStatus{EINVAL});
  EXPECT_EQ(host.standardError(),
            "spectrum2_prism_backend: " + config +
                ": prism.metrics_file must contain ${id}, since each backend of the transport needs a file of its own, "
                "but is '/m/x.prom'\n");
}

TEST_F(MetricsTest, CheckFindsADirectoryThatIsNotThere) {
  const auto check = [&](const std::string& path) {
    const std::string config = directory_.write("x.cfg", configurationFor("echo", "metrics_file = " + path + "\n"));
    HostProcess host({hostProgram(), "--check", config, backendOption(), kServerModeOption});
    host.exitStatus();
    return host.standardOutput();
  };
  EXPECT_NE(check(pattern()).find("all is well"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "m")) << "--check makes no file";
  std::filesystem::remove(directory_.path() / "m");
  EXPECT_EQ(check(pattern()), "cannot write the metrics to " + file() + ": No such file or directory\n");
}

}  // namespace
}  // namespace prism::tests
