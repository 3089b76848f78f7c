// SPDX-License-Identifier: MIT
// Flood control: the rate of lines, and their order by priority.
#include "tests/irc/servers/scripted_test.h"

#include <chrono>

namespace prism::tests {
namespace {

using Clock = std::chrono::steady_clock;

class ScriptedFlood : public ScriptedTest {
 protected:
  void paste(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i) {
      text += "line " + std::to_string(i) + "\n";
    }
    say("alice", "#lobby", text);
  }
};

// The rule of RFC 1459 section 8.10, a hundred times as fast: each line costs 20 ms, with a burst of five.
TEST_F(ScriptedFlood, NoLineComesBeforeItMay) {
  constexpr int kLines = 100;
  constexpr int kBurst = 5;
  constexpr std::chrono::milliseconds kInterval(20);
  aliceLogsIn({}, "flood_burst = 5\nflood_interval = 20\n");
  aliceJoins("#lobby", "@bob");
  const auto start = Clock::now();
  paste(kLines);
  for (int i = 0; i < kLines; ++i) {
    irc_->expect("^PRIVMSG #lobby :?line " + std::to_string(i) + "$");
    EXPECT_GE(Clock::now() - start, kInterval * (i - kBurst)) << "line " << i;
  }
  EXPECT_EQ(irc_->count("^PRIVMSG"), std::size_t{kLines});
}

TEST_F(ScriptedFlood, TheUserSeesALineWhenItHasGoneOut) {
  aliceLogsIn({}, "flood_burst = 10\nflood_interval = 100000\n");
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  dropKeptFrames();
  paste(50);
  irc_->expect("^PRIVMSG #lobby :?line 0$");
  awaitRoundTrip();
  const std::size_t sent = irc_->count("^PRIVMSG #lobby");
  EXPECT_LT(sent, 50U);
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"line "), sent);
}

TEST_F(ScriptedFlood, PongAndJoinOvertakeQueuedMessages) {
  aliceLogsIn({}, "flood_burst = 3\nflood_interval = 200\n");
  aliceJoins("#lobby", "@bob");
  paste(60);
  join("alice", "#other", "alice");
  irc_->send("PING :first");
  irc_->expect("^PONG :?first$");
  irc_->expect("^JOIN #other$");
  EXPECT_LT(irc_->count("^PRIVMSG"), 30U);
}

TEST_F(ScriptedFlood, TooManyLinesAreRefusedAsAWhole) {
  aliceLogsIn({}, "flood_burst = 5\nflood_interval = 100000\nqueue_limit = 50\n");
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  dropKeptFrames();
  paste(200);
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Your message was not sent.*nickname=\"irc.prism.test\"");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^PRIVMSG"), 0U);
}

TEST_F(ScriptedFlood, ALogoutIsSaidAtOnce) {
  aliceLogsIn({}, "flood_burst = 2\nflood_interval = 100000\nquit_message = enough\n");
  aliceJoins("#lobby", "@bob");
  paste(50);
  awaitRoundTrip();
  spectrum_->logout("alice", "alice");
  irc_->expect("^QUIT :?enough$");
}

}  // namespace
}  // namespace prism::tests
