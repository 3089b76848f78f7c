// SPDX-License-Identifier: MIT
// Bouncers: servers that are in channels already, keep messages, and lose their network.
#include "protocol/text/timestamp.h"
#include "session/clock.h"
#include "tests/irc/servers/scripted_test.h"
#include <prism/unique_fd.hpp>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace prism::tests {
namespace {

class ScriptedBouncer : public ScriptedTest {
 protected:
  static Greeting history() { return {.capabilities = "batch server-time draft/chathistory"}; }

  // The bouncer is in a channel: it sends what answers JOIN.
  void bouncerIsIn(const std::string& room, const std::string& names = "bob") { answerJoin(room, names); }

  // The host drops positions of more than 90 days ago.
  static std::int64_t midnight() {
    constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1000;
    return (irc::wallClock() / kDay - 1) * kDay;
  }
  // As the beginning of a time of the server.
  static std::string yesterday() { return irc::formatServerTime(midnight()).substr(0, 10); }

  static bool isStored(const std::filesystem::path& directory, const std::string& text) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(file), {}};
      if (content.find(text) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  // Answers the request that comes on entering: there is no history.
  void answerFirstRequest(const std::string& room = "#lobby") {
    irc_->expect("^CHATHISTORY LATEST .* \\* 20$");
    sendHistory(room, {});
    awaitRoundTrip();
  }

  void sendHistory(const std::string& target, const std::vector<std::string>& lines) {
    irc_->send(":irc.prism.test BATCH +h draft/chathistory " + target);
    for (const std::string& line : lines) {
      irc_->send("@batch=h;time=" + line);
    }
    irc_->send(":irc.prism.test BATCH -h");
  }
};

TEST_F(ScriptedBouncer, LinesBeforeTheEndOfTheGreetingAreShown) {
  launchIrc(serverAddress());
  startLogin();
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :");
  irc_->expect("^CAP END$");
  irc_->send(":irc.prism.test 001 alice :Welcome");
  irc_->send(":*status!znc@znc.in PRIVMSG alice :You are currently disconnected from IRC");
  irc_->send(":alice!~a@h JOIN #lobby");
  numeric("353", "= #lobby :bob alice");
  numeric("366", "#lobby :End");
  irc_->send(":bob!b@h PRIVMSG alice :hello?");
  numeric("422", ":No MOTD");
  await("^CONNECTED");
  await("CONV_MESSAGE .*message=\"You are currently disconnected from IRC\"");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"hello\\?\"");
  join("alice", "#lobby", "alice");
  awaitEntered("alice", "#lobby");
}

TEST_F(ScriptedBouncer, MessagesBeforeTheUserEntersAreShownOnEntering) {
  aliceLogsIn();
  bouncerIsIn("#lobby");
  for (int i = 0; i < 3; ++i) {
    irc_->send(":bob!b@h PRIVMSG #lobby :earlier " + std::to_string(i));
  }
  awaitRoundTrip();
  join("alice", "#lobby", "alice");
  awaitEntered("alice", "#lobby");
  for (int i = 0; i < 3; ++i) {
    await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"earlier " + std::to_string(i) +
          "\" nickname=\"bob\".*timestamp=");
  }
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^JOIN"), 0U);
}

TEST_F(ScriptedBouncer, TooManyMessagesBeforeTheUserEntersAreCounted) {
  constexpr std::size_t kKept = 200;  // session/limits.h
  aliceLogsIn();
  bouncerIsIn("#lobby");
  for (std::size_t i = 0; i < kKept + 3; ++i) {
    irc_->send(":bob!b@h PRIVMSG #lobby :earlier " + std::to_string(i));
  }
  awaitRoundTrip();
  join("alice", "#lobby", "alice");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"3 messages from before you entered cannot be shown\"");
  await("CONV_MESSAGE .*message=\"earlier 3\"");
  await("CONV_MESSAGE .*message=\"earlier " + std::to_string(kKept + 2) + "\"");
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"earlier [012]\""), 0U) << keptFrames();
}

