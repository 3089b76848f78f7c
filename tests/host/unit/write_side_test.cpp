// SPDX-License-Identifier: MIT
#include "host/spectrum/write_side.h"

#include "tests/support/wire_frames.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <thread>

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

// A fake socket that takes `room` bytes, and keeps them in `sent`.
struct Socket {
  static ssize_t send(int, const void* bytes, std::size_t size, int) {
    const std::size_t taken = std::min(size, room);
    if (taken == 0) {
      errno = EAGAIN;
      return -1;
    }
    room -= taken;
    sent.append(static_cast<const char*>(bytes), taken);
    return static_cast<ssize_t>(taken);
  }

  static inline std::size_t room = 0;
  static inline std::string sent;
};

class WriteSideTest : public ::testing::Test {
 protected:
  WriteSideTest() {
    Socket::room = SIZE_MAX;
    Socket::sent.clear();
    wire::FrameWriter writer;
    writer.append(WrapperMessage::TYPE_PONG);
    pong_ = writer.pending();
    side_.open(0);
    side_.permitLending();
  }

  static std::string frame(const std::string& payload) {
    wire::FrameWriter writer;
    writer.append(WrapperMessage::TYPE_RAW_XML, payload);
    return std::string(writer.pending());
  }

  void append(const std::string& payload) { out_.append(WrapperMessage::TYPE_RAW_XML, payload); }

  // Lends the write side, as around a plugin's function, and lets the watchdog send a sign of life. Returns true if
  // it was sent.
  bool signOfLifeWithin(const auto& function) {
    side_.lend();
    const bool sent = side_.sendSignOfLife(pong_);
    function();
    side_.takeBack();
    return sent;
  }

  std::string pong_;
  wire::FrameWriter out_;
  WriteSide side_{&Socket::send};
};

TEST_F(WriteSideTest, SendsWhatIsGathered) {
  append("<a/>");
  append("<b/>");
  EXPECT_EQ(side_.send(out_), 0);
  EXPECT_EQ(Socket::sent, frame("<a/>") + frame("<b/>"));
  EXPECT_TRUE(out_.pending().empty());
  EXPECT_EQ(side_.rest(), 0U);
}

TEST_F(WriteSideTest, KeepsTheRestOfAFrameAndNoMore) {
  append("<a/>");
  append("<b/>");
  append("<c/>");
  Socket::room = frame("<a/>").size() + 3;
  EXPECT_EQ(side_.send(out_), EAGAIN);
  EXPECT_EQ(side_.rest(), frame("<b/>").size() - 3);
  EXPECT_EQ(out_.pending(), frame("<c/>"));
  EXPECT_EQ(side_.sentBytes(), Socket::sent.size());
}

TEST_F(WriteSideTest, ASignOfLifeComesAtTheBoundaryOfFramesWhereverTheSocketWasFull) {
  const std::string all = frame("<a/>") + frame("<b/>") + frame("<c/>");
  for (std::size_t taken = 0; taken <= all.size(); ++taken) {
    Socket::sent.clear();
    Socket::room = taken;
    append("<a/>");
    append("<b/>");
    append("<c/>");
    side_.send(out_);
    Socket::room = SIZE_MAX;
    EXPECT_TRUE(signOfLifeWithin([&] { append("<d/>"); })) << taken;
    EXPECT_EQ(side_.send(out_), 0);
    const std::size_t length = frame("<a/>").size();
    const std::size_t before = (taken + length - 1) / length * length;
    EXPECT_EQ(Socket::sent, all.substr(0, before) + pong_ + all.substr(before) + frame("<d/>")) << taken;
  }
}

TEST_F(WriteSideTest, ASignOfLifeOfWhichAPartIsSentIsFinishedFirst) {
  for (std::size_t taken = 1; taken <= pong_.size(); ++taken) {
    Socket::sent.clear();
    Socket::room = taken;
    EXPECT_TRUE(signOfLifeWithin([&] { append("<a/>"); })) << taken;
    EXPECT_EQ(side_.rest(), pong_.size() - taken);
    EXPECT_EQ(side_.send(out_), EAGAIN);
    Socket::room = SIZE_MAX;
    EXPECT_EQ(side_.send(out_), 0);
    EXPECT_EQ(Socket::sent, pong_ + frame("<a/>")) << taken;
  }
}

TEST_F(WriteSideTest, ASocketThatTakesNothingGetsNoSignOfLife) {
  Socket::room = 2;
  append("<a/>");
  EXPECT_EQ(side_.send(out_), EAGAIN);
  Socket::room = 3;  // only a part of the frame's rest
  EXPECT_FALSE(signOfLifeWithin([] {}));
  Socket::room = SIZE_MAX;
  EXPECT_EQ(side_.send(out_), 0);
  EXPECT_EQ(Socket::sent, frame("<a/>"));
}

TEST_F(WriteSideTest, IsTheWatchdogsOnlyWhileItIsLent) {
  EXPECT_FALSE(side_.sendSignOfLife(pong_));
  side_.lend();
  side_.takeBack();
  EXPECT_FALSE(side_.sendSignOfLife(pong_));
  EXPECT_EQ(Socket::sent, "");
}

TEST_F(WriteSideTest, IsNotLentBeforeThatIsPermittedNorOnceItIsClosed) {
  WriteSide fresh(&Socket::send);
  fresh.open(0);
  fresh.lend();
  EXPECT_FALSE(fresh.sendSignOfLife(pong_));
  fresh.takeBack();
  side_.close();
  EXPECT_FALSE(signOfLifeWithin([] {}));
  EXPECT_EQ(Socket::sent, "");
}

// One thread sends signs of life, another one lends, takes back and sends. The number of signs of life per loan is
// limited: a scheduler that starves the second thread would otherwise let the first send gigabytes.
TEST_F(WriteSideTest, TwoThreadsNeverMixTheirFrames) {
  constexpr int kFrames = 20000;
  constexpr int kSignsOfLifeEachTime = 4;
  std::atomic<int> times_lent = 0;
  std::size_t signs_of_life = 0;
  std::thread watchdog([&] {
    int seen = 0;
    int sent = 0;
    while (seen < kFrames) {
      if (const int now = times_lent; now != seen) {
        seen = now;
        sent = 0;
      }
      if (sent == kSignsOfLifeEachTime) {
        std::this_thread::yield();
      } else if (side_.sendSignOfLife(pong_)) {
        ++sent;
        ++signs_of_life;
      }
    }
  });
  for (int i = 0; i < kFrames; ++i) {
    append("<" + std::to_string(i) + "/>");
    ++times_lent;
    side_.lend();
    if (i % 100 == 0) {
      std::this_thread::yield();
    }
    side_.takeBack();
    Socket::room = static_cast<std::size_t>(i % 7);
    side_.send(out_);
    Socket::room = SIZE_MAX;
  }
  watchdog.join();
  EXPECT_EQ(side_.send(out_), 0);
  int next = 0;
  std::size_t pongs = 0;
  for (const auto& sent : tests::framesIn(Socket::sent)) {
    if (sent.type == WrapperMessage::TYPE_PONG) {
      ++pongs;
    } else {
      ASSERT_EQ(sent.payload, "<" + std::to_string(next++) + "/>");
    }
  }
  EXPECT_EQ(next, kFrames);
  EXPECT_EQ(pongs, signs_of_life);
  EXPECT_EQ(side_.sentBytes(), Socket::sent.size());
}

}  // namespace
}  // namespace prism::host
