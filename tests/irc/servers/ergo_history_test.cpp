// SPDX-License-Identifier: MIT
// History (CHATHISTORY) with a real Ergo.
#include "tests/irc/servers/ergo_fixture.h"

#include <filesystem>

namespace prism::tests {
namespace {

class ErgoHistory : public ErgoFixture {};

TEST_F(ErgoHistory, IsNotRepeatedByAReconnection) {
  startServer({.reserved_nicknames = true});
  registerAccount(server_->port(), "alice", kCanary);
  launchIrc(serverAddress(), "reconnect_delay = 1000\nreconnect_max_delay = 1000\n");
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  bob.send("PRIVMSG #lobby :before all");
  logIn("alice", kCanary);
  joinAndWait("alice", "#lobby", "alice");
  await("message=\"before all\" nickname=\"bob\"");
  bob.send("PRIVMSG #lobby :live");
  await("message=\"live\" nickname=\"bob\"");
  say("alice", "#lobby", "mine");
  await("message=\"mine\" nickname=\"alice\"");

  Client killer(server_->port(), "killer");
  killer.send("PRIVMSG NickServ :IDENTIFY alice " + std::string(kCanary));
  killer.send("PRIVMSG NickServ :GHOST alice");
  await("CONV_MESSAGE .*message=\"The connection is lost");
  bob.expect("^:alice!\\S+ QUIT");
  bob.send("PRIVMSG #lobby :meanwhile");
  await("message=\"meanwhile\" nickname=\"bob\".* timestamp=\"[0-9]{8}T[0-9]{6}\"", testing::Milliseconds(30'000));
  bob.send("PRIVMSG #lobby :afterwards");
  await("message=\"afterwards\" nickname=\"bob\"");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("message=\"(before all|live|mine|meanwhile|afterwards)\""), 0U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*status=5"), 0U) << keptFrames();
}

TEST_F(ErgoHistory, HasOwnMessagesActionsAndFormatting) {
  startServer();
  launchIrc(serverAddress());
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  say("alice", "#lobby", "said by me");
  await("message=\"said by me\"");
  say("alice", "#lobby", "/me waves");
  await("message=\"/me waves\"");
  bob.send(
      "PRIVMSG #lobby :\x02"
      "bold\x02 words");
  await("message=\"bold words\"");
  leave("alice", "#lobby");
  bob.expect("^:alice!\\S+ PART");
  spectrum_->exit();
  spectrum_->expectExit(0);
  std::filesystem::remove_all(directory_.path() / "prism-storage");  // else only newer messages come
  dropKeptFrames();
  launchIrc(serverAddress());
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  const std::string stamped = ".* timestamp=\"[0-9]{8}T[0-9]{6}\"";
  await("message=\"said by me\" nickname=\"alice\"" + stamped);
  await("message=\"/me waves\" nickname=\"alice\"" + stamped);
  await("message=\"bold words\" nickname=\"bob\".*font-weight: bold.*" + stamped);
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("message=\"(said by me|/me waves|bold words)\""), 0U);
}

TEST_F(ErgoHistory, CanBeSwitchedOff) {
  startServer();
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  bob.send("PRIVMSG #lobby :old");
  bob.send("PING done");
  bob.expect("PONG .*done");
  launchIrc(serverAddress(), "history = 0\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("message=\"old\""), 0U);
}

TEST_F(ErgoHistory, WhatWasMissedOverARestartComesOnceAndInOrder) {
  startServer();
  launchIrc(serverAddress());
  Client& bob = joinLobby(server_->port());
  for (const char* text : {"first", "second"}) {
    bob.send("PRIVMSG #lobby :" + std::string(text));
    await("message=\"" + std::string(text) + "\" nickname=\"bob\"");
  }
  say("alice", "#lobby", "mine");
  await("message=\"mine\" nickname=\"alice\"");
  spectrum_->exit();
  spectrum_->expectExit(0);
  dropKeptFrames();
  bob.expect("^:alice!\\S+ QUIT");
  for (int i = 0; i < 10; ++i) {
    bob.send("PRIVMSG #lobby :missed " + std::to_string(i));
  }
  bob.send("PING done");
  bob.expect("PONG .*done");
  for (int launch = 0; launch < 2; ++launch) {
    launchIrc(serverAddress());
    logIn("alice");
    joinAndWait("alice", "#lobby", "alice");
    for (int i = 0; i < 10 && launch == 0; ++i) {
      const std::string frame = await("message=\"(missed [0-9]+|first|second|mine)\"");
      EXPECT_TRUE(
          Expression("message=\"missed " + std::to_string(i) + "\" nickname=\"bob\".* timestamp=").matches(frame))
          << frame;
    }
    awaitRoundTrip(bob, "alice", "alice");
    EXPECT_EQ(count("message=\"(missed [0-9]+|first|second|mine)\""), 0U) << launch << "\n" << keptFrames();
    spectrum_->exit();
    spectrum_->expectExit(0);
    dropKeptFrames();
    bob.expect("^:alice!\\S+ QUIT");
  }
}

TEST_F(ErgoHistory, UsersGoBackPageByPage) {
  startServer();
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  for (int i = 0; i < 12; ++i) {
    bob.send("PRIVMSG #lobby :old " + std::to_string(i));
  }
  bob.send("PING done");
  bob.expect("PONG .*done");
  launchIrc(serverAddress(), "history = 0\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  const auto expectPage = [this](const std::string& command, int first, int last, const std::string& end) {
    say("alice", "#lobby", command);
    for (int i = first; i <= last; ++i) {
      const std::string frame = await("CONV_MESSAGE .*message=\"old [0-9]+\"");
      EXPECT_TRUE(Expression("message=\"old " + std::to_string(i) + "\" nickname=\"bob\".* timestamp=").matches(frame))
          << command << "\n"
          << frame;
    }
    await("CONV_MESSAGE .*message=\"" + end);
  };
  expectPage("/history 5", 7, 11, "/history before shows the messages before these");
  expectPage("/history before", 0, 6, "There are no earlier messages");
  expectPage("/history 1h", 0, 11, "These are all");
}

TEST_F(ErgoHistory, OfEachUserAsTheyLike) {
  startServer();
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  for (int i = 0; i < 10; ++i) {
    bob.send("PRIVMSG #lobby :old " + std::to_string(i));
  }
  bob.send("PING done");
  bob.expect("PONG .*done");
  launchIrc(serverAddress());
  logIn("alice", {}, {{"irc.history", "3"}});
  joinAndWait("alice", "#lobby", "alice");
  for (const char* last : {"7", "8", "9"}) {
    await("message=\"old " + std::string(last) + "\" nickname=\"bob\"");
  }
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("message=\"old "), 0U);
}

}  // namespace
}  // namespace prism::tests