TEST_F(ScriptedBouncer, HistoryIsRequestedWhenTheUserEnters) {
  aliceLogsIn(history());
  bouncerIsIn("#lobby");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^CHATHISTORY LATEST"), 0U);
  join("alice", "#lobby", "alice");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* ");
  irc_->send("@time=2026-01-01T00:00:09.000Z :bob!b@h PRIVMSG #lobby :live");  // before the history has come
  sendHistory("#lobby", {"2026-01-01T00:00:01.000Z :bob!b@h PRIVMSG #lobby :one",
                         "2026-01-01T00:00:09.000Z :bob!b@h PRIVMSG #lobby :live"});
  await("CONV_MESSAGE .*message=\"live\"");
  await("CONV_MESSAGE .*message=\"one\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"live\""), 0U) << "it was shown already";
}

// UnrealIRCd keeps history of channels with the mode +H only.
TEST_F(ScriptedBouncer, ChannelWithoutHistoryIsEnteredWithoutAWord) {
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby ");
  irc_->send("FAIL CHATHISTORY INVALID_TARGET LATEST #lobby :Messages could not be retrieved");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
  irc_->send(":bob!b@h PRIVMSG #lobby :hello");
  await("CONV_MESSAGE .*message=\"hello\"");
}

TEST_F(ScriptedBouncer, HistoryGoesOnBehindTheLastMessageAfterARejoinAndARestart) {
  const std::vector<std::string> lines = {yesterday() + "T00:00:01.000Z :bob!b@h PRIVMSG #lobby :one",
                                          yesterday() + "T00:00:02.000Z :bob!b@h PRIVMSG #lobby :two"};
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* ");
  sendHistory("#lobby", lines);
  await("CONV_MESSAGE .*message=\"two\"");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=" + yesterday() + "T00:00:01.999Z ");
  spectrum_->exit();
  spectrum_->expectExit(0);
  dropKeptFrames();
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=" + yesterday() + "T00:00:01.999Z ");
  sendHistory("#lobby", lines);  // a server that counts in seconds sends the last one again
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"(one|two)\""), 0U) << keptFrames();
}

TEST_F(ScriptedBouncer, HistoryGoesOnBehindTheLastMessageAfterTheHostWasKilled) {
  const std::filesystem::path times = directory_.path() / "prism-storage/irc.prism.test/users";
  std::filesystem::create_directories(times);
  const UniqueFd written(::inotify_init1(IN_CLOEXEC));
  ::inotify_add_watch(written.get(), times.c_str(), IN_MOVED_TO);
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* ");
  sendHistory("#lobby", {yesterday() + "T00:00:02.000Z :bob!b@h PRIVMSG #lobby :two"});
  await("CONV_MESSAGE .*message=\"two\"");
  pollfd ready{written.get(), POLLIN, 0};
  while (!isStored(times, std::to_string(midnight() + 2000))) {
    ASSERT_EQ(::poll(&ready, 1, 20'000), 1) << "the time is written soon";
    char events[4096];
    ASSERT_GT(::read(written.get(), events, sizeof events), 0);
  }
  spectrum_->host().signal(SIGKILL);
  spectrum_->host().exitStatus(testing::Milliseconds(10'000));
  dropKeptFrames();
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=" + yesterday() + "T00:00:01.999Z ");
}

TEST_F(ScriptedBouncer, PlaybackThatWasSeenIsNotShownAgain) {
  const auto playback = [this] {
    irc_->send("@time=2026-01-01T00:00:05.000Z :bob!b@h PRIVMSG #lobby :seen");
    irc_->send("@time=2026-01-01T00:00:05.000Z :bob!b@h PRIVMSG #lobby :seen too");
    irc_->send("@time=2026-01-01T00:00:05.000Z :bob!b@h PRIVMSG alice :seen by alice");
  };
  aliceLogsIn({.capabilities = "server-time"});
  aliceJoins("#lobby", "bob");
  playback();
  for (const char* text : {"seen", "seen too", "seen by alice"}) {
    await("CONV_MESSAGE .*message=\"" + std::string(text) + "\"");
  }
  irc_->close();
  greet(accept(), {.capabilities = "server-time"});
  awaitAndAnswerJoin("#lobby", "bob");
  playback();
  irc_->send("@time=2026-01-01T00:00:06.000Z :bob!b@h PRIVMSG #lobby :new");
  await("CONV_MESSAGE .*message=\"new\"");
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"seen"), 0U) << keptFrames();
}

// Servers of a network stamp messages by their own clocks.
TEST_F(ScriptedBouncer, LiveMessagesAreShownWhateverTheirTime) {
  aliceLogsIn({.capabilities = "server-time"});
  aliceJoins("#lobby", "bob");
  for (const char* time : {"2026-01-01T00:00:05.000Z", "2026-01-01T00:00:04.000Z", "2099-01-01T00:00:00.000Z",
                           "2026-01-01T00:00:06.000Z"}) {
    irc_->send("@time=" + std::string(time) + " :bob!b@h PRIVMSG #lobby :sent at " + time);
    await("CONV_MESSAGE .*message=\"sent at " + std::string(time));
  }
}

TEST_F(ScriptedBouncer, HistoryBeginsWhereTheConnectionWasLost) {
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  answerFirstRequest();
  irc_->send("@time=2026-01-01T00:00:05.000Z :bob!b@h PRIVMSG #lobby :before");
  await("message=\"before\"");
  irc_->close();
  greet(accept(), history());
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #lobby");
  irc_->send("@time=2026-01-01T00:00:09.000Z :bob!b@h PRIVMSG #lobby :live");  // before the end of the names
  numeric("353", "= #lobby :bob alice");
  numeric("366", "#lobby :End of NAMES list");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=2026-01-01T00:00:04.999Z ");
}

// The bouncer's network is away.
TEST_F(ScriptedBouncer, RoomCanBeEnteredAfterAPartWithoutAnAnswer) {
  aliceLogsIn();
  aliceJoins("#lobby", "bob");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  numeric("400", "JOIN :Disconnected from upstream network");
  await(
      "PARTICIPANT_CHANGED .*room=\"#lobby\" .*flag=64 status=5 statusmessage=\"Disconnected from upstream network\"");
  aliceJoins("#lobby", "bob");
  awaitRoundTrip();
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5"), 0U) << keptFrames();
}

TEST_F(ScriptedBouncer, LeavingAndEnteringAtOnceEndsInTheRoom) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  answerJoin("#lobby", "bob");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  answerJoin("#lobby", "bob carol");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\"");
  irc_->send(":bob!b@h PRIVMSG #lobby :welcome");
  await("CONV_MESSAGE .*message=\"welcome\"");
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5"), 0U) << keptFrames();
}

