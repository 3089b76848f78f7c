// SPDX-License-Identifier: MIT
// The lobby's log on a disk that is full, locked, damaged, or in the hands of another program.
#include "tests/lobby/log_directory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

namespace prism::tests {
namespace {

using lobby::Database;
using lobby::Event;
using lobby::Log;
using lobby::Outcome;

class LogFaultsTest : public ::testing::Test {
 protected:
  // Returns the sentence with which opening the log fails.
  std::string openFails() {
    try {
      Log log(directory_.path(), {});
    } catch (const std::exception& error) {
      return error.what();
    }
    return "it was opened";
  }
  std::string sentence(const std::string& reason) const {
    return "The lobby cannot use its log " + directory_.database() + ": " + reason +
           ". If the file is damaged, stop the transport and move the file away: then a new one is made.";
  }
  void run(const char* sql) {
    Database database;
    ASSERT_EQ(database.open(directory_.database()), SQLITE_OK);
    ASSERT_EQ(database.run(sql), SQLITE_OK) << database.error();
  }

  LogDirectory directory_;
};

TEST_F(LogFaultsTest, ADirectoryThatCannotBeMadeIsNamed) {
  std::ofstream(directory_.path()) << "a file";
  EXPECT_EQ(openFails(), "The lobby needs the directory " + directory_.path() + ": Not a directory.");
}

TEST_F(LogFaultsTest, AFileThatIsNoDatabaseIsLeftAlone) {
  std::filesystem::create_directory(directory_.path());
  const std::string text(5'000, 'x');
  std::ofstream(directory_.database()) << text;
  EXPECT_EQ(openFails(), sentence("file is not a database"));
  EXPECT_EQ(std::filesystem::file_size(directory_.database()), text.size());
}

TEST_F(LogFaultsTest, ADatabaseOfAnotherProgramIsLeftAlone) {
  std::filesystem::create_directory(directory_.path());
  run("CREATE TABLE precious (data); INSERT INTO precious VALUES (1)");
  EXPECT_EQ(openFails(), sentence("it is a database of another program"));
  run("SELECT data FROM precious");
}

TEST_F(LogFaultsTest, AnotherFormatIsNamed) {
  { const Log log(directory_.path(), {}); }
  run("PRAGMA user_version = 7");
  EXPECT_EQ(openFails(), sentence("it has the format 7, and this version of the plugin knows format 2"));
}

TEST_F(LogFaultsTest, ALockedDatabaseRefusesEventsUntilItIsFree) {
  Log log(directory_.path(), {});
  std::vector<Event> events{messageFrom("alice", "bob", "hi")};
  {
    Database other;
    ASSERT_EQ(other.open(directory_.database()), SQLITE_OK);
    ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);
    EXPECT_EQ(log.append(&events), Outcome::kBusy);
    EXPECT_EQ(log.trim(0), Outcome::kBusy);
    std::vector<Event> read;
    EXPECT_EQ(log.after(0, &read), Outcome::kDone);  // reading goes on
  }
  EXPECT_EQ(log.append(&events), Outcome::kDone);
}

TEST_F(LogFaultsTest, ADamagedDatabaseRefusesEvents) {
  Log log(directory_.path(), {});
  std::vector<Event> events(200, messageFrom("alice", "bob", std::string(1'000, 'x')));
  ASSERT_EQ(log.append(&events), Outcome::kDone);
  run("PRAGMA wal_checkpoint(TRUNCATE)");
  std::fstream file(directory_.database(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(100'000, '\xee');
  file.close();
  Log other(directory_.path(), {});
  std::vector<Event> read;
  EXPECT_EQ(other.after(0, &read), Outcome::kBroken);
  EXPECT_EQ(other.error(), "database disk image is malformed");
  events = {messageFrom("alice", "bob", "hi")};
  EXPECT_EQ(other.append(&events), Outcome::kBroken);
  EXPECT_EQ(lobby::sentenceOf(Outcome::kBroken),
            "The gateway cannot store anything at the moment, because of a fault.");
}

// A limit on the size of files has the same effect on SQLite as a disk that is full.
TEST_F(LogFaultsTest, AFullDiskRefusesEventsUntilThereIsRoom) {
  Log log(directory_.path(), {});
  std::vector<Event> events{messageFrom("alice", "bob", std::string(500'000, 'x'))};
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 200'000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const Outcome refused = log.append(&events);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(refused, Outcome::kDone);
  EXPECT_EQ(log.append(&events), Outcome::kDone) << log.error();
}

}  // namespace
}  // namespace prism::tests
