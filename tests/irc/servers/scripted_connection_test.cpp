// SPDX-License-Identifier: MIT
// Unusual ways in which connections begin and break.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedConnection : public ScriptedTest {};

// Some servers send neither RPL_ENDOFMOTD nor ERR_NOMOTD, but texts of their own.
TEST_F(ScriptedConnection, AServerWithoutAnyWordAboutItsMessageOfTheDay) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :");
  irc.expect("^CAP END$");
  numeric("001", ":Welcome");
  await("^CONNECTED");
  aliceJoins("#lobby", "@bob");
  // A late RPL_ENDOFMOTD must not log in again.
  numeric("376", ":End of /MOTD command");
  awaitRoundTrip();
  EXPECT_EQ(irc.count("^JOIN"), 1U);
}

TEST_F(ScriptedConnection, ALineThatIsTooLongIsCutAtACharacter) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text += "\xC3\xBC";
  }
  for (const char* command : {"/topic #lobby ", "/kick bob ", "/away ", "/quote WALLOPS :"}) {
    say("alice", "#lobby", command + text);
    const std::string line = irc_->expect("^(TOPIC|KICK|AWAY|WALLOPS) ");
    EXPECT_LE(line.size(), 510U);
    EXPECT_GE(line.size(), 509U);
    EXPECT_EQ(line.substr(line.size() - 2), "\xC3\xBC");
  }
}

TEST_F(ScriptedConnection, ChannelsOfAnUncommonTypeCanBeLeftWhileThereIsNoConnection) {
  aliceLogsIn({.isupport = "CHANTYPES=#! PREFIX=(ov)@+"});
  aliceJoins("!safe", "@bob");
  irc_->close();
  await("The connection is lost");
  leave("alice", "!safe");
  collect();
  greet(accept(), {.isupport = "CHANTYPES=#! PREFIX=(ov)@+"});
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^JOIN"), 0U);
}

// At most eight sessions may be connecting to a server, each for at most a second while the server is silent. When a
// session moves to the next server, its timer must end with its first connection.
TEST_F(ScriptedConnection, ManyWhoAreSentAwayAtOnceGoOnToTheNextServer) {
  constexpr int kUsers = 20;
  ScriptedServer other;
  launchIrc(serverAddress() + "\nirc_server = " + addressOf(other.port()));
  for (int i = 0; i < kUsers; ++i) {
    const std::string user = "user" + std::to_string(i);
    spectrum_->login(user, {.legacy_name = user});
  }
  for (int i = 0; i < kUsers / 2; ++i) {
    server_.accept().expect("^USER ");
  }
  std::vector<LineSocket> kept;
  for (int i = 0; i < kUsers; ++i) {
    kept.push_back(other.accept());
  }
  for (LineSocket& client : kept) {
    greet(client, {.nick = client.expect("^NICK ").substr(5)});
  }
  for (int i = 0; i < kUsers; ++i) {
    await("^CONNECTED user=\"user" + std::to_string(i) + "\"$");
  }
}

// If the server cuts the nickname, the wanted one cannot be had, so the plugin does not try to regain it.
TEST_F(ScriptedConnection, ANicknameThatTheServerCuts) {
  launchIrc(serverAddress(), "nick_regain_interval = 1\n");
  spectrum_->login("alice", {.legacy_name = "aliceofwonderland"});
  LineSocket& irc = accept();
  greet(irc, {.nick = "aliceofwo", .isupport = "CHANTYPES=# NICKLEN=9 MONITOR=10"});
  await("^CONNECTED");
  awaitRoundTrip();
  EXPECT_EQ(irc.count("^(MONITOR|NICK aliceofwo$)"), 0U);
}

}  // namespace
}  // namespace prism::tests
