// SPDX-License-Identifier: MIT
// Fixture: a host whose plugin hangs or crashes. Core dumps are disabled.
#pragma once

#include "tests/support/expression.h"
#include "tests/support/probe_test.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace prism::tests {

class CrashTest : public ProbeTest {
 protected:
  using Lines = std::vector<std::string>;

  // A parsed crash report: the first line without its time, the facts, and the stack.
  struct Report {
    std::string head;
    Lines facts;
    Lines stack;

    // Returns the first stack frame that contains `function`, or an empty string.
    std::string frameOf(const std::string& function) const {
      for (const std::string& frame : stack) {
        if (frame.find(function) != std::string::npos) {
          return frame;
        }
      }
      return "";
    }
  };

  CrashTest() {
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = 0;
    ::setrlimit(RLIMIT_CORE, &limit);  // the host inherits it
  }

  // Starts the host with a log file, and logs alice in.
  void startLogging(const std::string& more = "") {
    log_file_ = (directory_.path() / "x.log").string();
    const std::string config = directory_.write("logging.cfg",
                                                "log4j.rootLogger=info, R\n"
                                                "log4j.appender.R=org.apache.log4j.FileAppender\n"
                                                "log4j.appender.R.File=" +
                                                    log_file_ + "\n");
    start("[logging]\nbackend_config = " + config + "\n" + more);
  }

  std::string logFile() const {
    std::ostringstream content;
    content << std::ifstream(log_file_).rdbuf();
    return content.str();
  }

  // Returns the path of a FIFO on which the probe blocks (see stall()).
  std::string fifo() {
    const std::string path = (directory_.path() / "fifo").string();
    ::mkfifo(path.c_str(), 0600);
    return path;
  }

  // Unblocks the probe, which must be blocked on fifo() already.
  void unblockProbe() { const UniqueFd writer(::open(fifo().c_str(), O_RDWR | O_CLOEXEC)); }

  // Expects the host to die by this signal.
  void expectDeath(int number) {
    EXPECT_EQ(spectrum_->host().exitStatus(), (testing::ExitStatus{.signal = number})) << spectrum_->log();
  }

  static Report reportIn(const std::string& log) {
    Report report;
    std::istringstream text(log);
    const Expression head("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ FATAL Host: (.*)$");
    for (std::string line; std::getline(text, line);) {
      if (const Lines parts = head.groupsIn(line); !parts.empty()) {
        EXPECT_EQ(report.head, "") << "a second report:\n" << log;
        report.head = parts[1];
      } else if (!report.head.empty() && line.starts_with("      ")) {
        report.stack.push_back(line.substr(6));
      } else if (!report.head.empty()) {
        report.facts.push_back(line);
      }
    }
    EXPECT_NE(report.head, "") << log;
    return report;
  }

  Report report() { return reportIn(spectrum_->log()); }

  testing::TemporaryDirectory directory_;
  std::string log_file_;  // empty without startLogging()
};

}  // namespace prism::tests
