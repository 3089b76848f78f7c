// SPDX-License-Identifier: MIT
// The example plugin: a thread that posts, a timer, receipts, and the end.
#include "rust_test.h"

#include <cstdio>
#include <fstream>

namespace prism::tests {
namespace {

class Ticker : public ::testing::Test {
 protected:
  Ticker()
      : spectrum_(rustOptions("ticker", "[ticker]\nfile = ./ticker.txt\nperiod_ms = 10\n", {"--prism.strict=1"})) {}

  // Replaces the file, so that the thread never reads half of it.
  void write(const std::string& line) {
    const std::string file = spectrum_.directory() / "ticker.txt";
    std::ofstream(file + ".new") << line << '\n';
    ASSERT_EQ(std::rename((file + ".new").c_str(), file.c_str()), 0);
  }

  void launchAndLogIn() {
    write("one");
    spectrum_.launch();
    spectrum_.ping();
    spectrum_.loginAndWait("alice");
    awaitStatus("one");
  }

  // Waits until the contact shows a line, which the thread has read.
  void awaitStatus(const std::string& line) {
    while (spectrum_.expectBuddy("alice", "ticker").statusmessage() != line) {
    }
  }

  void end() {
    spectrum_.exit();
    spectrum_.expectExit(0);
  }

  Spectrum spectrum_;
};

TEST_F(Ticker, TellsWhatItsThreadHasRead) {
  launchAndLogIn();
  write("two");
  awaitStatus("two");
  spectrum_.say("alice", "ticker", "now");
  spectrum_.expectMessage("alice", "ticker", "two");
  end();
}

TEST_F(Ticker, EchoesWithAReceipt) {
  launchAndLogIn();
  spectrum_.say("alice", "ticker", "hello", "7");
  spectrum_.expectAck("alice", "ticker", "7");
  spectrum_.expectMessage("alice", "ticker", "hello");
  end();
}

TEST_F(Ticker, RefusesAMessageToAnotherContact) {
  launchAndLogIn();
  spectrum_.say("alice", "bob", "hello", "7");
  spectrum_.expectMessageWith("alice", "bob", {"There is only the contact `ticker`."});
  end();
}

TEST_F(Ticker, RepeatsUntilItIsStopped) {
  launchAndLogIn();
  spectrum_.say("alice", "ticker", "every 0.02");
  spectrum_.expectMessage("alice", "ticker", "one");
  spectrum_.expectMessage("alice", "ticker", "one");
  spectrum_.say("alice", "ticker", "stop");
  while (spectrum_.next().as<pbnetwork::ConversationMessage>().message() != "I say no more.") {
  }
  spectrum_.expectNothing();
  end();
}

TEST_F(Ticker, EndsTheTimerWithTheSession) {
  launchAndLogIn();
  spectrum_.say("alice", "ticker", "every 0.01");
  spectrum_.expectMessage("alice", "ticker", "one");
  spectrum_.logout("alice");
  end();  // strict: an event for a user who is logged out would be a fault
}

TEST_F(Ticker, NeedsItsFile) {
  Spectrum other(rustOptions("ticker", "", {}));
  other.start({"-n", other.configurationFile()});
  other.expectExit(ECANCELED);
  EXPECT_NE(other.log().find("ticker.file is missing"), std::string::npos) << other.log();
}

}  // namespace
}  // namespace prism::tests
