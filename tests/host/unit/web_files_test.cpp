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
};

TEST_F(WebFilesTest, AFileIsBehindItsUrl) {
  const WebFiles::Outcome outcome = files().publish("cat.jpg", "image/jpeg", {"a cat"});
  EXPECT_EQ(outcome.result, PRISM_OK);
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
  const fs::path path = pathOf(files().publish("cat.jpg", "", {"a cat"}).url);
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
    urls.insert(files().publish("same.png", "", {"x"}).url);
  }
  EXPECT_EQ(urls.size(), 100U);
}

TEST_F(WebFilesTest, ADescriptorIsReadFromItsBeginning) {
  const std::string large(200'000, 'y');
  const UniqueFd fd(::open(directory_.write("source", large).c_str(), O_RDONLY | O_CLOEXEC));
  ::lseek(fd.get(), 50, SEEK_SET);
  const WebFiles::Outcome outcome = files().publish("a.txt", "", {{}, fd.get()});
  EXPECT_EQ(outcome.result, PRISM_OK);
  EXPECT_EQ(contentsOf(pathOf(outcome.url)), large);
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_CUR), 50);
}

TEST_F(WebFilesTest, WithoutADirectoryNothingIsPublished) {
  settings_.web_directory = "";
  EXPECT_FALSE(files().start());
  EXPECT_EQ(log_.take(),
            Lines{"the plugin cannot publish files: service.web_directory and service.web_url are not both "
                  "given"});
  const WebFiles::Outcome outcome = files().publish("cat.jpg", "", {"a cat"});
  EXPECT_EQ(outcome.result, PRISM_ERR_UNSUPPORTED);
  EXPECT_EQ(outcome.sentence, "this gateway cannot publish files");
}

TEST_F(WebFilesTest, ALargeFileIsRefused) {
  settings_.max_file = 10;
  EXPECT_EQ(files().publish("a.txt", "", {"0123456789"}).result, PRISM_OK);
  const WebFiles::Outcome outcome = files().publish("a.txt", "", {"0123456789+"});
  EXPECT_EQ(outcome.result, PRISM_ERR_TOO_LARGE);
  EXPECT_EQ(outcome.sentence, "it is larger than 10 bytes");
  EXPECT_EQ(outcome.url, "");
  EXPECT_EQ(count(), 2U);
}

TEST_F(WebFilesTest, TheTotalIsBounded) {
  settings_.max_total = 3 * Sweep::kBlock;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(files().publish("a.txt", "", {"x"}).result, PRISM_OK);
  }
  const WebFiles::Outcome outcome = files().publish("a.txt", "", {"x"});
  EXPECT_EQ(outcome.result, PRISM_ERR_LIMIT);
  EXPECT_EQ(outcome.sentence, "there is no space left for it");
  EXPECT_EQ(log_.take(), Lines{"service.web_directory: the files in " + media_.string() +
                               " have reached prism.media_max_total, so a file was refused"});
}

TEST_F(WebFilesTest, FilesOfEarlierRunsCount) {
  settings_.max_total = 3 * Sweep::kBlock;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(files().publish("a.txt", "", {"x"}).result, PRISM_OK);
  }
  files_.reset();
  EXPECT_EQ(files().publish("a.txt", "", {"x"}).result, PRISM_OK);  // they have not been counted yet
  fs::remove_all(media_ / *fs::directory_iterator(media_));
  sweep();
  EXPECT_EQ(files().publish("a.txt", "", {"x"}).result, PRISM_ERR_LIMIT);
}

TEST_F(WebFilesTest, OldFilesAreRemoved) {
  settings_.days = 3;
  const fs::path old = pathOf(files().publish("old.png", "", {"x"}).url);
  const fs::path recent = pathOf(files().publish("new.png", "", {"x"}).url);
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

TEST_F(WebFilesTest, OnlyTheHostsOwnFilesAreRemoved) {
  settings_.days = 1;
  const fs::path old = pathOf(files().publish("old.png", "", {"x"}).url);
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
  const WebFiles::Outcome outcome = files().publish("a.txt", "", {"x"});
  EXPECT_EQ(outcome.result, PRISM_ERR_SYSTEM);
  EXPECT_EQ(outcome.error, ENOSPC);
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
  const WebFiles::Outcome outcome = files().publish("a.txt", "", {std::string(5000, 'x')});
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_EQ(outcome.result, PRISM_ERR_SYSTEM);
  EXPECT_EQ(outcome.error, EFBIG);
  EXPECT_EQ(outcome.sentence, "it cannot be stored");
  EXPECT_EQ(log_.take(), Lines{"service.web_directory: a file cannot be written there (" + media_.string() +
                               "); a file was refused: File too large"});
  EXPECT_EQ(count(), 0U);
}

TEST_F(WebFilesTest, ADirectoryThatCannotBeMadeIsASentence) {
  settings_.web_directory = directory_.write("file", "") + "/web";
  const WebFiles::Outcome outcome = files().publish("a.txt", "", {"x"});
  EXPECT_EQ(outcome.result, PRISM_ERR_SYSTEM);
  EXPECT_EQ(outcome.error, ENOTDIR);
  EXPECT_EQ(outcome.sentence, "it cannot be stored");
}

}  // namespace
}  // namespace prism::tests
