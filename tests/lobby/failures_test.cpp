// SPDX-License-Identifier: MIT
// The lobby when a backend is killed, and when its log cannot be written.
#include "plugins/lobby/database.h"
#include "tests/lobby/lobby.h"

#include <filesystem>
#include <fstream>
#include <optional>

namespace prism::tests {
namespace {

constexpr const char* kTryAgain = "The gateway is busy. Please try again.";

class LobbyFailuresTest : public LobbyTest {
 protected:
  // Another program locks the database.
  void lock() {
    ASSERT_EQ(locked_.emplace().open(log_), SQLITE_OK);
    ASSERT_EQ(locked_->run("BEGIN IMMEDIATE"), SQLITE_OK);
  }
  void unlock() { locked_.reset(); }

  // The timer of the backend that reads, sweeps and tries again.
  static void tick(Backend& backend) {
    const Lines& lines = backend.created();
    const auto has_id = [](const std::string& line) {
      return line.compare(0, 15, "metrics.define ") == 0 || line.compare(0, 10, "watch_add ") == 0 ||
             line.compare(0, 10, "timer_add ") == 0;
    };
    const auto timer = static_cast<prism_timer>(std::count_if(lines.begin(), lines.end(), has_id));
    backend.host().fireTimer(timer);
  }

 private:
  std::optional<lobby::Database> locked_;
};

TEST_F(LobbyFailuresTest, PeopleOfAKilledBackendAreLoggedOut) {
  loginOnBoth();
  enterOnBoth();
  there_.end();
  tick(here_);
  EXPECT_EQ(take(),
            (Lines{"participant_changed alice@x lobby bo status=6 account=bob", "buddy_changed alice@x bob status=6"}));
}

TEST_F(LobbyFailuresTest, ABackendThatStartsFindsNoneOfTheDead) {
  there_.login("bob");
  there_.join("bob@x", "lobby", "bo");
  there_.end();
  login("alice");
  here_.join("alice@x", "lobby", "bo");
  EXPECT_EQ(take(), (Lines{"joined alice@x lobby bo flags=2 status=1 account=alice", "subject_changed alice@x lobby"}));
}

TEST_F(LobbyFailuresTest, TheNameOfSomebodyOnAKilledBackendIsFree) {
  loginOnBoth();
  there_.end();
  here_.lobby().login("impostor@x", "bob");
  const Lines lines = take();
  EXPECT_NE(std::find(lines.begin(), lines.end(), "connected impostor@x"), lines.end());
}

TEST_F(LobbyFailuresTest, ThePersonComesBackOnAnotherBackend) {
  loginOnBoth();
  enterOnBoth();
  there_.end();
  here_.say("alice@x", "bob", "are you there?", 17);
  take();
  here_.login("bob");
  const Lines lines = take();
  EXPECT_EQ(lines.front(), "participant_changed alice@x lobby bo status=6 account=bob");
  EXPECT_NE(std::find(lines.begin(), lines.end(), "connected bob@x"), lines.end());
  EXPECT_EQ(lines.back().find("receipt alice@x bob 17 state=2 network_id="), 0u);
}

TEST_F(LobbyFailuresTest, ALockedLogRefusesRequestsWithASentence) {
  loginOnBoth();
  lock();
  here_.say("alice@x", "bob", "hi", 17);
  Lines lines = take();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].find("error: The log in "), 0u);
  EXPECT_EQ(lines[1], std::string("receipt alice@x bob 17 state=4 text=") + kTryAgain);
  here_.login("carol");
  here_.join("alice@x", "lobby", "al");
  EXPECT_EQ(take(), (Lines{std::string("disconnected carol@x 1 ") + kTryAgain,
                           std::string("join_failed alice@x lobby error=7 text=") + kTryAgain}));
  unlock();
  here_.say("alice@x", "bob", "hi", 18);
  EXPECT_EQ(takeThere().size(), 1u);
}

