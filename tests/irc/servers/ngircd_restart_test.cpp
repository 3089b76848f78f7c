// SPDX-License-Identifier: MIT
// A real ngIRCd that dies, hangs, restarts or delays lines.
#include "tests/irc/servers/irc_test.h"

#include <chrono>

namespace prism::tests {
namespace {

constexpr testing::Milliseconds kLong(60'000);

class NgircdRestart : public IrcTest {
 protected:
  void SetUp() override { PRISM_NEEDS(whyNoNgircd()); }

  void begin(const std::string& more, const NgircdOptions& options = {}) {
    server_.emplace(options);
    server_->start();
    launchIrc(addressOf(server_->port()), more);
  }

  std::optional<Ngircd> server_;
};

TEST_F(NgircdRestart, EverybodyAndEveryRoomComesBack) {
  begin("reconnect_attempts = 500\n");
  const std::vector<std::string> users = {"alice", "bob", "carol"};
  const std::vector<std::string> rooms = {"#one", "#two", "#three"};
  for (const std::string& user : users) {
    logIn(user);
    for (const std::string& room : rooms) {
      joinAndWait(user, room, user);
    }
  }
  say("alice", "#one", "before");
  for (const std::string& user : users) {
    await("CONV_MESSAGE userName=\"" + user + "\" .*message=\"before\"");
  }
  collect();
  dropKeptFrames();
  server_->kill();
  for (const std::string& user : users) {
    for (const std::string& room : rooms) {
      await("CONV_MESSAGE userName=\"" + user + "\" buddyName=\"" + room + "\" message=\"The connection is lost");
    }
  }
  server_->start();
  Client watcher(server_->port(), "watcher");
  for (const std::string& room : rooms) {
    for (std::size_t here = 0; here < users.size();) {
      watcher.send("NAMES " + room);
      const std::string line = watcher.expect(" (353|366) \\S+ ([=@*] )?" + room);
      here = 0;
      for (const std::string& user : users) {
        here += line.find(user) != std::string::npos ? 1 : 0;
      }
    }
  }
  say("carol", "#two", "after");
  for (const std::string& user : users) {
    await("CONV_MESSAGE userName=\"" + user + "\" buddyName=\"#two\" message=\"after\" nickname=\"carol\"");
    awaitRoundTrip(watcher, user, user);
  }
  EXPECT_EQ(count("message=\"(before|after)\""), 0U);
  EXPECT_EQ(count("CONNECTED"), 0U);
  // The order of the reconnects is undefined. But everyone who left came back, and no user saw themselves leave.
  for (const std::string& user : users) {
    for (const std::string& other : users) {
      const std::string about = "PARTICIPANT_CHANGED userName=\"" + user + "\" .*nickname=\"" + other + "\" ";
      EXPECT_LE(count(about + ".*status=5"), user == other ? 0U : count(about + ".*status=0")) << user << other;
    }
  }
}

TEST_F(NgircdRestart, RequestsDuringAnOutageTakeEffectAfterTheReconnect) {
  begin("reconnect_attempts = 500\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  server_->kill();
  await("message=\"The connection is lost");
  join("alice", "#new", "alice");
  leave("alice", "#lobby");
  say("alice", "#new", "/topic from the dark");
  server_->start();
  await("ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#new\" message=\"from the dark\"", kLong);
  Client bob(server_->port(), "bob");
  bob.join("#new");
  bob.send("TOPIC #new");
  bob.expect(" 332 bob #new :from the dark");
  bob.send("WHOIS alice");
  EXPECT_EQ(bob.expect(" 319 ").find("#lobby"), std::string::npos);
}

TEST_F(NgircdRestart, ALogoutMeanwhileIsTheEnd) {
  begin("reconnect_attempts = 500\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  server_->kill();
  await("message=\"The connection is lost");
  spectrum_->logout("alice", "alice");
  collect();
  dropKeptFrames();
  server_->start();
  Client bob(server_->port(), "bob");
  logIn("carol");  // a later login: its events would come after any of alice's
  bob.send("ISON alice");
  EXPECT_EQ(bob.expect(" 303 ").find("alice"), std::string::npos);
  collect();
  EXPECT_EQ(count("userName=\"alice\""), 0U);
}

TEST_F(NgircdRestart, AServerThatHangsIsLeftForAnother) {
  begin("ping_interval = 1\nping_timeout = 1\nreconnect_attempts = 500\nconnect_timeout = 2\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  server_->freeze();
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"The connection is lost.*does not answer any more", kLong);
  server_->thaw();
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*status=0", kLong);
  bob.send("PRIVMSG #lobby :welcome back");
  await("message=\"welcome back\" nickname=\"bob\"");
  EXPECT_EQ(count("DISCONNECTED"), 0U);
}

TEST_F(NgircdRestart, ALoginWhileTheServerHangs) {
  begin("ping_interval = 1\nping_timeout = 1\n");
  server_->freeze();
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*has not finished the login in time");
  server_->thaw();
  logIn("alice");
}

// ngIRCd delays lines beyond one per second. With the plugin's default settings no line is lost.
TEST_F(NgircdRestart, TheServersFloodControlLosesNothing) {
  begin("flood_interval = 200\n", {.flood_control = true});
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  constexpr int kLines = 25;
  std::string paste;
  for (int i = 0; i < kLines; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  for (int i = 0; i < kLines; ++i) {
    bob.expect("^:alice!\\S+ PRIVMSG #lobby :line " + std::to_string(i) + "$", kLong);
    await("message=\"line " + std::to_string(i) + "\" nickname=\"alice\"", kLong);
  }
  EXPECT_EQ(bob.count("PRIVMSG #lobby"), std::size_t{kLines});
}

TEST_F(NgircdRestart, APasteTakesItsTime) {
  constexpr int kLines = 500;
  constexpr int kBurst = 20;
  constexpr std::chrono::milliseconds kInterval(8);
  begin("flood_interval = 8\nflood_burst = 20\n");
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  const auto start = std::chrono::steady_clock::now();
  std::string paste;
  for (int i = 0; i < kLines; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  for (int i = 0; i < kLines; ++i) {
    bob.expect("^:alice!\\S+ PRIVMSG #lobby :line " + std::to_string(i) + "$", kLong);
  }
  EXPECT_GE(std::chrono::steady_clock::now() - start, kInterval * (kLines - 1 - kBurst));
  await("message=\"line 499\" nickname=\"alice\"");
  EXPECT_EQ(count("message=\"line [0-9]+\" nickname=\"alice\""), std::size_t{kLines - 1});
  EXPECT_EQ(bob.count("PRIVMSG #lobby"), std::size_t{kLines});
}

}  // namespace
}  // namespace prism::tests
