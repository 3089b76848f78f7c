// SPDX-License-Identifier: MIT
// A panic of a plugin in Rust is a fault in the log, answers the request, and harms no other user.
#include "rust_test.h"

namespace prism::tests {
namespace {

class RustPanic : public ::testing::Test {
 protected:
  RustPanic() {
    probe_.launchAndLogIn();
    probe_.loginAndWait("bob");
  }

  // Bob has noticed nothing.
  void expectBobIsFine() {
    probe_.say("bob", "probe", "hello");
    probe_.expectMessage("bob", "probe", "hello");
  }

  // Requires a fault of this function, with a place in the probe's source.
  void expectFault(const std::string& function, const std::string& text) {
    const std::string line = probe_.awaitLog("plugin misbehaving: probe: " + function);
    EXPECT_NE(line.find("src/lib.rs:"), std::string::npos) << line;
    EXPECT_NE(line.find(text), std::string::npos) << line;
  }

  RustProbe probe_;
};

TEST_F(RustPanic, InARequestIsAnErrorOfThatRequest) {
  probe_.say("alice", "probe", "panic request", "7");
  probe_.expectMessageWith("alice", "probe", {"There was a fault in the gateway."});
  expectFault("message()", "in the request");
  expectBobIsFine();
  probe_.ask("hello", "hello");
  probe_.end();
}

TEST_F(RustPanic, OfTheLanguageHasItsPlace) {
  probe_.say("alice", "probe", "panic index");
  expectFault("message()", "index out of bounds");
  probe_.expectMessageWith("alice", "probe", {"There was a fault in the gateway."});
  expectBobIsFine();
  probe_.end();
}

TEST_F(RustPanic, InATimer) {
  probe_.say("alice", "probe", "panic timer");
  expectFault("a timer", "in the timer");
  expectBobIsFine();
  probe_.end();
}

TEST_F(RustPanic, InAPost) {
  probe_.say("alice", "probe", "panic post");
  expectFault("a post", "in the post");
  expectBobIsFine();
  probe_.end();
}

TEST_F(RustPanic, InAThreadNamesTheThread) {
  probe_.say("alice", "probe", "panic thread");
  expectFault("the thread worker", "in the thread");
  expectBobIsFine();
  probe_.end();
}

TEST_F(RustPanic, ThatThePluginCatchesIsNoFault) {
  probe_.say("alice", "probe", "panic caught");
  expectBobIsFine();
  probe_.end();
  EXPECT_EQ(probe_.log().find("misbehaving"), std::string::npos) << probe_.log();
}

TEST_F(RustPanic, InALoginRefusesItAndTellsNoSecret) {
  probe_.login("carol", {.password = "panic"});
  EXPECT_EQ(probe_.expectDisconnected("carol").message(), "The login has failed because of a fault in the gateway.");
  expectFault("login()", "panic");
  EXPECT_EQ(probe_.log().find("the password is"), std::string::npos) << probe_.log();
  probe_.awaitLog("carol is logged out");
  expectBobIsFine();
  probe_.end();
}

TEST_F(RustPanic, InAJoinRefusesItAndTellsNoSecret) {
  probe_.join("alice", "#panic", "ally", "hunter2");
  probe_.expectParticipant("alice", "#panic", "ally");
  expectFault("join()", "panic");
  EXPECT_EQ(probe_.log().find("hunter2"), std::string::npos) << probe_.log();
  expectBobIsFine();
  probe_.end();
}

TEST(RustFailure, InCreateIsTheReasonOfTheEnd) {
  for (const auto& [how, reason] :
       {std::pair("fails", "the configuration is not mine"), std::pair("panics", "src/lib.rs:")}) {
    RustProbe probe(std::string("create = ") + how + "\n");
    probe.start({"-n", probe.configurationFile()});
    probe.expectExit(ECANCELED);
    EXPECT_NE(probe.log().find(reason), std::string::npos) << probe.log();
  }
}

}  // namespace
}  // namespace prism::tests
