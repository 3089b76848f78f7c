// SPDX-License-Identifier: MIT
// A server that makes the plugin show more than Spectrum 2 can hand on: after a burst it is read slowly.
#include "tests/irc/servers/scripted_test.h"

#include <functional>

namespace prism::tests {
namespace {

constexpr std::size_t kBurst = 40'000;   // of limits.h
constexpr std::size_t kLines = 100'000;  // that the server wants to say
constexpr std::size_t kSlowly = 20'000;  // shown meanwhile, 500 a second: no machine is slower than this in 40 s
constexpr std::size_t kChunk = 64 * 1024;

class ScriptedPace : public ScriptedTest {
 protected:
  using Lines = std::function<std::string(std::size_t)>;

  static std::string said(std::size_t i) {
    return ":bob!b@h PRIVMSG #lobby :flood " + std::to_string(i) + std::string(400, '.') + "\r\n";
  }

  // Takes what the host says, and counts what the flood makes it show.
  void drain() {
    spectrum_->ping();
    while (auto frame = spectrum_->take()) {
      const std::string line = describe(*frame);
      shown_ += line.find("#lobby") != std::string::npos ? 1 : 0;
      told_ += line.find("it is slowed down") != std::string::npos ? 1 : 0;
      others_ += line.find("userName=\"carol\"") != std::string::npos ? line + "\n" : "";
    }
  }

  // Has the server write until it cannot any more after alice has got the word, or has written all. Returns how many lines
  // it has written.
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

  std::size_t shown_ = 0;  // in the room
  std::size_t told_ = 0;   // that the server is slowed down
  std::string others_;     // what carol gets
};

TEST_F(ScriptedPace, AFloodIsHeldBackAndTheOthersAreServed) {
  aliceLogsIn();
  spectrum_->login("carol", {.legacy_name = "carol"});
  LineSocket carol = server_.accept();
  greet(carol, {.nick = "carol"});
  await("^CONNECTED user=\"carol\"$");
  aliceJoins("#lobby", "@bob");
  settle();
  EXPECT_LT(flood(), kLines) << "nothing has held the server back";
  EXPECT_EQ(told_, 1U);
  if (!kSanitized) {  // else the time that it takes is what holds it back
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

// One line can show many things: names, modes, somebody who is in many channels.
TEST_F(ScriptedPace, WhatALineShowsCountsAndNotTheLine) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  settle();
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

// A line that shows nothing costs its bytes.
TEST_F(ScriptedPace, ALineWithoutEndIsHeldBack) {
  aliceLogsIn();
  settle();
  const auto piece = [](std::size_t) { return std::string(8'000, 'x'); };
  EXPECT_LT(flood(piece, 40'000), 40'000U) << "nothing has held the server back";
}

TEST_F(ScriptedPace, AReconnectionBringsNoNewBurst) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  settle();
  flood();
  ASSERT_EQ(told_, 1U);
  irc_->reset();
  greet(accept());
  letIn("#lobby", "@bob");
  told_ = shown_ = 0;
  EXPECT_LT(flood(), kLines);
  EXPECT_EQ(told_, 1U) << "once for each connection";
  EXPECT_LT(shown_, kSlowly);
}

TEST_F(ScriptedPace, ALogoutInAPauseIsSaidAndEndsTheConnection) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  settle();
  flood();
  ASSERT_EQ(told_, 1U);
  spectrum_->logout("alice", "alice");
  irc_->expect("^QUIT ");
  irc_->close();
  drain();
  // Nothing of the old session is left: alice can come back.
  told_ = shown_ = 0;
  logInOnly();
  greet(accept());
  await("^CONNECTED user=\"alice\"$");
  settle();
  EXPECT_EQ(told_, 0U);
}

}  // namespace
}  // namespace prism::tests
