// SPDX-License-Identifier: MIT
// The publications of the service prism.media: the checks of the plugin's calls, and their ends.
#include "host/media/media.h"

#include "host/base/abi.h"
#include "tests/host/unit/guard_test.h"
#include <prism/testing/temporary_directory.h>

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

class MediaTest : public GuardTest, private host::EventLoop::Handler {
 protected:
  MediaTest() {
    sessions_.open("bob");
    settings_.web_directory = directory_.path().string();
    settings_.web_url = "http://files";
    settings_.reserve = 0;
    loop_.add(timers_.fd(), EPOLLIN, this, "the timers");
  }
  ~MediaTest() override { loop_.remove(timers_.fd()); }

  host::Media& media() {
    if (!media_) {
      media_.emplace(ids_, guard_, settings_, timers_, loop_, boundary_, log_.logger(), time_limit_);
    }
    return *media_;
  }

  static prism_file fileOf(prism_str user, const std::string& bytes = "") {
    prism_file file{};
    file.struct_size = sizeof file;
    file.user = user;
    file.name = PRISM_STR("cat.png");
    file.bytes = {bytes.data(), bytes.size()};
    return file;
  }

  prism_result publish(const prism_file& file) { return media().publish(&file, &onDone, this, &id_); }

  static void onDone(void* data, prism_media_id id, const prism_published* published) {
    auto* self = static_cast<MediaTest*>(data);
    EXPECT_EQ(published->struct_size, sizeof *published);
    self->url_ = host::view(published->url);
    self->ended_.push_back(fmt::format("{}: {} {}{}", id, published->outcome, host::view(published->mime_type),
                                       host::view(published->error)));
    if (self->then_) {
      self->then_();
    }
  }

  // Turns the loop until so many publications have ended.
  void awaitEnded(std::size_t count) {
    while (ended_.size() < count) {
      loop_.turn();
    }
  }

  void runTimers() {
    timers_.runDue([](auto callback, void* data, auto timer) { callback(data, timer); });
  }
  void onReady(std::uint32_t) override { runTimers(); }

  void expectFault(const prism_file& file, prism_result result, const std::string& fault) {
    expectRefused(publish(file), result, "media.publish: " + fault);
  }

  // Expects a refusal because of other users, which is no fault of the plugin.
  void expectLimit(const prism_file& file, const std::string& why) {
    EXPECT_EQ(publish(file), PRISM_ERR_LIMIT);
    EXPECT_EQ(log_.take(), Lines{"media.publish: " + why});
  }

  // Counts the files and directories of the service.
  std::size_t count() const {
    const fs::path media = directory_.path() / fs::path("prism-media");
    return fs::exists(media) ? static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(media), {})) : 0;
  }

  // Ends the service as the process does, and expects that the thread leaves no file.
  void expectNothingLeft() {
    while (!media().awaitEnd()) {
    }
    EXPECT_EQ(count(), 0U);
  }

  testing::TemporaryDirectory directory_;
  host::MediaSettings settings_;
  std::chrono::milliseconds time_limit_{60'000};
  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{faults_, calls_};
  host::EventLoop loop_;
  host::TimerSource timers_;
  host::MediaIds ids_;
  std::optional<host::Media> media_;
  prism_media_id id_ = 0;
  std::string url_;
  Lines ended_;
  std::function<void()> then_;  // run in each callback
};