TEST_F(ScriptedBouncer, NextLoginKnowsTheTimesOfOtherCasemappings) {
  const Greeting greeting = {.capabilities = "batch server-time draft/chathistory",
                             .isupport = "CHANTYPES=# CASEMAPPING=ascii"};
  aliceLogsIn(greeting);
  join("alice", "#a[1]", "alice");
  irc_->expect("^JOIN ");
  answerJoin("#a[1]", "bob");
  answerFirstRequest("#a[1]");
  irc_->send("@time=" + yesterday() + "T00:00:05.000Z :bob!b@h PRIVMSG #a[1] :hello");
  await("message=\"hello\"");
  spectrum_->logout("alice", "alice");
  startLogin();  // at once
  join("alice", "#a[1]", "alice");
  LineSocket previous = std::move(*irc_);
  greet(accept(), greeting);
  irc_->expect("^JOIN ");
  answerJoin("#a[1]", "bob");
  irc_->expect("^CHATHISTORY LATEST #a\\[1\\] timestamp=" + yesterday() + "T00:00:04.999Z ");
}

TEST_F(ScriptedBouncer, PrivateMessagesThatWaitedAreFetched) {
  aliceLogsIn(history());
  irc_->expect("^CHATHISTORY TARGETS timestamp=.* timestamp=.* 50$");
  irc_->send(":irc.prism.test BATCH +t draft/chathistory-targets");
  irc_->send("@batch=t :irc.prism.test CHATHISTORY TARGETS bob 2026-01-01T00:00:01.000Z");
  irc_->send("@batch=t :irc.prism.test CHATHISTORY TARGETS #lobby 2026-01-01T00:00:01.000Z");
  irc_->send(":irc.prism.test BATCH -t");
  irc_->expect("^CHATHISTORY LATEST bob \\* ");
  sendHistory("bob", {"2026-01-01T00:00:01.000Z :bob!b@h PRIVMSG alice :are you there?"});
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"are you there\\?\"");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^CHATHISTORY LATEST #lobby"), 0U);
}

