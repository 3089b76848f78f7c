// SPDX-License-Identifier: MIT
#include "host/media/web_files.h"

#include "tests/support/captured_log.h"
#include <prism/testing/temporary_directory.h>
#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace prism::tests {
namespace {

using host::MediaSettings;
using host::Sweep;
using host::WebFiles;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

std::string contentsOf(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class WebFilesTest : public ::testing::Test {
 protected:
  WebFilesTest() {
    settings_.web_directory = web_.string();
    settings_.web_url = "https://files.prism.test/f";
    settings_.reserve = 0;
  }

  WebFiles& files() {
    if (!files_) {
      files_.emplace(settings_, timers_, log_.logger());
    }
    return *files_;
  }

  // Writes a file as the service does. `log_` gets the reason of a failure.
  WebFiles::Outcome publish(std::string_view name, std::string_view mime_type, const WebFiles::Contents& contents) {
    std::uint64_t size = contents.bytes.size();
    if (contents.fd >= 0) {
      struct stat info {};
      EXPECT_EQ(::fstat(contents.fd, &info), 0);
      size = static_cast<std::uint64_t>(info.st_size);
    }
    if (auto refusal = files().reserve(size)) {
      return *refusal;
    }
    written_ = files().write(name, mime_type, contents, size, cancelled_);
    files().release(size, written_.error == 0);
    return files().outcomeOf(written_);
  }

  // Returns the path of the file behind a URL.
  fs::path pathOf(const std::string& url) const {
    EXPECT_TRUE(url.starts_with(settings_.web_url + "/")) << url;
    return web_ / url.substr(settings_.web_url.size() + 1);
  }

  // Starts the sweeps, and waits for the end of the first one.
  void sweep() {
    EXPECT_TRUE(files().start());
    while (timers_.size() > 1) {  // the hourly timer stays
      pollfd due{timers_.fd(), POLLIN, 0};
      ASSERT_EQ(::poll(&due, 1, 10'000), 1);
      timers_.runDue([](auto callback, void* data, auto timer) { callback(data, timer); });
    }
  }

  // Makes a file or directory look so many days old.
  static void age(const fs::path& path, int days) {
    timespec times[2]{};
    times[0].tv_sec = times[1].tv_sec = std::time(nullptr) - days * 24 * 3600 - 60;
    EXPECT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  }

  // Counts the directories and files below the web directory.
  std::size_t count() const {
    return fs::exists(media_) ? static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(media_), {}))
                              : 0;
  }

  testing::TemporaryDirectory directory_;
  const fs::path web_ = fs::path(directory_.path()) / "not/yet/there";
  const fs::path media_ = web_ / "prism-media";
  MediaSettings settings_;
  host::TimerSource timers_;
  CapturedLog log_;
  std::optional<WebFiles> files_;
  std::atomic<bool> cancelled_ = false;
  WebFiles::Written written_;  // by the last publish()
};

TEST_F(WebFilesTest, AFileIsBehindItsUrl) {
  const WebFiles::Outcome outcome = publish("cat.jpg", "image/jpeg", {"a cat"});
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_DONE);
  EXPECT_EQ(outcome.mime_type, "image/jpeg");
  EXPECT_EQ(outcome.sentence, "");
  const fs::path path = pathOf(outcome.url);
  EXPECT_EQ(contentsOf(path), "a cat");
  EXPECT_EQ(path.filename(), "cat.jpg");
  EXPECT_TRUE(host::isToken(path.parent_path().filename().c_str())) << path;
  EXPECT_EQ(path.parent_path().parent_path(), media_);
  EXPECT_EQ(count(), 2U);
}

TEST_F(WebFilesTest, TheWebServerCanReadIt) {
  const ::mode_t mask = ::umask(0077);
  const fs::path path = pathOf(publish("cat.jpg", "", {"a cat"}).url);
  ::umask(mask);
  struct stat info {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777U, 0644U);
  for (const fs::path& directory : {path.parent_path(), media_}) {
    EXPECT_EQ(::stat(directory.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777U, 0755U) << directory;
  }
}

TEST_F(WebFilesTest, UrlsCannotBeGuessed) {
  std::set<std::string> urls;
  for (int i = 0; i < 100; ++i) {
    urls.insert(publish("same.png", "", {"x"}).url);
  }
  EXPECT_EQ(urls.size(), 100U);
}

TEST_F(WebFilesTest, ADescriptorIsReadFromItsBeginning) {
  const std::string large(200'000, 'y');
  const UniqueFd fd(::open(directory_.write("source", large).c_str(), O_RDONLY | O_CLOEXEC));
  ::lseek(fd.get(), 50, SEEK_SET);
  const WebFiles::Outcome outcome = publish("a.txt", "", {{}, fd.get()});
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_DONE);
  EXPECT_EQ(contentsOf(pathOf(outcome.url)), large);
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_CUR), 50);
}