TEST_F(LobbyFailuresTest, ALogThatCannotBeReadRemovesNobodyFromRosters) {
  loginOnBoth();
  lobby::Database other;
  ASSERT_EQ(other.open(log_), SQLITE_OK);
  ASSERT_EQ(other.run("DROP TABLE event"), SQLITE_OK);
  auto bob = Backend::sized<prism_buddy>();
  bob.user = Backend::str("alice@x");
  bob.buddy = Backend::str("bob");
  here_.lobby().sendRoster("alice@x", {&bob});
  EXPECT_EQ(take(), Lines{});
}

TEST_F(LobbyFailuresTest, AStateIsWrittenLater) {
  loginOnBoth();
  enterOnBoth();
  lock();
  here_.lobby().setStatus("alice@x", PRISM_STATUS_AWAY, "first");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_AWAY, "second");
  here_.lobby().leave("alice@x", "lobby");
  unlock();
  tick(here_);
  EXPECT_EQ(takeThere(), (Lines{"participant_changed bob@x lobby al status=6 account=alice",
                                "buddy_changed bob@x alice status=2 status_text=second"}));
}

TEST_F(LobbyFailuresTest, AReceiptIsWrittenLater) {
  loginOnBoth();
  here_.say("alice@x", "bob", "hi", 17);
  take();
  lock();
  const Lines delivered = takeThere();
  ASSERT_EQ(delivered.size(), 2U);
  EXPECT_EQ(delivered[0].find("message bob@x alice text=hi "), 0U) << delivered[0];
  EXPECT_EQ(delivered[1].find("error: The log in "), 0U);
  unlock();
  tick(there_);
  EXPECT_EQ(takeHere().at(0).find("receipt alice@x bob 17 state=2 network_id="), 0U);
}

TEST_F(LobbyFailuresTest, ALogoutIsWrittenLater) {
  loginOnBoth();
  enterOnBoth();
  lock();
  here_.lobby().setStatus("alice@x", PRISM_STATUS_AWAY, "");
  here_.logout("alice@x");
  unlock();
  take();
  there_.say("bob@x", "alice", "still there?");
  takeThere();
  EXPECT_EQ(takeHere(), Lines());  // there is no session to tell
  tick(here_);
  EXPECT_EQ(takeThere(),
            (Lines{"participant_changed bob@x lobby al status=6 account=alice", "buddy_changed bob@x alice status=6"}));
}

TEST_F(LobbyFailuresTest, NothingIsWrittenBeforeTheStart) {
  const testing::TemporaryDirectory directory;
  FakeHost host;
  host.configure("service.working_dir", directory.path().string());
  host.configure("service.jid", "lobby.test");
  {
    const Instance checked(*prism_plugin_query(PRISM_ABI_VERSION), host);
    EXPECT_EQ(checked.result(), PRISM_OK);
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST_F(LobbyFailuresTest, ALogThatCannotBeUsedIsNamed) {
  std::filesystem::create_directories(std::filesystem::path(log_).parent_path());
  std::ofstream(log_) << std::string(5'000, 'x');
  EXPECT_EQ(here_.lobby().result(), PRISM_ERR_FAILED);
  EXPECT_EQ(here_.created().back(),
            "error: The lobby cannot use its log " + log_ +
                ": file is not a database. If the file is damaged, stop the transport and move the file away: then a "
                "new one is made.");
}

TEST_F(LobbyFailuresTest, ASessionThatAnotherBackendHasEndedEndsHere) {
  loginOnBoth();
  const std::filesystem::path directory = std::filesystem::path(log_).parent_path();
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {  // somebody has removed the locks
    if (entry.path().filename().string().find("backend-") == 0) {
      std::filesystem::remove(entry.path());
    }
  }
  tick(there_);
  EXPECT_EQ(takeHere(), Lines{"disconnected alice@x 1 The gateway has lost this session."});
  here_.login("alice");
  EXPECT_EQ(take().front(), "connected alice@x");
}

}  // namespace
}  // namespace prism::tests
