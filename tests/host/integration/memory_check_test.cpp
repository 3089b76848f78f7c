// SPDX-License-Identifier: MIT
// Runs the host under valgrind: no use of uninitialized or freed memory, and no leak.
#include "tests/support/probe_test.h"

#include <unistd.h>

namespace prism::tests {
namespace {

constexpr const char* kValgrind = "/usr/bin/valgrind";
constexpr int kFindings = 99;

class MemoryCheckTest : public ProbeTest {
 protected:
  void SetUp() override {
    if (kSanitized) {
      GTEST_SKIP() << "a sanitizer looks already, and valgrind cannot run it";
    }
    if (::access(kValgrind, X_OK) != 0) {
      GTEST_SKIP() << "there is no " << kValgrind;
    }
  }

  void launchUnderValgrind(const std::string& configuration) {
    launchWith({.host_program = hostProgram(),
                .wrapper = {kValgrind, "--quiet", "--leak-check=full", "--show-leak-kinds=definite",
                            "--errors-for-leak-kinds=definite", "--suppressions=" PRISM_VALGRIND_SUPPRESSIONS,
                            "--error-exitcode=" + std::to_string(kFindings)},
                .configuration = configuration,
                .deadline = testing::Milliseconds(60'000)});
  }

  void expectNoFindings() {
    spectrum_->exit();
    spectrum_->expectExit(0);
    EXPECT_EQ(spectrum_->log().find("\n=="), std::string::npos) << spectrum_->log();
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(MemoryCheckTest, FindsNothingInAConversation) {
  const std::string log = directory_.write("log.cfg",
                                           "log4j.rootLogger=trace, F, E\n"
                                           "log4j.appender.F=org.apache.log4j.RollingFileAppender\n"
                                           "log4j.appender.F.File=${jid}.log\n"
                                           "log4j.appender.F.MaxFileSize=1KB\n"
                                           "log4j.appender.E=org.apache.log4j.ConsoleAppender\n"
                                           "log4j.appender.E.Target=System.err\n");
  launchUnderValgrind(configurationFor("probe", "[logging]\nbackend_config = " + log + "\n"));
  loginToProbe();
  sendCommand("timer 20");
  expectAnswer("timer");
  sendCommand("watch");
  expectAnswer("read x events 1");
  expectAnswer("result 0");
  sendCommand("post");
  expectAnswer("posted");
  spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_AWAY, "out"));
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob", "Bob", "friends"));
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, "<message from='alice/x' to='bob'><body>hi</body></message>");
  spectrum_->sendRaw(WrapperMessage::TYPE_LOGIN, loginOf("bob").SerializeAsString().substr(0, 9));
  spectrum_->sendFrame("");
  spectrum_->sendSplit(testing::frameBytes(WrapperMessage::TYPE_LOGIN, loginOf("bob")), {2, 5, 11});
  spectrum_->logout("alice");
  spectrum_->logout("bob");
  spectrum_->ping();
  expectNoFindings();
}

TEST_F(MemoryCheckTest, FindsNothingWithManyUsersAndLargeMessages) {
  launchUnderValgrind(configurationFor("echo"));
  for (int i = 0; i < 50; ++i) {
    loginToEcho("user" + std::to_string(i));
  }
  const std::string text(100'000, 'x');
  for (int i = 0; i < 50; ++i) {
    const std::string user = "user" + std::to_string(i);
    spectrum_->say(user, "echo", text);
    spectrum_->expectMessage(user, "echo", text);
  }
  expectNoFindings();  // while all users are logged in
}

}  // namespace
}  // namespace prism::tests