TEST_F(WebFilesTest, WithoutADirectoryNothingIsPublished) {
  settings_.web_directory = "";
  EXPECT_FALSE(files().start());
  EXPECT_EQ(log_.take(),
            Lines{"the plugin cannot publish files: service.web_directory and service.web_url are not both "
                  "given"});
  EXPECT_FALSE(files().canPublish());
}

TEST_F(WebFilesTest, ALargeFileIsRefused) {
  settings_.max_file = 10;
  EXPECT_EQ(publish("a.txt", "", {"0123456789"}).outcome, PRISM_PUBLISH_DONE);
  const WebFiles::Outcome outcome = publish("a.txt", "", {"0123456789+"});
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_TOO_LARGE);
  EXPECT_EQ(outcome.sentence, "it is larger than 10 bytes");
  EXPECT_EQ(outcome.url, "");
  EXPECT_EQ(count(), 2U);
}

TEST_F(WebFilesTest, TheTotalIsBounded) {
  settings_.max_total = 3 * Sweep::kBlock;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(publish("a.txt", "", {"x"}).outcome, PRISM_PUBLISH_DONE);
  }
  const WebFiles::Outcome outcome = publish("a.txt", "", {"x"});
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_FULL);
  EXPECT_EQ(outcome.sentence, "there is no space left for it");
  EXPECT_EQ(log_.take(), Lines{"service.web_directory: the files in " + media_.string() +
                               " have reached prism.media_max_total, so a file was refused"});
}

TEST_F(WebFilesTest, FilesOfEarlierRunsCount) {
  settings_.max_total = 3 * Sweep::kBlock;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(publish("a.txt", "", {"x"}).outcome, PRISM_PUBLISH_DONE);
  }
  files_.reset();
  EXPECT_EQ(publish("a.txt", "", {"x"}).outcome, PRISM_PUBLISH_DONE);  // they have not been counted yet
  fs::remove_all(media_ / *fs::directory_iterator(media_));
  sweep();
  EXPECT_EQ(publish("a.txt", "", {"x"}).outcome, PRISM_PUBLISH_FULL);
}

TEST_F(WebFilesTest, OldFilesAreRemoved) {
  settings_.days = 3;
  const fs::path old = pathOf(publish("old.png", "", {"x"}).url);
  const fs::path recent = pathOf(publish("new.png", "", {"x"}).url);
  const fs::path left_behind = media_ / std::string(32, '0');
  fs::create_directory(left_behind);
  const fs::path left_behind_now = media_ / std::string(32, '1');
  fs::create_directory(left_behind_now);
  age(old, 3);
  age(recent, 2);
  age(left_behind, 3);
  sweep();
  EXPECT_FALSE(fs::exists(old.parent_path()));
  EXPECT_FALSE(fs::exists(left_behind));
  EXPECT_TRUE(fs::exists(recent));
  EXPECT_TRUE(fs::exists(left_behind_now));
}

TEST_F(WebFilesTest, UnfinishedFilesThatACrashHasLeftAreRemoved) {
  settings_.days = 0;
  const fs::path finished = pathOf(publish("a.png", "", {"x"}).url);
  const fs::path recent = finished.parent_path() / ".b.png";
  const fs::path old = media_ / std::string(32, '0') / ".c.png";
  fs::create_directory(old.parent_path());
  std::ofstream(recent) << "x";
  std::ofstream(old) << "x";
  age(finished, 9);
  age(old, 1);
  sweep();
  EXPECT_TRUE(fs::exists(finished));
  EXPECT_TRUE(fs::exists(recent));
  EXPECT_FALSE(fs::exists(old));
}