TEST_F(MediaTest, AFileIsThereWhenTheCallbackComes) {
  const std::string bytes(200'000, 'x');
  EXPECT_EQ(publish(fileOf(kAlice, bytes)), PRISM_OK);
  EXPECT_EQ(id_, 1U);
  EXPECT_EQ(ended_, Lines{}) << "never within publish()";
  awaitEnded(1);
  EXPECT_EQ(ended_, Lines{"1: 1 image/png"});
  ASSERT_TRUE(url_.starts_with("http://files/prism-media/")) << url_;
  const fs::path path = directory_.path() / fs::path(url_.substr(std::string("http://files/").size()));
  EXPECT_EQ(fs::file_size(path), bytes.size());
  EXPECT_FALSE(media().cancel(1));
}

TEST_F(MediaTest, ADescriptorMayBeClosedAtOnce) {
  UniqueFd fd(::open(directory_.write("source", "meow").c_str(), O_RDONLY | O_CLOEXEC));
  prism_file file = fileOf(kAlice);
  file.flags = PRISM_FILE_FROM_DESCRIPTOR;
  file.fd = fd.get();
  EXPECT_EQ(publish(file), PRISM_OK);
  fd.close();
  awaitEnded(1);
  EXPECT_EQ(ended_, Lines{"1: 1 image/png"});
}

TEST_F(MediaTest, AFileThatIsTooLargeIsToldSo) {
  settings_.max_file = 3;
  EXPECT_EQ(publish(fileOf(kAlice, "meow")), PRISM_OK);
  awaitEnded(1);
  EXPECT_EQ(ended_, Lines{"1: 2 it is larger than 3 bytes"});
}

TEST_F(MediaTest, AUserGetsAQuarterOfTheSpaceADay) {
  settings_.max_total = 8 * host::Sweep::kBlock;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  }
  EXPECT_EQ(publish(fileOf(kBob, "x")), PRISM_OK);
  awaitEnded(4);
  std::sort(ended_.begin(), ended_.end());  // the refusal may overtake the others
  EXPECT_EQ(ended_,
            (Lines{"1: 1 image/png", "2: 1 image/png", "3: 3 too many files have come today", "4: 1 image/png"}));
}

TEST_F(MediaTest, AFileThatDoesNotComeUsesNoShare) {
  settings_.max_total = 8 * host::Sweep::kBlock;
  for (int i = 0; i < 9; ++i) {
    EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
    EXPECT_TRUE(i == 0 || media().cancel(id_));
  }
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  awaitEnded(2);
  EXPECT_EQ(ended_, (Lines{"1: 1 image/png", "10: 1 image/png"}));
}

TEST_F(MediaTest, UsersTakeTurns) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  }
  EXPECT_EQ(publish(fileOf(kBob, "x")), PRISM_OK);
  EXPECT_EQ(publish(fileOf(kBob, "x")), PRISM_OK);
  awaitEnded(5);
  EXPECT_EQ(ended_, (Lines{"1: 1 image/png", "4: 1 image/png", "2: 1 image/png", "5: 1 image/png", "3: 1 image/png"}));
}

TEST_F(MediaTest, ADiskThatIsTooSlowEndsAllThatWait) {
  time_limit_ = std::chrono::milliseconds(0);
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  EXPECT_EQ(publish(fileOf(kBob, "x")), PRISM_OK);
  runTimers();
  EXPECT_EQ(ended_, (Lines{"1: 4 it cannot be stored", "2: 4 it cannot be stored"}));
  EXPECT_EQ(log_.take().back(), "service.web_directory: a file cannot be written there (" +
                                    (directory_.path() / fs::path("prism-media")).string() +
                                    "); a file was refused: Connection timed out");
  expectNothingLeft();
}

TEST_F(MediaTest, AFullDiskIsToldSo) {
  settings_.reserve = UINT64_MAX / 2;
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  awaitEnded(1);
  EXPECT_EQ(ended_, Lines{"1: 3 there is no space left for it"});
  EXPECT_EQ(count(), 0U);
}

TEST_F(MediaTest, ACancelledOneLeavesNothing) {
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  EXPECT_TRUE(media().cancel(1));
  EXPECT_FALSE(media().cancel(1));
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  awaitEnded(1);
  EXPECT_EQ(ended_, Lines{"2: 1 image/png"});
  EXPECT_EQ(count(), 2U) << "one directory with one file";
}

TEST_F(MediaTest, AtTheEndOpenOnesEndOnce) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  }
  then_ = [this] {
    media().cancel(2);
    expectFault(fileOf(kAlice), PRISM_ERR_STATE, "the process is about to end");
  };
  media().endAll();
  EXPECT_EQ(ended_, (Lines{"1: 5 the gateway is about to end", "3: 5 the gateway is about to end"}));
  expectNothingLeft();
  EXPECT_EQ(ended_.size(), 2U);
}

