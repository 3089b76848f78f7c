// SPDX-License-Identifier: MIT
// Rules of the protocol that the host applies for every plugin.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class ProtocolRulesTest : public ProbeTest {
 protected:
  void setStatus(pbnetwork::StatusType status) {
    spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", status));
  }
};

TEST_F(ProtocolRulesTest, ASecondLoginIsALogoutAndALogin) {
  start();
  loginToProbe();
  expectLogged("logout alice");
}

TEST_F(ProtocolRulesTest, APluginMayWantASecondLoginAsItIs) {
  start("[probe]\nfeatures = 128\n");
  loginToProbe();
  spectrum_->expectNothing();
  EXPECT_EQ(spectrum_->log().find("logout alice"), std::string::npos) << spectrum_->log();
}

TEST_F(ProtocolRulesTest, APresenceThatRepeatsDoesNotCome) {
  start();
  setStatus(pbnetwork::STATUS_AWAY);
  expectAnswer("status_changed 2 ");
  for (int i = 0; i < 5; ++i) {
    setStatus(pbnetwork::STATUS_AWAY);
  }
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, ThePresenceIsGivenAgainAfterARetry) {
  start();
  setStatus(pbnetwork::STATUS_AWAY);
  expectAnswer("status_changed 2 ");
  sendCommand("disconnect 17");
  spectrum_->expectDisconnected("alice");
  spectrum_->logout("alice");
  loginToProbe();
  expectAnswer("status_changed 2 ");
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, ThePresenceIsGivenAgainAfterASecondLogin) {
  start();
  setStatus(pbnetwork::STATUS_DND);
  expectAnswer("status_changed 5 ");
  loginToProbe();
  expectAnswer("status_changed 5 ");
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, ThePresenceIsForgottenAfterALogout) {
  start();
  setStatus(pbnetwork::STATUS_AWAY);
  expectAnswer("status_changed 2 ");
  spectrum_->logout("alice");
  loginToProbe();
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, ALoginThatIsNotAnsweredInTimeIsAnsweredByTheHost) {
  launchWith({.host_program = hostProgram(),
              .arguments = {"--prism.login_timeout=1"},
              .configuration = configurationFor("probe", "[probe]\nlogin_hangs = 1\n")});
  spectrum_->login("alice", {.password = kCanary});
  expectFrame("DISCONNECTED user=\"alice\" error=0 message=\"The network has not answered within 1 seconds.\"");
  expectMisbehaviour("login: user 'alice' has got no answer within 1 s");
  expectLogged("logout alice");
  spectrum_->logout("alice");
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, RoomsThatSpectrumRepeatsOnceTheUserIsConnectedAreJoinedOnce) {
  launch("probe", "[probe]\nlogin_hangs = 1\n");
  spectrum_->login("alice", {.password = kCanary});
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  expectAnswer("join lobby nickname=me");
  sendCommand("connect");
  spectrum_->expectConnected("alice");
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, LeavesOfContactsDoNotCome) {
  start();
  spectrum_->send(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "bob"));
  spectrum_->expectNothing();
}

TEST_F(ProtocolRulesTest, ContactChangesThatRepeatDoNotCome) {
  start();
  expectForwarded(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob", "Bob"), "buddy_changed bob alias=Bob");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob", "Bob"));
  spectrum_->expectNothing();
  expectForwarded(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", "bob"), "buddy_removed bob");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", "bob"));
  spectrum_->expectNothing();
}

// A plugin with only the required callbacks.
class BarePluginTest : public HostTest {};

TEST_F(BarePluginTest, IsAnsweredFor) {
  launch("plain");
  EXPECT_EQ(spectrum_->backendConfig(),
            "[registration]\nneedPassword=1\nneedRegistration=1\n"
            "[features]\nreceipts=0\nmuc=0\nrawxml=0\ndisable_jid_escaping=0\nsend_buddies_on_login=1\n");
  login("alice");
  spectrum_->say("alice", "bob", "hi");
  EXPECT_EQ(testing::describe(spectrum_->next()),
            "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"This network takes no messages.\"");
  spectrum_->send(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 0));
  EXPECT_EQ(testing::describe(spectrum_->next()),
            "VCARD userName=\"alice\" buddyName=\"bob\" id=0 fullname=\"\" nickname=\"\" photo=\"0 bytes\"");
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  EXPECT_EQ(testing::describe(spectrum_->next()),
            "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\" flag=64 status=5 "
            "statusmessage=\"This network has no rooms.\"");
  spectrum_->expectNothing();
}

}  // namespace
}  // namespace prism::tests