TEST_F(WebFilesTest, OnlyTheHostsOwnFilesAreRemoved) {
  settings_.days = 1;
  const fs::path old = pathOf(publish("old.png", "", {"x"}).url);
  const fs::path target = directory_.path() / fs::path("elsewhere");
  fs::create_directory(target);
  const fs::path innocent = target / "innocent";
  std::ofstream(innocent) << "x";
  const fs::path foreign = media_ / "readme.txt";
  std::ofstream(foreign) << "x";
  const fs::path link = media_ / std::string(32, 'b');  // a symbolic link in the form of a token
  fs::create_directory_symlink(target, link);
  const fs::path inner_link = old.parent_path() / "link";
  fs::create_symlink(innocent, inner_link);
  age(innocent, 9);
  age(foreign, 9);
  age(old, 9);
  sweep();
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(innocent));
  EXPECT_TRUE(fs::exists(foreign));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_TRUE(fs::is_symlink(inner_link));
}

TEST_F(WebFilesTest, AFullDiskIsASentenceAndLeavesNothing) {
  settings_.reserve = UINT64_MAX / 2;
  const WebFiles::Outcome outcome = publish("a.txt", "", {"x"});
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_FULL);
  EXPECT_EQ(written_.error, ENOSPC);
  EXPECT_EQ(outcome.sentence, "there is no space left for it");
  EXPECT_EQ(log_.take().size(), 1U);
  EXPECT_EQ(count(), 0U);
}

TEST_F(WebFilesTest, AWriteThatFailsLeavesNoHalfFile) {
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit limit{1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  const WebFiles::Outcome outcome = publish("a.txt", "", {std::string(5000, 'x')});
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_FAILED);
  EXPECT_EQ(written_.error, EFBIG);
  EXPECT_EQ(outcome.sentence, "it cannot be stored");
  EXPECT_EQ(log_.take(), Lines{"service.web_directory: a file cannot be written there (" + media_.string() +
                               "); a file was refused: File too large"});
  EXPECT_EQ(count(), 0U);
}

TEST_F(WebFilesTest, ACancelledOneLeavesNothing) {
  cancelled_ = true;
  EXPECT_EQ(files().write("a.txt", "", {"x"}, 1, cancelled_).error, ECANCELED);
  EXPECT_EQ(count(), 0U);
}

TEST_F(WebFilesTest, AWrittenFileCanBeRemoved) {
  EXPECT_EQ(publish("a.txt", "", {"x"}).outcome, PRISM_PUBLISH_DONE);
  EXPECT_EQ(count(), 2U);
  files().remove(written_);
  EXPECT_EQ(count(), 0U);
}

TEST_F(WebFilesTest, FilesThatAreBeingWrittenCount) {
  settings_.max_total = 2 * Sweep::kBlock;
  EXPECT_FALSE(files().reserve(1));
  EXPECT_FALSE(files().reserve(1));
  EXPECT_EQ(files().reserve(1).value().outcome, PRISM_PUBLISH_FULL);
  files().release(1, false);
  EXPECT_FALSE(files().reserve(1));
}

TEST_F(WebFilesTest, AFileThatHasBecomeShorterIsNotPublished) {
  const UniqueFd fd(::open(directory_.write("source", "short").c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(files().write("a.txt", "", {{}, fd.get()}, 1000, cancelled_).error, EIO);
  EXPECT_EQ(count(), 0U);
}

TEST_F(WebFilesTest, ADirectoryThatCannotBeMadeIsASentence) {
  settings_.web_directory = directory_.write("file", "") + "/web";
  const WebFiles::Outcome outcome = publish("a.txt", "", {"x"});
  EXPECT_EQ(outcome.outcome, PRISM_PUBLISH_FAILED);
  EXPECT_EQ(written_.error, ENOTDIR);
  EXPECT_EQ(outcome.sentence, "it cannot be stored");
}

}  // namespace
}  // namespace prism::tests