// bob writes while the messages of before are on their way.
TEST_F(ScriptedBouncer, PrivateMessagesThatWaitedAreShownOnceWhateverComesMeanwhile) {
  aliceLogsIn(history());
  irc_->expect("^CHATHISTORY TARGETS ");
  irc_->send("@time=2026-01-01T00:00:03.000Z :bob!b@h PRIVMSG alice :third");
  irc_->send(":irc.prism.test BATCH +t draft/chathistory-targets");
  irc_->send("@batch=t :irc.prism.test CHATHISTORY TARGETS bob 2026-01-01T00:00:03.000Z");
  irc_->send(":irc.prism.test BATCH -t");
  irc_->expect("^CHATHISTORY LATEST bob \\* ");
  irc_->send("@time=2026-01-01T00:00:04.000Z :bob!b@h PRIVMSG alice :fourth");
  sendHistory("bob", {"2026-01-01T00:00:01.000Z :bob!b@h PRIVMSG alice :first",
                      "2026-01-01T00:00:03.000Z :bob!b@h PRIVMSG alice :third",
                      "2026-01-01T00:00:04.000Z :bob!b@h PRIVMSG alice :fourth"});
  awaitRoundTrip();
  for (const char* text : {"first", "third", "fourth"}) {
    EXPECT_EQ(count("CONV_MESSAGE .*buddyName=\"bob\" message=\"" + std::string(text)), 1U) << keptFrames();
  }
}

// The clock of the network is behind that of this machine, and its messages have no ids.
TEST_F(ScriptedBouncer, MessageThatCameMeanwhileIsShownOnceWhateverTheClocksSay) {
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby ");
  const std::string now = irc::formatServerTime(irc::wallClock() - 5000);
  irc_->send("@time=" + now + " :bob!b@h PRIVMSG #lobby :live");
  sendHistory("#lobby",
              {"2026-01-01T00:00:01.000Z :bob!b@h PRIVMSG #lobby :one", now + " :bob!b@h PRIVMSG #lobby :live"});
  await("CONV_MESSAGE .*message=\"live\"");
  await("CONV_MESSAGE .*message=\"one\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"live\""), 0U) << keptFrames();
}

// A word of the gateway in the room is no message that the user has seen.
TEST_F(ScriptedBouncer, NoteAboutTheLostConnectionMovesNoPosition) {
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  answerFirstRequest();
  irc_->send("@time=" + yesterday() + "T00:00:05.000Z :bob!b@h PRIVMSG #lobby :before");
  await("message=\"before\"");
  irc_->close();
  await("message=\"The connection is lost");
  spectrum_->exit();
  spectrum_->expectExit(0);
  dropKeptFrames();
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=" + yesterday() + "T00:00:04.999Z ");
}

TEST_F(ScriptedBouncer, PagesAreRequestedAsTheUserTypesThem) {
  aliceLogsIn({.capabilities = "batch server-time message-tags draft/chathistory",
               .isupport = "CHANTYPES=# CHATHISTORY=50 MSGREFTYPES=msgid,timestamp"},
              "history = 0\n");
  aliceJoins("#lobby", "bob");
  say("alice", "#lobby", "/history 500");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* 50$");
  irc_->send(":irc.prism.test BATCH +h chathistory #lobby");
  for (int i = 10; i < 60; ++i) {
    irc_->send("@batch=h;msgid=m" + std::to_string(i) + ";time=2026-01-01T00:00:" + std::to_string(i) +
               ".000Z :bob!b@h PRIVMSG #lobby :old " + std::to_string(i));
  }
  irc_->send(":irc.prism.test BATCH -h");
  await("CONV_MESSAGE .*message=\"old 10\" nickname=\"bob\".* timestamp=\"20260101T000010\"|body>old 10<");
  await("message=\"/history before shows|body>/history before shows");
  say("alice", "#lobby", "/history before");
  irc_->expect("^CHATHISTORY BEFORE #lobby msgid=m10 20$");
  irc_->send("FAIL CHATHISTORY MESSAGE_ERROR BEFORE #lobby :It is gone");
  await("It is gone");
  say("alice", "#lobby", "/history around 2026-01-01");
  irc_->expect("^CHATHISTORY AROUND #lobby timestamp=2026-01-01T00:00:00.000Z 20$");
  irc_->send(":irc.prism.test BATCH +h chathistory #lobby");
  irc_->send(":irc.prism.test BATCH -h");
  await("There are no|These are all");
  say("alice", "bob", "/history");
  irc_->expect("^CHATHISTORY LATEST bob \\* 20$");
  irc_->close();
  await("The connection to the network is lost");
}

