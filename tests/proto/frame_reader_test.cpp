// SPDX-License-Identifier: MIT
#include "proto/frame_reader.h"

#include "tests/support/wire_frames.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace prism::wire {
namespace {

using tests::feed;
using tests::frameOf;
using Result = FrameReader::Result;

constexpr std::uint32_t kLimit = 1000;

class FrameReaderTest : public testing::Test {
 protected:
  // Returns all complete frames in the reader.
  std::vector<std::string> frames() {
    std::vector<std::string> all;
    std::string_view frame;
    while ((last_ = reader_.next(&frame)) == Result::kFrame) {
      all.emplace_back(frame);
    }
    return all;
  }

  FrameReader reader_{kLimit};
  Result last_ = Result::kNeedMore;
};

TEST_F(FrameReaderTest, HasNothingAtFirst) {
  EXPECT_TRUE(frames().empty());
  EXPECT_EQ(last_, Result::kNeedMore);
}

TEST_F(FrameReaderTest, FindsTheSameFramesWhereverTheStreamIsSplit) {
  const std::vector<std::string> contents = {"a", "", "hello", std::string(300, 'x')};
  std::string stream;
  for (const std::string& content : contents) {
    stream += frameOf(content);
  }
  for (std::size_t split = 0; split <= stream.size(); ++split) {
    feed(&reader_, std::string_view(stream).substr(0, split));
    std::vector<std::string> found = frames();
    feed(&reader_, std::string_view(stream).substr(split));
    for (std::string& frame : frames()) {
      found.push_back(std::move(frame));
    }
    EXPECT_EQ(found, contents) << "split at " << split;
    EXPECT_EQ(reader_.buffered(), 0U);
  }
}

TEST_F(FrameReaderTest, FindsFramesByteByByte) {
  const std::string stream = frameOf("one") + frameOf("two");
  std::vector<std::string> found;
  for (const char byte : stream) {
    feed(&reader_, {&byte, 1});
    for (std::string& frame : frames()) {
      found.push_back(std::move(frame));
    }
  }
  EXPECT_EQ(found, (std::vector<std::string>{"one", "two"}));
}

TEST_F(FrameReaderTest, TakesFramesOfEverySizeUpToTheLimit) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{kLimit}}) {
    const std::string content(size, 'z');
    feed(&reader_, frameOf(content));
    EXPECT_EQ(frames(), std::vector<std::string>{content});
  }
}

TEST_F(FrameReaderTest, RefusesAFrameOverTheLimitForGood) {
  feed(&reader_, frameOf("before") + frameOf(std::string(kLimit + 1, 'z')) + frameOf("behind"));
  EXPECT_EQ(frames(), std::vector<std::string>{"before"});
  EXPECT_EQ(last_, Result::kTooLarge);
  EXPECT_EQ(reader_.claimedSize(), kLimit + 1);
  EXPECT_TRUE(frames().empty());
  EXPECT_EQ(last_, Result::kTooLarge);
}

TEST_F(FrameReaderTest, RefusesALengthOfFourGigabytesAsSoonAsItIsHere) {
  feed(&reader_, "\xff\xff\xff\xff");
  EXPECT_TRUE(frames().empty());
  EXPECT_EQ(last_, Result::kTooLarge);
  EXPECT_EQ(reader_.claimedSize(), 0xFFFFFFFFU);
}

TEST(FrameReader, ReservesNothingForALengthThatIsMerelyClaimed) {
  FrameReader reader(1024 * 1024 * 1024);
  const std::size_t room = reader.writable().size();
  feed(&reader, std::string_view("\x3f\xff\xff\xff", 4));
  std::string_view frame;
  EXPECT_EQ(reader.next(&frame), Result::kNeedMore);
  EXPECT_LE(reader.writable().size(), room);
}

TEST(FrameReader, TakesFramesLargerThanItsBuffer) {
  FrameReader reader(16 * 1024 * 1024);
  std::string content(5 * 1024 * 1024, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) {
    content[i] = static_cast<char>(i * 7 + i / 1000);
  }
  for (int round = 0; round < 2; ++round) {
    feed(&reader, frameOf("small") + frameOf(content));
    std::string_view frame;
    ASSERT_EQ(reader.next(&frame), Result::kFrame);
    EXPECT_EQ(frame, "small");
    ASSERT_EQ(reader.next(&frame), Result::kFrame);
    EXPECT_TRUE(frame == content);
  }
}

// A caller that takes a frame may overwrite it and the byte behind it. The next frame must still be intact.
TEST(FrameReader, LendsTheByteBehindAFrame) {
  FrameReader reader(100'000'000);
  const std::string large(20'000'000, 'z');  // its length header begins with a byte other than 0
  const std::string stream = frameOf("one") + frameOf(large) + frameOf("") + frameOf("two");
  for (const std::size_t split : {std::size_t{0}, std::size_t{7}, std::size_t{8}, stream.size()}) {
    feed(&reader, std::string_view(stream).substr(0, split));
    std::vector<std::string> found;
    const auto take = [&] {
      std::span<char> frame;
      while (reader.next(&frame) == Result::kFrame) {
        found.emplace_back(frame.begin(), frame.end());
        std::fill_n(frame.data(), frame.size() + 1, '\0');
      }
    };
    take();
    feed(&reader, std::string_view(stream).substr(split));
    take();
    ASSERT_EQ(found.size(), 4U) << split;
    EXPECT_EQ(found[0], "one");
    EXPECT_TRUE(found[1] == large) << split;
    EXPECT_EQ(found[2], "");
    EXPECT_EQ(found[3], "two");
  }
}

// Complete frames that were not taken yet must survive when the buffer is compacted or grows.
TEST(FrameReader, KeepsWhatHasNotBeenTaken) {
  FrameReader reader(100000);
  int written = 0;
  int taken = 0;
  std::string_view frame;
  for (int round = 0; round < 2000; ++round) {
    for (int i = 0; i < 3; ++i) {
      feed(&reader, frameOf(std::string(static_cast<std::size_t>(written % 977), 'a') + std::to_string(written)));
      ++written;
    }
    for (int i = 0; i < (round % 5 == 0 ? 7 : 2) && reader.next(&frame) == Result::kFrame; ++i) {
      ASSERT_EQ(frame, std::string(static_cast<std::size_t>(taken % 977), 'a') + std::to_string(taken));
      ++taken;
    }
  }
  while (reader.next(&frame) == Result::kFrame) {
    ASSERT_EQ(frame, std::string(static_cast<std::size_t>(taken % 977), 'a') + std::to_string(taken));
    ++taken;
  }
  EXPECT_EQ(taken, written);
}

TEST_F(FrameReaderTest, WipesAFrame) {
  feed(&reader_, frameOf("first") + frameOf("secret") + frameOf("last"));
  std::string_view first;
  std::span<char> secret;
  ASSERT_EQ(reader_.next(&first), Result::kFrame);
  ASSERT_EQ(reader_.next(&secret), Result::kFrame);
  reader_.wipe(secret);
  EXPECT_EQ(std::string(secret.data(), secret.size()), std::string(6, '\0'));
  EXPECT_EQ(first, "first");
  EXPECT_EQ(frames(), std::vector<std::string>{"last"});
}

}  // namespace
}  // namespace prism::wire
