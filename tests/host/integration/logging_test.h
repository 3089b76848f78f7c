// SPDX-License-Identifier: MIT
// Fixture: a host that logs to files. logging.backend_config names a log4cxx configuration, as Spectrum's own
// backends use it.
#pragma once

#include "tests/support/expression.h"
#include "tests/support/host_test.h"
#include <prism/testing/poll.h>

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace prism::tests {

// Watches the directory of a file with inotify from its construction on.
class FileChanges {
 public:
  explicit FileChanges(const std::string& file) : inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    const std::string directory = std::filesystem::path(file).parent_path().string();
    EXPECT_GE(::inotify_add_watch(inotify_.get(), directory.c_str(), IN_CREATE | IN_MODIFY | IN_MOVED_TO), 0);
  }

  // Waits for a change. Returns false after the deadline.
  bool await() const {
    std::vector<pollfd> descriptors{{inotify_.get(), POLLIN, 0}};
    testing::pollDescriptors(&descriptors, deadline_.left());
    char events[4096];
    return ::read(inotify_.get(), events, sizeof events) > 0 || !deadline_.hasPassed();
  }

 private:
  const UniqueFd inotify_;
  const testing::Deadline deadline_{testing::Milliseconds(10'000)};
};

class LoggingTest : public HostTest {
 protected:
  using Lines = std::vector<std::string>;

  // Starts the host with a plugin and a log configuration. `@` in the configuration stands for the test's directory.
  testing::Spectrum& launchLogging(const std::string& plugin, std::string log_config, const std::string& more = "",
                                   testing::SpectrumOptions options = {.host_program = hostProgram()}) {
    for (std::size_t at = 0; (at = log_config.find('@')) != std::string::npos;) {
      log_config.replace(at, 1, directory());
    }
    config_ = directory_.write("backend-logging.cfg", log_config);
    const std::string logging = "[logging]\nbackend_config = " + config_ + "\n";
    options.configuration = configurationFor(plugin, more + logging);
    options.umask = 0;
    options.backend_id = 7;
    return launchWith(std::move(options));
  }

  std::string directory() const { return directory_.path().string(); }
  std::string pid() { return std::to_string(spectrum_->host().pid()); }

  static std::string content(const std::string& path) {
    std::ostringstream content;
    content << std::ifstream(path).rdbuf();
    return content.str();
  }

  static Lines linesOf(const std::string& text) {
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      lines.push_back(line);
    }
    return lines;
  }

  // Returns the lines of a file from the level on, without the time before it.
  static Lines messages(const std::string& path) {
    const Expression time("^[-0-9]+ [0-9:,]+ ");
    Lines lines = linesOf(content(path));
    for (std::string& line : lines) {
      if (const Lines found = time.groupsIn(line); !found.empty()) {
        line.erase(0, found[0].size());
      }
    }
    return lines;
  }

  // Parses a number that may have commas between thousands.
  static int number(std::string digits) {
    std::erase(digits, ',');
    return std::stoi(digits);
  }

  // Counts how often a line was logged: written, or counted as a repetition.
  static int occurrences(const Lines& lines, const std::string& head, const std::string& text) {
    int sum = 0;
    const Expression count("^" + head + "last line repeated ([0-9,]+) times$");
    for (const std::string& line : lines) {
      const Lines repeated = count.groupsIn(line);
      sum += line == head + text ? 1 : !repeated.empty() ? number(repeated[1]) : 0;
    }
    return sum;
  }

  // Waits until a file has a line that contains `text`.
  static void awaitLine(const std::string& path, const std::string& text) {
    const FileChanges changes(path);
    while (content(path).find(text) == std::string::npos) {
      ASSERT_TRUE(changes.await()) << "no '" << text << "' in " << path << ":\n" << content(path);
    }
  }

  static unsigned mode(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
  }

  void TearDown() override {
    HostTest::TearDown();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (entry.is_regular_file()) {
        EXPECT_EQ(content(entry.path()).find(kCanary), std::string::npos) << "a password is in " << entry.path();
      }
    }
  }

  testing::TemporaryDirectory directory_;
  std::string config_;
};

// Logs everything to the file x.log.
inline constexpr const char* kToFile =
    "log4j.rootLogger=trace, R\n"
    "log4j.appender.R=org.apache.log4j.FileAppender\n"
    "log4j.appender.R.File=@/x.log\n"
    "log4j.appender.R.layout=org.apache.log4j.PatternLayout\n"
    "log4j.appender.R.layout.ConversionPattern=%d %-5p %c: %m%n\n";

}  // namespace prism::tests