TEST_F(ScriptedBouncer, PagesWithoutAnAnswerAreBounded) {
  constexpr std::size_t kOpen = 8;  // the host's limit
  aliceLogsIn(history(), "history = 0\n");
  aliceJoins("#lobby", "bob");
  for (std::size_t i = 0; i <= kOpen; ++i) {
    say("alice", "#lobby", "/history");
  }
  await("Too many requests wait for their answers");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^CHATHISTORY LATEST #lobby"), kOpen);
}

TEST_F(ScriptedBouncer, RoomThatIsEnteredOnceMoreShowsNothingTwice) {
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  answerFirstRequest();
  irc_->send("@time=2026-01-01T00:00:05.000Z :bob!b@h PRIVMSG #lobby :hello");
  await("CONV_MESSAGE .*message=\"hello\"");
  join("alice", "#lobby", "alice");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=2026-01-01T00:00:04.999Z ");
}

TEST_F(ScriptedBouncer, AnswerToAMessageOfAnotherClientComesToTheSameConversation) {
  aliceLogsIn({.capabilities = "echo-message"});
  aliceJoins("#lobby", "bob");
  irc_->send(":alice!~a@h PRIVMSG bob :from my phone");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"from my phone\".* carbon=true");
  irc_->send(":bob!b@h PRIVMSG alice :an answer");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"an answer\"");
}

TEST_F(ScriptedBouncer, PeopleWhoLeftMeanwhileLeaveTheRoom) {
  aliceLogsIn();
  aliceJoins("#lobby", "bob carol");
  awaitRoundTrip();
  dropKeptFrames();
  bouncerIsIn("#lobby", "carol dave");  // it has lost its network, and joins again
  await("PARTICIPANT_CHANGED .*nickname=\"dave\" .*status=0");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*status=5");
}

TEST_F(ScriptedBouncer, ChannelsAreOfferedTogetherOnce) {
  aliceLogsIn();
  for (const char* room : {"#one", "#two", "#three"}) {
    bouncerIsIn(room);
  }
  join("alice", "#two", "alice");
  await("CONV_MESSAGE .*message=\"You are in these channels too; .*: #one #three\"");
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN ");
  for (const char* room : {"#one", "#two", "#three"}) {
    bouncerIsIn(room);
  }
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML"), 0U);
}

TEST_F(ScriptedBouncer, UsernameNamesTheNetwork) {
  launchIrc(serverAddress(), "username = alice@phone/libera\n");
  startLogin();
  EXPECT_EQ(accept().expect("^USER "), "USER alice@phone/libera 0 * alice");
}

TEST_F(ScriptedBouncer, MessageOfAnotherClientIsACarbonWithoutLabelsToo) {
  aliceLogsIn({.capabilities = "echo-message"});
  say("alice", "bob", "from here");
  irc_->expect("^PRIVMSG bob :?from here$");
  irc_->send(":alice!~a@h PRIVMSG bob :from here");
  irc_->send(":alice!~a@h PRIVMSG bob :from my phone");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"from my phone\".* carbon=true");
  EXPECT_EQ(count("CONV_MESSAGE .*message=\"from here\""), 0U);
}

TEST_F(ScriptedBouncer, TimesOfAnEarlierVersionAreTakenOver) {
  const std::filesystem::path old = directory_.path() / "irc";
  std::filesystem::create_directory(old);
  std::ofstream(old / "alice") << "1767225602000 #lobby \n";  // 2026-01-01T00:00:02Z; the network has no name here
  std::ofstream(directory_.path() / "irc.sts") << "irc.example.org 6697 99999999999\n";
  aliceLogsIn(history());
  aliceJoins("#lobby", "bob");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=2026-01-01T00:00:01.999Z ");
  EXPECT_FALSE(std::filesystem::exists(old / "alice"));
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "irc.sts"));
}

TEST_F(ScriptedBouncer, TimesOfUsersWhoStayAwayAreDeleted) {
  const std::filesystem::path times = directory_.path() / "irc";
  std::filesystem::create_directory(times);
  for (const char* user : {"old", "recent"}) {
    std::ofstream(times / user) << "1700000000000 #lobby network\n";
  }
  const auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(times / "old", now - std::chrono::hours(91 * 24));
  std::filesystem::last_write_time(times / "recent", now - std::chrono::hours(89 * 24));
  aliceLogsIn();
  EXPECT_FALSE(std::filesystem::exists(times / "old"));
  EXPECT_TRUE(std::filesystem::exists(times / "recent"));
}

}  // namespace
}  // namespace prism::tests
