// SPDX-License-Identifier: MIT
// Plugins that misbehave. Each fault gives one line in the log with the plugin, the function and the value; the host
// goes on.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class MisbehaviourTest : public ProbeTest {
 protected:
  // Expects the plugin to answer still.
  void expectPluginAnswers() {
    sendCommand("get prism.plugin");
    expectAnswer("value probe");
  }

  // Makes the plugin throw in `function`, and expects a line with the exception's text.
  void expectThrowReported(const std::string& function, testing::Type type,
                           const google::protobuf::MessageLite& request) {
    start("[probe]\nthrows_in = " + function + "\n[features]\nsend_buddies_on_login = 1\n");
    spectrum_->send(type, request);
    expectPluginAnswers();
    expectMisbehaviour(function + ": exception 'thrown in " + function + " '");
  }

  // Does so in a function that gets a secret. Expects only the exception's type in the log, since the text might hold
  // the secret.
  void expectThrowReportedByType(const std::string& function, testing::Type type, const std::string& payload) {
    start("[probe]\nthrows_in = " + function + "\n");
    spectrum_->sendRaw(type, payload);
    expectPluginAnswers();
    expectMisbehaviour(function + ": exception of the type std::invalid_argument");
  }
};

TEST_F(MisbehaviourTest, AFaultOfThePluginsOwnFinding) {
  start();
  sendCommand("fault editMessage() exception: no edit");
  expectAnswer("reported");
  expectMisbehaviour("editMessage(): exception: no edit");
  sendCommand("fault " + std::string(100, 'x') + " too long");
  expectAnswer("reported");
  expectMisbehaviour(std::string(64, 'x') + ": too long");
}

TEST_F(MisbehaviourTest, AnUnknownServiceIsNamedOnce) {
  start();
  for (int i = 0; i < 2; ++i) {
    sendCommand("service prism.prompt/1");
    expectAnswer("not there");
  }
  sendCommand("service prism.prompts/1");
  expectAnswer("there");
  const std::string line = "Plugin.probe: get_service: this host has no service 'prism.prompt/1'";
  spectrum_->awaitLog(line);
  const std::string log = spectrum_->log();
  EXPECT_EQ(log.find(line, log.find(line) + 1), std::string::npos) << log;
}

TEST_F(MisbehaviourTest, ThrowingInLogin) {
  launch("probe", "[probe]\nthrows_in = login\n");
  spectrum_->login("alice", {.password = kCanary});
  expectFrame(
      "DISCONNECTED user=\"alice\" error=16 message=\"The login has failed because of a fault in the gateway.\"");
  expectMisbehaviour("login: exception of the type std::invalid_argument");
}

TEST_F(MisbehaviourTest, ThrowingInLogout) {
  start("[probe]\nthrows_in = logout\n");
  spectrum_->logout("alice");
  spectrum_->expectNothing();
  expectMisbehaviour("logout: exception 'thrown in logout '");
  loginToProbe();
}

TEST_F(MisbehaviourTest, ThrowingInStatusChanged) {
  expectThrowReported("status_changed", WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_AWAY));
}

TEST_F(MisbehaviourTest, ThrowingInRoster) {
  pbnetwork::Buddies buddies;
  *buddies.add_buddy() = buddyOf("alice", "bob");
  expectThrowReported("roster", WrapperMessage::TYPE_BUDDIES, buddies);
}

TEST_F(MisbehaviourTest, ThrowingInBuddyChanged) {
  expectThrowReported("buddy_changed", WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob"));
}

TEST_F(MisbehaviourTest, ThrowingInBuddyRemoved) {
  expectThrowReported("buddy_removed", WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", "bob"));
}

TEST_F(MisbehaviourTest, ThrowingInBuddyBlocked) {
  pbnetwork::Buddy blocked = buddyOf("alice", "bob");
  blocked.set_blocked(true);
  expectThrowReported("buddy_blocked", WrapperMessage::TYPE_BUDDY_CHANGED, blocked);
}

TEST_F(MisbehaviourTest, ThrowingInAuthorizationAnswered) {
  start("[probe]\nthrows_in = authorization_answered\n");
  sendCommand("authorize");
  expectFrame("AUTH_REQUEST userName=\"alice\" buddyName=\"bob\"");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob"));
  expectAnswer("buddy_changed bob alias=");
  expectMisbehaviour("authorization_answered: exception 'thrown in authorization_answered '");
}

TEST_F(MisbehaviourTest, ThrowingInTyping) {
  expectThrowReported("typing", WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "bob"));
}

TEST_F(MisbehaviourTest, ThrowingInAttention) {
  start("[probe]\nthrows_in = attention\n");
  spectrum_->send(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "bob", "hey"));
  spectrum_->expectMessage("alice", "bob", "That was not possible: There was a fault in the gateway.");
  expectMisbehaviour("attention: exception 'thrown in attention '");
}

TEST_F(MisbehaviourTest, ThrowingInJoin) {
  pbnetwork::Room room = roomOf("alice", "lobby", "me");
  room.set_password(kCanary);
  start("[probe]\nthrows_in = join\n");
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, room);
  const auto refusal = spectrum_->expect<pbnetwork::Participant>(WrapperMessage::TYPE_PARTICIPANT_CHANGED);
  EXPECT_EQ(refusal.nickname(), "me");
  EXPECT_EQ(refusal.flag(), pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND);
  EXPECT_EQ(refusal.statusmessage(), "Joining has failed because of a fault in the gateway.");
  expectPluginAnswers();
  expectMisbehaviour("join: exception of the type std::invalid_argument");
}