TEST_F(MediaTest, APluginThatCouldNotStartIsToldNothing) {
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  expectNothingLeft();
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(MediaTest, ACallbackMayPublish) {
  EXPECT_EQ(publish(fileOf(kAlice, "x")), PRISM_OK);
  then_ = [this] {
    then_ = nullptr;
    EXPECT_EQ(publish(fileOf(kBob, "y")), PRISM_OK);
  };
  awaitEnded(2);
  EXPECT_EQ(ended_, (Lines{"1: 1 image/png", "2: 1 image/png"}));
}

TEST_F(MediaTest, OpenOnesAreBounded) {
  settings_.max_file = 100;
  const std::string bytes(100, 'x');
  sessions_.open("carol");
  ASSERT_EQ(publish(fileOf(kAlice, bytes)), PRISM_OK);
  ASSERT_EQ(publish(fileOf(kAlice, bytes)), PRISM_OK);
  expectFault(fileOf(kAlice, "x"), PRISM_ERR_LIMIT, "200 bytes for user 'alice' wait to be written already");
  ASSERT_EQ(publish(fileOf(kBob, bytes)), PRISM_OK);
  ASSERT_EQ(publish(fileOf(kBob, bytes)), PRISM_OK);
  expectLimit(fileOf(PRISM_STR("carol"), "x"), "400 bytes wait to be written already");
  for (int i = 2; i < 16; ++i) {
    ASSERT_EQ(publish(fileOf(kAlice)), PRISM_OK);
  }
  expectFault(fileOf(kAlice), PRISM_ERR_LIMIT, "16 publications for user 'alice' are open already");
  for (int i = 18; i < 64; ++i) {
    const std::string user = "user" + std::to_string(i);
    sessions_.open(user);
    ASSERT_EQ(publish(fileOf(host::borrowed(user))), PRISM_OK);
  }
  expectLimit(fileOf(kBob), "64 publications are open already");
  awaitEnded(64);
  EXPECT_EQ(publish(fileOf(kAlice, bytes)), PRISM_OK) << "all is given back";
}

TEST_F(MediaTest, WithoutADirectoryNothingIsPublished) {
  settings_.web_directory = "";
  EXPECT_FALSE(media().start());
  log_.take();
  expectFault(fileOf(kAlice), PRISM_ERR_UNSUPPORTED, "PRISM_MEDIA_CAN_PUBLISH is not set");
}

TEST_F(MediaTest, InvalidFilesAreRefused) {
  const prism_file good = fileOf(kAlice);
  expectRefused(media().publish(nullptr, &onDone, this, &id_), PRISM_ERR_ARGUMENT,
                "media.publish: the argument is NULL");
  expectRefused(media().publish(&good, nullptr, this, &id_), PRISM_ERR_ARGUMENT, "media.publish: done is NULL");
  expectRefused(media().publish(&good, &onDone, this, nullptr), PRISM_ERR_ARGUMENT, "media.publish: id is NULL");
  expectFault(fileOf(kMallory), PRISM_ERR_NO_USER, "user 'mallory' is not logged in");
  prism_file file = good;
  file.reserved = 1;
  expectFault(file, PRISM_ERR_ARGUMENT, "reserved is 1, must be 0");
  file = good;
  file.bytes = {nullptr, 5};
  expectFault(file, PRISM_ERR_ARGUMENT, "bytes is NULL, but has a size of 5");
  file = good;
  file.bytes = {"x", 1};
  file.flags = PRISM_FILE_FROM_DESCRIPTOR;
  expectFault(file, PRISM_ERR_ARGUMENT, "there are both bytes and a descriptor");
  file = good;
  file.flags = PRISM_FILE_FROM_DESCRIPTOR;
  file.fd = 99'999;
  expectFault(file, PRISM_ERR_ARGUMENT, "fd is 99999, which is no open descriptor");
  const std::string type(256, 'x');
  file = good;
  file.mime_type = host::borrowed(type);
  expectFault(file, PRISM_ERR_ARGUMENT, "mime_type has 256 bytes, at most 255 are allowed");
  EXPECT_EQ(ended_, Lines{});
  EXPECT_EQ(count(), 0U);
}

}  // namespace
}  // namespace prism::tests
