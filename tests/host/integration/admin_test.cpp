// SPDX-License-Identifier: MIT
// The service prism.admin.draft/1 of a real host, called by the probe.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class AdminTest : public ProbeTest {
 protected:
  // Has the probe send a command, and expects it at Spectrum.
  void sendToSpectrum(const std::string& command) {
    sendCommand("admin send " + command);
    spectrum_->expectCommand(command);
  }

  std::ptrdiff_t countInLog(const std::string& words) {
    std::ptrdiff_t count = 0;
    const std::string log = spectrum_->log();
    for (std::size_t at = 0; (at = log.find(words, at)) != std::string::npos; at += words.size()) {
      ++count;
    }
    return count;
  }
};

TEST_F(AdminTest, AnswersComeInTheOrderOfTheCommands) {
  start();
  sendToSpectrum("online_users_count");
  sendToSpectrum("status");
  spectrum_->answerCommand("3");
  expectAnswer("command 1 outcome 1 [3]");
  spectrum_->answerCommand("Running");
  expectAnswer("command 2 outcome 1 [Running]");
  spectrum_->answerCommand("nobody asked");
  sendToSpectrum("status");
  expectFault("a QUERY that answers no command is ignored");
}

TEST_F(AdminTest, AWithdrawnCommandKeepsItsPlace) {
  start();
  sendToSpectrum("one");
  sendToSpectrum("two");
  sendCommand("admin withdraw 1");
  expectAnswer("withdrawn 0");
  spectrum_->answerCommand("of one");
  spectrum_->answerCommand("of two");
  expectAnswer("command 2 outcome 1 [of two]");
  sendCommand("admin withdraw 2");
  expectAnswer("withdrawn 0");
}

TEST_F(AdminTest, ADamagedAnswerIsAnAnswerAllTheSame) {
  start();
  sendToSpectrum("one");
  sendToSpectrum("two");
  spectrum_->sendRaw(WrapperMessage::TYPE_QUERY, "\xFF");
  expectAnswer("command 1 outcome 1 []");
  spectrum_->answerCommand("of two");
  expectAnswer("command 2 outcome 1 [of two]");
}

TEST_F(AdminTest, OpenCommandsAreBounded) {
  start();
  sendCommand("admin many 100");
  for (int i = 0; i < 32; ++i) {
    spectrum_->expectCommand("status");
  }
  expectAnswer("sent 32");
  expectAnswer("result -8");
  expectMisbehaviour("admin.send: Spectrum has not answered 32 commands yet");
  spectrum_->answerCommand("x");
  expectAnswer("command 1 outcome 1 [x]");
  sendToSpectrum("again");
}

TEST_F(AdminTest, OpenCommandsEndOnceWithTheProcess) {
  start();
  sendToSpectrum("one");
  sendToSpectrum("two");
  sendCommand("admin withdraw 2");
  expectAnswer("withdrawn 0");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(countInLog("command 1 outcome 3 []\n"), 1);
  EXPECT_EQ(countInLog("command 2"), 0);
  expectMisbehaviour("admin.send: the process is about to end");
}

TEST_F(AdminTest, WrongCallsAreRefused) {
  start();
  const std::pair<const char*, const char*> faults[] = {{"nobody", "ended is NULL"},
                                                        {"no-id", "id is NULL"},
                                                        {"nothing", "command is empty"},
                                                        {"two", "command has a line break"},
                                                        {"return", "command has a line break"}};
  for (const auto& [how, fault] : faults) {
    sendCommand(std::string("admin wrongly ") + how);
    expectAnswer("result -2");
    expectMisbehaviour(std::string("admin.send: ") + fault);
  }
  sendCommand("admin withdraw 77");
  expectAnswer("withdrawn -2");
  expectMisbehaviour("admin.cancel: there is no command 77");
}

TEST_F(AdminTest, AnExceptionInAnAnswerIsLogged) {
  start();
  sendToSpectrum("one");
  spectrum_->answerCommand("throw");
  expectAnswer("command 1 outcome 1 [throw]");
  expectMisbehaviour("admin.send: exception 'thrown in an answer'");
}

}  // namespace
}  // namespace prism::tests
