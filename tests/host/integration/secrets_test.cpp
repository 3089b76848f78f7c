// SPDX-License-Identifier: MIT
// Secrets from Spectrum never reach a log, at any level, not even on errors. Every secret here contains the word
// `canary`.
#include "tests/support/probe_test.h"

#include <csignal>
#include <fstream>
#include <sstream>

namespace prism::tests {
namespace {

class SecretsTest : public ProbeTest {
 protected:
  // Starts the host. It and the plugin log everything to a file and to stderr.
  void launchTracing(const std::string& more = "") {
    log_file_ = directory_.path().string() + "/backend.log";
    const std::string log = directory_.write("log.cfg",
                                             "log4j.rootLogger=trace, F, E\n"
                                             "log4j.appender.F=org.apache.log4j.FileAppender\n"
                                             "log4j.appender.F.File=" +
                                                 log_file_ +
                                                 "\n"
                                                 "log4j.appender.E=org.apache.log4j.ConsoleAppender\n"
                                                 "log4j.appender.E.Target=System.err\n");
    launch("probe", "[logging]\nbackend_config = " + log + "\n" + more);
  }

  static pbnetwork::Login login(const std::string& user) {
    pbnetwork::Login login = loginOf(user);
    login.set_password("canary-password");
    login.add_extrafields("canary-extra-field");
    (*login.mutable_settings()->mutable_value())["token"] = "canary-token";
    return login;
  }

  static pbnetwork::Room joinOf(const std::string& user) {
    pbnetwork::Room join;
    join.set_username(user);
    join.set_nickname("nick");
    join.set_room("lobby");
    join.set_password("canary-room-password");
    return join;
  }

  void expectNoSecretIsLogged() {
    std::ostringstream file;
    file << std::ifstream(log_file_).rdbuf();
    EXPECT_NE(file.str().find("Connection: from Spectrum"), std::string::npos) << "the log is where it should be";
    for (const std::string& log : {file.str(), spectrum_->log()}) {
      EXPECT_EQ(log.find("canary"), std::string::npos) << log;
    }
  }

  testing::TemporaryDirectory directory_;
  std::string log_file_;
};

TEST_F(SecretsTest, StayOutOfTheLogOnEveryPath) {
  launchTracing();
  spectrum_->batch([&] {
    // Valid requests.
    spectrum_->send(WrapperMessage::TYPE_LOGIN, login("alice"));
    spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, joinOf("alice"));
    spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML,
                       "<message from='alice/x' to='bob'><body>canary-body</body></message>");

    // Requests that are damaged, incomplete, invalid, or of users who are not logged in.
    const std::string whole = login("bob").SerializeAsString();
    spectrum_->sendRaw(WrapperMessage::TYPE_LOGIN, whole.substr(0, whole.size() - 3));
    pbnetwork::Login incomplete = login("bob");
    incomplete.clear_legacyname();
    spectrum_->sendRaw(WrapperMessage::TYPE_LOGIN, incomplete.SerializePartialAsString());
    pbnetwork::Login unfit = login("bob");
    unfit.set_password("canary\a");
    spectrum_->send(WrapperMessage::TYPE_LOGIN, unfit);
    spectrum_->sendFrame(whole);
    spectrum_->sendRaw(static_cast<testing::Type>(99), whole);
    spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, joinOf("mallory"));
    const std::string join = joinOf("alice").SerializeAsString();
    spectrum_->sendRaw(WrapperMessage::TYPE_JOIN_ROOM, join.substr(0, join.size() - 3));
    spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, "<auth from='alice'>canary-sasl</auth>");
    spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, "<message from='alice'><canary-element></message>");
    spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, "<message from='mallory'><body>canary-body</body></message>");
    spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, "canary-without-xml \xFF");

    // A second login.
    spectrum_->send(WrapperMessage::TYPE_LOGIN, login("alice"));
  });
  spectrum_->ping();
  expectNoSecretIsLogged();
}

TEST_F(SecretsTest, StayOutOfTheLogWhenThePluginThrows) {
  for (const std::string function : {"login", "join", "raw_xml"}) {
    launchTracing("[probe]\nthrows_in = " + function + "\n");
    spectrum_->batch([&] {
      spectrum_->sendFrame("");
      spectrum_->send(WrapperMessage::TYPE_LOGIN, login("alice"));
      spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, joinOf("alice"));
      spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, "<message from='alice'><body>canary-body</body></message>");
    });
    spectrum_->ping();
    expectNoSecretIsLogged();
  }
}

TEST_F(SecretsTest, StayOutOfTheLogWhenTheUserIsAskedForThem) {
  launchTracing("[probe]\nprompts = 1\n");
  spectrum_->sendFrame("");
  HostTest::login("alice");
  const auto say = [this](const std::string& text) { spectrum_->say("alice", "prism", text); };
  for (const std::string answer : {"canary-answer", "canary-throw"}) {  // for the second, the plugin throws
    sendCommand("ask secret");
    say("canary\nof two lines");
    say("canary\xFF");
    say(answer);
    while (spectrum_->next().payload.find("secret answered [" + answer + "]") == std::string::npos) {
    }
  }
  sendCommand("ask wrongly initial");
  sendCommand("ask secret 1");
  while (spectrum_->next().payload.find("secret timed out") == std::string::npos) {
  }
  say("canary-too-late");
  sendCommand("ask secret");
  spectrum_->logout("alice");
  say("canary-after-logout");
  spectrum_->ping();
  expectNoSecretIsLogged();
}

TEST_F(SecretsTest, StayOutOfTheLogWhenTheyAreTypedInACommand) {
  launchTracing("[probe]\ncommands = 1\n");
  HostTest::login("alice");
  for (const char* text : {"/unlock canary-code", "/unlock canary\nof two lines", "/greet canary 1 2", "/greet canary",
                           "/unlock canary-throw", "/throw canary", "/unlock canary\xFF"}) {
    spectrum_->say("alice", "bob", text);
  }
  spectrum_->ping();
  expectNoSecretIsLogged();
}

TEST_F(SecretsTest, StayOutOfTheLogWhenTheHostDies) {
  launchTracing();
  spectrum_->sendFrame("");
  spectrum_->send(WrapperMessage::TYPE_LOGIN, login("alice"));
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, joinOf("alice"));
  sendCommand("abort");
  EXPECT_EQ(spectrum_->host().exitStatus(), (testing::ExitStatus{.signal = SIGABRT}));
  expectNoSecretIsLogged();
}

}  // namespace
}  // namespace prism::tests