TEST_F(MisbehaviourTest, ThrowingInLeave) {
  start("[probe]\nthrows_in = leave\n");
  expectForwarded(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"), "join lobby nickname=me");
  spectrum_->send(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby"));
  expectPluginAnswers();
  expectMisbehaviour("leave: exception 'thrown in leave '");
}

TEST_F(MisbehaviourTest, ThrowingInSetSubject) {
  expectThrowReported("set_subject", WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED,
                      conversationMessage("alice", "lobby", "x"));
}

TEST_F(MisbehaviourTest, ThrowingInVCardWanted) {
  expectThrowReported("vcard_wanted", WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 0));
}

TEST_F(MisbehaviourTest, ThrowingInOwnVCard) {
  pbnetwork::VCard own = vcardRequest("alice", "", 0);
  own.set_photo("PNG");
  expectThrowReported("own_vcard", WrapperMessage::TYPE_VCARD, own);
}

TEST_F(MisbehaviourTest, ThrowingInRawXml) {
  expectThrowReportedByType("raw_xml", WrapperMessage::TYPE_RAW_XML,
                            fmt::format("<iq from='alice'><password>{}</password></iq>", kRawCanary));
}

TEST_F(MisbehaviourTest, ThrowingInGetExtension) {
  start("[probe]\nthrows_in = get_extension\n");
  expectPluginAnswers();
  expectMisbehaviour("get_extension: exception 'thrown in get_extension '");
}

TEST_F(MisbehaviourTest, ThrowingInMemoryUsage) {
  start("[probe]\nthrows_in = memory_usage\n");
  spectrum_->ping();
  expectPluginAnswers();
  expectMisbehaviour("memory_usage: exception 'thrown in memory_usage '");
}

TEST_F(MisbehaviourTest, ThrowingInStop) {
  start("[probe]\nthrows_in = stop\n");
  spectrum_->exit();
  spectrum_->expectExit(0);
  expectMisbehaviour("stop: exception 'thrown in stop '");
}

TEST_F(MisbehaviourTest, ThrowingInDestroy) {
  start("[probe]\nthrows_in = destroy\n");
  spectrum_->exit();
  spectrum_->expectExit(0);
  expectMisbehaviour("destroy: exception 'thrown in destroy '");
}

TEST_F(MisbehaviourTest, ThrowingInTheEventLoop) {
  start();
  sendCommand("throw-in timer");
  expectMisbehaviour("timer: exception 'thrown in a timer'");
  sendCommand("throw-in post");
  expectMisbehaviour("post: exception 'thrown in a post'");
  sendCommand("throw-in watch");  // the watch removes itself in its callback
  expectMisbehaviour("watch: exception 'thrown in a watch'");
  sendCommand("throw-in visit");
  expectAnswer("visited 0");
  expectMisbehaviour("config_list: an exception came out of a callback");
  expectPluginAnswers();
}

TEST_F(MisbehaviourTest, GarbagePointersWithoutASizeAreNotLookedAt) {
  start();
  sendCommand("garbage");
  expectAnswer("nothing else");
  expectAnswer("result -3");
  expectMisbehaviour("message: user '' is not logged in");
}

TEST_F(MisbehaviourTest, HugeStringsAreRefused) {
  start("max_frame_size = 2000\n[probe]\nx = y\n");
  sendCommand("huge 2000");
  expectAnswer("result -2");
  expectMisbehaviour("message: text has 2000 bytes; together, 2000 are allowed");
}

TEST_F(MisbehaviourTest, EndingTheSessionInLogin) {
  launch("probe", "[probe]\ndisconnects_in = login\n");
  spectrum_->login("alice", {.password = kCanary});
  expectFrame("DISCONNECTED user=\"alice\" error=16 message=\"all of a sudden\"");
  expectLogged("disconnected in login: 0");
  expectMisbehaviour("connected: user 'alice' is not logged in");
  expectMisbehaviour("message: user 'alice' is not logged in");
  spectrum_->logout("alice");
  spectrum_->expectNothing();
}

TEST_F(MisbehaviourTest, EndingTheSessionInLogout) {
  start("[probe]\ndisconnects_in = logout\n");
  spectrum_->logout("alice");
  spectrum_->expectNothing();
  expectLogged("disconnected in logout: -3");
  expectMisbehaviour("disconnected: user 'alice' is not logged in");
  loginToProbe();
  loginToProbe();  // logging in again logs out first
  spectrum_->expectNothing();
}

TEST_F(MisbehaviourTest, EndingTheSessionInARequest) {
  start("[probe]\ndisconnects_in = message\nfeatures = 8\n");
  expectForwarded(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"), "join lobby nickname=me");
  spectrum_->say("alice", "lobby", "hi");
  expectFrame("DISCONNECTED user=\"alice\" error=16 message=\"all of a sudden\"");
  expectMisbehaviour("message: user 'alice' is not logged in");
  spectrum_->expectNothing();
  loginToProbe();
}

}  // namespace
}  // namespace prism::tests
