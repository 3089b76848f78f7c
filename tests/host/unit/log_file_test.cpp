// SPDX-License-Identifier: MIT
#include "host/log/file.h"
#include <prism/testing/temporary_directory.h>

#include <Poco/Message.h>
#include <Poco/Timespan.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ctime>
#include <fstream>
#include <sstream>

namespace prism::host {
namespace {

class LogFileTest : public ::testing::Test {
 protected:
  void open(LogFile::Rotation rotation = {}, bool append = true) {
    auto file = LogFile::open(path_, append, std::move(rotation));
    ASSERT_TRUE(file) << file.error().sentence;
    file_ = *file;
  }

  void log(const std::string& text, const Poco::Timestamp& time = {}) {
    Poco::Message message("Host", text, Poco::Message::PRIO_INFORMATION);
    message.setTime(time);
    file_->log(message);
  }

  // Returns the content of the log file whose name ends in `suffix`.
  std::string content(const std::string& suffix = "") const {
    std::ostringstream content;
    std::ifstream file(path_ + suffix);
    if (!file) {
      return "(none)";
    }
    content << file.rdbuf();
    return content.str();
  }

  static unsigned mode(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
  }

  testing::TemporaryDirectory directory_;
  std::string path_ = directory_.path() / "a/b/x.log";
  Poco::AutoPtr<LogFile> file_;
};

TEST_F(LogFileTest, IsNeverWritableForAll) {
  const mode_t before = ::umask(0);
  open();
  ::umask(before);
  EXPECT_EQ(mode(path_), 0640U);
  EXPECT_EQ(mode(directory_.path() / "a/b"), 0750U);
  EXPECT_EQ(mode(directory_.path() / "a"), 0750U);
  ::chmod(path_.c_str(), 0666);
  open();
  EXPECT_EQ(mode(path_), 0664U);
}

TEST_F(LogFileTest, AppendsOrBeginsAnew) {
  open();
  log("1\n");
  open();
  log("2\n");
  EXPECT_EQ(content(), "1\n2\n");
  open({}, false);
  log("3\n");
  EXPECT_EQ(content(), "3\n");
}

TEST_F(LogFileTest, CannotBeOpened) {
  directory_.write("a", "a file where a directory should be");
  const auto file = LogFile::open(path_, true, {});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().sentence, "cannot open the log file " + path_ + ": Not a directory");
}

TEST_F(LogFileTest, RotatesBySize) {
  open({.max_size = 10, .backups = 2});
  for (const char* line : {"1234567\n", "2\n", "3\n", "4567890123456789\n", "5\n", "6\n"}) {
    log(line);
  }
  EXPECT_EQ(content(), "5\n6\n");
  EXPECT_EQ(content(".1"), "4567890123456789\n");
  EXPECT_EQ(content(".2"), "3\n");
  EXPECT_EQ(content(".3"), "(none)");
}

TEST_F(LogFileTest, RotatesWithoutBackups) {
  open({.max_size = 4, .backups = 0});
  log("123\n");
  log("4\n");
  EXPECT_EQ(content(), "4\n");
  EXPECT_EQ(content(".1"), "(none)");
}

TEST_F(LogFileTest, TwoBackendsShareAFile) {
  open({.max_size = 10, .backups = 2});
  auto first = file_;
  open({.max_size = 10, .backups = 2});
  log("1234567\n");
  first->log(Poco::Message("Host", "abc\n", Poco::Message::PRIO_INFORMATION));
  log("defghijk\n");
  first->log(Poco::Message("Host", "xyz0123\n", Poco::Message::PRIO_INFORMATION));
  EXPECT_EQ(content(".2") + content(".1") + content(), "abc\ndefghijk\nxyz0123\n");
}

TEST_F(LogFileTest, RotatesByDate) {
  const auto at = [](const char* text) {
    std::tm fields{};
    fields.tm_isdst = -1;
    ::strptime(text, "%Y-%m-%d %H:%M:%S", &fields);
    return Poco::Timestamp::fromEpochTime(std::mktime(&fields));
  };
  LogFile::Rotation daily;
  daily.date_suffix.emplace("'.'yyyy-MM-dd");
  open(std::move(daily));
  const std::string today = "." + LogDate("yyyy-MM-dd").of(Poco::Timestamp());
  log("today\n");
  log("1\n", at("2126-03-07 12:00:00"));
  log("2\n", at("2126-03-07 23:59:59"));
  log("3\n", at("2126-03-08 00:00:00"));
  EXPECT_EQ(content(today), "today\n");
  EXPECT_EQ(content(".2126-03-07"), "1\n2\n");
  EXPECT_EQ(content(), "3\n");
}

TEST_F(LogFileTest, AClockThatIsSetBackIsFollowed) {
  LogFile::Rotation daily;
  daily.date_suffix.emplace("'.'yyyy-MM-dd");
  open(std::move(daily));
  const Poco::Timestamp now;
  const Poco::Timestamp wrong = now + Poco::Timespan(365, 0, 0, 0, 0);
  const std::string today = "." + LogDate("yyyy-MM-dd").of(now);
  log("1\n", now);
  log("2\n", wrong);
  log("3\n", now);
  EXPECT_EQ(content(today), "1\n");
  EXPECT_EQ(content("." + LogDate("yyyy-MM-dd").of(wrong)), "2\n");
  EXPECT_EQ(content(), "3\n");
  log("4\n", wrong);
  log("5\n", now);
  EXPECT_EQ(content(today), "1\n") << "no old file is overwritten";
  EXPECT_EQ(content(), "3\n4\n5\n");
}

TEST_F(LogFileTest, ALateLineOfAnotherThreadRotatesNothing) {
  LogFile::Rotation rotation;
  rotation.date_suffix.emplace("'.'yyyy-MM-dd-HH-mm");
  open(std::move(rotation));
  const Poco::Timestamp now;
  const Poco::Timestamp late = now - Poco::Timespan(0, 0, 1, 0, 0);
  log("1\n", now);
  log("2\n", late);
  EXPECT_EQ(content(), "1\n2\n");
}

TEST_F(LogFileTest, AFileOfYesterdayIsRotatedWhenTheProcessBegins) {
  open();
  log("yesterday\n");
  const std::time_t then = std::time(nullptr) - 24 * 3600;
  const timespec times[2] = {{then, 0}, {then, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path_.c_str(), times, 0), 0);
  LogFile::Rotation daily;
  daily.date_suffix.emplace("'.'yyyy-MM-dd");
  open(std::move(daily));
  log("today\n");
  EXPECT_EQ(content("." + LogDate("yyyy-MM-dd").of(Poco::Timestamp::fromEpochTime(then))), "yesterday\n");
  EXPECT_EQ(content(), "today\n");
}

TEST_F(LogFileTest, ReopensForLogrotate) {
  open();
  log("1\n");
  std::filesystem::rename(path_, path_ + ".old");
  log("2\n");
  file_->reopen();
  log("3\n");
  EXPECT_EQ(content(".old"), "1\n2\n");
  EXPECT_EQ(content(), "3\n");
}

TEST_F(LogFileTest, AFullDiskStopsTheLogAndNothingElse) {
  path_ = "/dev/full";
  open();
  ::testing::internal::CaptureStderr();
  for (int i = 0; i < 3; ++i) {
    log("line\n");
  }
  const std::string error = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(error.substr(std::min<std::size_t>(error.size(), 24)),
            "WARN Host: cannot write to the log file /dev/full: No space left on device\n");
}

}  // namespace
}  // namespace prism::host
