// SPDX-License-Identifier: MIT
// Channels with a real Ergo: features that ngIRCd lacks.
#include "tests/irc/servers/ergo_fixture.h"

namespace prism::tests {
namespace {

class ErgoRooms : public ErgoFixture {
 protected:
  void SetUp() override {
    ErgoFixture::SetUp();
    if (!IsSkipped() && !HasFatalFailure()) {
      startServer();
      launchIrc(serverAddress());
    }
  }
};

TEST_F(ErgoRooms, ARoomForAccountsRefusesOthers) {
  Client bob = connectToAccount("bob");
  bob.join("#registered");
  bob.send("MODE #registered +R");
  bob.expect(" MODE #registered ");
  logIn("alice");
  join("alice", "#registered", "alice");
  await(
      "PARTICIPANT_CHANGED userName=\"alice\" room=\"#registered\" nickname=\"alice\" flag=8 status=5 "
      "statusmessage=\"[^\"]+\"");
}

TEST_F(ErgoRooms, TopicsHaveTheirAuthorAndTime) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  bob.send("TOPIC #lobby :tea & cake");
  bob.expect(" TOPIC #lobby");
  logIn("alice");
  join("alice", "#lobby", "alice");
  await("ROOM_SUBJECT_CHANGED .*message=\"tea & cake\" nickname=\"bob\" .*timestamp=\"[0-9]{8}T[0-9]{6}\"");
  say("alice", "#lobby", "/topic mine");
  await(
      "CONV_MESSAGE .*buddyName=\"#lobby\" message=\"[^\"]*(operator|privileged)[^\"]*\" nickname=\"ergo.prism.test\"");
}

TEST_F(ErgoRooms, WhoisTellsOfTheAccount) {
  Client bob = connectToAccount("bob");
  bob.send("SETNAME :Bob of the Hill");
  logIn("alice");
  say("alice", "bob", "/whois bob");
  const std::string answer = await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"bob is ");
  EXPECT_NE(answer.find("account: bob"), std::string::npos) << answer;
}

}  // namespace
}  // namespace prism::tests
