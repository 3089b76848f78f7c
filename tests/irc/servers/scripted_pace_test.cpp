// SPDX-License-Identifier: MIT
// A server whose lines make more stanzas than Spectrum 2 can forward. After a burst the plugin reads it slowly.
#include "tests/irc/servers/scripted_test.h"

#include <functional>

namespace prism::tests {
namespace {

constexpr std::size_t kBurst = 40'000;   // the burst in plugins/irc/session/limits.h
constexpr std::size_t kLines = 100'000;  // lines that the server tries to send
constexpr std::size_t kSlowly =
    20'000;  // events shown after the burst: 500 a second for at most 40 s, even on a slow machine
constexpr std::size_t kChunk = 64 * 1024;

class ScriptedPace : public ScriptedTest {
 protected:
  using Lines = std::function<std::string(std::size_t)>;

  static std::string said(std::size_t i) {
    return ":bob!b@h PRIVMSG #lobby :flood " + std::to_string(i) + std::string(400, '.') + "\r\n";
  }

  // Takes all frames, and counts those that the flood caused.
  void drain() {
    spectrum_->ping();
    while (auto frame = spectrum_->take()) {
      const std::string line = describe(*frame);
      shown_ += line.find("#lobby") != std::string::npos ? 1 : 0;
      told_ += line.find("it is slowed down") != std::string::npos ? 1 : 0;
      others_ += line.find("userName=\"carol\"") != std::string::npos ? line + "\n" : "";
    }
  }

  // Sends lines until the socket blocks after alice was told, or all are sent. Returns the number of lines sent.
  std::size_t flood(const Lines& lines = &said, std::size_t most = kLines) {
    std::size_t written = 0;
    std::string bytes;
    while (written < most || !bytes.empty()) {
      for (; bytes.size() < kChunk && written < most; ++written) {
        bytes += lines(written);
      }
      const std::size_t taken = irc_->sendNow(bytes);
      bytes.erase(0, taken);
      drain();
      if (taken == 0 && told_ > 0) {
        break;
      }
    }
    return written;
  }

  std::size_t shown_ = 0;  // events in the room
  std::size_t told_ = 0;   // messages that say that the server is slowed down
  std::string others_;     // frames for carol
};

TEST_F(ScriptedPace, AFloodIsHeldBackAndTheOthersAreServed) {
  aliceLogsIn();
  spectrum_->login("carol", {.legacy_name = "carol"});
  LineSocket carol = server_.accept();
  greet(carol, {.nick = "carol"});
  await("^CONNECTED user=\"carol\"$");
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  EXPECT_LT(flood(), kLines) << "nothing has held the server back";
  EXPECT_EQ(told_, 1U);
  if (!kSanitized) {  // a sanitizer is so slow that the burst is not reached
    EXPECT_GE(shown_, kBurst - 1000);
  }
  EXPECT_LT(shown_, kBurst + kSlowly);
  const std::size_t before = shown_;
  carol.send(":dave!d@h PRIVMSG carol :here I am");
  carol.send("PING :carol");
  carol.expect("^PONG :?carol$");
  drain();
  EXPECT_NE(others_.find("here I am"), std::string::npos) << others_;
  EXPECT_LT(shown_ - before, kSlowly);
  EXPECT_EQ(told_, 1U);
}

// A single line can cause many events: names, modes, a user in many channels.
TEST_F(ScriptedPace, EventsOfALineCountAndNotTheLine) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  const auto modes = [](std::size_t) {
    std::string line = ":bob!b@h MODE #lobby ";
    std::string names;
    for (int i = 0; i < 25; ++i) {
      line += "-o+o";
      names += " bob bob";
    }
    return line + names + std::string(200, ' ') + "\r\n";
  };
  EXPECT_LT(flood(modes, 20'000), 20'000U) << "nothing has held the server back";
  EXPECT_LT(shown_, kBurst + kSlowly);
}

// A line that causes no event is charged by its bytes.
TEST_F(ScriptedPace, ALineWithoutEndIsHeldBack) {
  aliceLogsIn();
  awaitRoundTrip();
  const auto piece = [](std::size_t) { return std::string(8'000, 'x'); };
  EXPECT_LT(flood(piece, 40'000), 40'000U) << "nothing has held the server back";
}

TEST_F(ScriptedPace, AReconnectionBringsNoNewBurst) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  flood();
  ASSERT_EQ(told_, 1U);
  irc_->reset();
  greet(accept());
  awaitAndAnswerJoin("#lobby", "@bob");
  told_ = shown_ = 0;
  EXPECT_LT(flood(), kLines);
  EXPECT_EQ(told_, 1U) << "once for each connection";
  EXPECT_LT(shown_, kSlowly);
}

TEST_F(ScriptedPace, ALogoutInAPauseIsSaidAndEndsTheConnection) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  flood();
  ASSERT_EQ(told_, 1U);
  spectrum_->logout("alice", "alice");
  irc_->expect("^QUIT ");
  irc_->close();
  drain();
  // Nothing remains of the old session: alice can log in again.
  told_ = shown_ = 0;
  startLogin();
  greet(accept());
  await("^CONNECTED user=\"alice\"$");
  awaitRoundTrip();
  EXPECT_EQ(told_, 0U);
}

}  // namespace
}  // namespace prism::tests
