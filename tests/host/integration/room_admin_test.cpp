// SPDX-License-Identifier: MIT
// What users do in rooms beside talking: a real host with the probe.
#include "tests/support/probe_test.h"
#include <prism/rooms.h>
#include <prism/types.h>

namespace prism::tests {
namespace {

class RoomAdminTest : public ProbeTest {
 protected:
  // Starts the host with the probe, and takes alice into lobby@net.
  void start(const std::string& more = "") {
    ProbeTest::start(more + "[probe]\nrooms = 1\n");
    enter();
  }

  void enter() {
    spectrum_->join("alice", "lobby@net", "me");
    expectAnswer("join lobby@net nickname=me");
    sendCommand("joined-in lobby@net me");
    EXPECT_EQ(spectrum_->expectParticipant("alice", "lobby@net", "me").flag(), pbnetwork::PARTICIPANT_FLAG_ME);
    expectAnswer("result 0");
  }

  void type(const std::string& text) { spectrum_->say("alice", "lobby@net", text); }
  void expectSaid(const std::string& text) { spectrum_->expectMessage("alice", "lobby@net", text); }
};

TEST_F(RoomAdminTest, CommandsReachThePlugin) {
  start();
  type("/kick Bob too loud");
  expectAnswer("kick in lobby@net nickname=Bob account= role=0 affiliation=0 reason=too loud");
  expectSaid("Bob is removed from this room.");
  type("/ban nobody");
  expectAnswer("ban in lobby@net nickname=nobody account=nobody role=0 affiliation=0 reason=");
  expectSaid("nobody is not known here.");
  type("/invite carol@net");
  expectAnswer("invite to lobby@net invitee=carol@net reason=");
  expectSaid("carol@net is invited.");
  type("/affiliations outcast");
  expectAnswer("list lobby@net affiliation=2");
  expectSaid("Banned:\nbob@net (here as Bob; a moderator)\n*@spam (spam)");
  type("/destroy lobby@net");
  expectAnswer("destroy lobby@net reason= alternative=");
  expectSaid("This room is destroyed.");
}

TEST_F(RoomAdminTest, ARoomIsConfigured) {
  start();
  type("/configure");
  expectSaid(
      "The configuration of this room:\nroomname: Lobby - The name\nroomsecret: (hidden) - The password\n"
      "membersonly: no\n/configure NAME VALUE changes a value, and /configure NAME shows what it can be.");
  type("/configure membersonly yes");
  expectAnswer("configure lobby@net membersonly=1");
  expectSaid("membersonly is changed.");
  type("/configure roomsecret canary-value");
  expectAnswer("configure lobby@net roomsecret=12 bytes");
  expectSaid("roomsecret is changed.");
  type("/configure roomsecret canary-throw");
  expectSaid("/configure has failed because of a fault in the gateway.");
  spectrum_->awaitLog("plugin misbehaving: probe: rooms.configure: exception of the type std::runtime_error");
  EXPECT_EQ(spectrum_->log().find("canary"), std::string::npos) << spectrum_->log();
}

TEST_F(RoomAdminTest, AnAnswerMayComeLater) {
  start();
  type("/kick late");
  expectAnswer("kick in lobby@net nickname=late account= role=0 affiliation=0 reason=");
  spectrum_->expectNothing();
  sendCommand("rooms-admin answer 3 Operators only.");
  expectSaid("Operators only.");
  expectAnswer("result 0");
  sendCommand("rooms-admin answer 1");
  expectAnswer("result " + std::to_string(PRISM_ERR_ENDED));
  EXPECT_EQ(spectrum_->log().find("misbehaving"), std::string::npos) << spectrum_->log();
}

TEST_F(RoomAdminTest, TheSessionEndsItsRequests) {
  start();
  type("/kick late");
  expectAnswer("kick in lobby@net nickname=late account= role=0 affiliation=0 reason=");
  spectrum_->logout("alice");
  loginToProbe();
  sendCommand("rooms-admin answer 1");
  expectAnswer("result " + std::to_string(PRISM_ERR_ENDED));
}

TEST_F(RoomAdminTest, CapabilitiesAreForAllRoomsOrOne) {
  start();
  sendCommand("rooms-admin can 0");
  expectAnswer("result 0");
  type("/kick Bob");
  expectSaid("That is not possible in this room.");
  sendCommand("rooms-admin can-in lobby@net 1");
  expectAnswer("result 0");
  type("/kick late");
  expectAnswer("kick in lobby@net nickname=late account= role=0 affiliation=0 reason=");
  sendCommand("rooms-admin can-in kitchen@net 1");
  expectAnswer("result " + std::to_string(PRISM_ERR_STATE));
  expectMisbehaviour("rooms.set_capabilities: user 'alice' has not joined 'kitchen@net'");
}

TEST_F(RoomAdminTest, MisuseIsRefusedAndLogged) {
  start();
  type("/kick late");
  expectAnswer("kick in lobby@net nickname=late account= role=0 affiliation=0 reason=");
  sendCommand("rooms-admin misuse");
  expectAnswer("result " + std::to_string(PRISM_ERR_ARGUMENT));
  spectrum_->awaitLog("plugin misbehaving: probe: rooms.answer: there was no request 12345");
  spectrum_->awaitLog("plugin misbehaving: probe: rooms.answer: outcome is 0");
  expectMisbehaviour("rooms.set_capabilities: flags have the unknown bits 0x40000000");
}

TEST_F(RoomAdminTest, AnExceptionIsAnswered) {
  start();
  type("/kick throw");
  expectAnswer("kick in lobby@net nickname=throw account= role=0 affiliation=0 reason=");
  expectSaid("/kick has failed because of a fault in the gateway.");
  expectMisbehaviour("rooms.kick: exception 'thrown in a request'");
}

TEST_F(RoomAdminTest, TheOwnKickIsARawPresence) {
  start("[features]\ndisable_jid_escaping = 1\n");
  sendCommand(fmt::format("rooms-admin kicked {} op too loud", PRISM_PARTICIPANT_KICKED));
  const testing::Frame kick = spectrum_->expect(WrapperMessage::TYPE_RAW_XML);
  EXPECT_EQ(kick.payload,
            "<presence xmlns='jabber:client' type='unavailable' from='lobby@net/me' to='alice'>"
            "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'><actor nick='op'/>"
            "<reason>too loud</reason></item><status code='110'/><status code='307'/></x></presence>");
  spectrum_->expect(WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED);
  EXPECT_EQ(spectrum_->expectParticipant("alice", "lobby@net", "me").flag(),
            pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND);
  expectAnswer("result 0");
  enter();
}

TEST_F(RoomAdminTest, InTypedModeTheOwnKickIsTyped) {
  start("[prism]\nchat = typed\n");
  sendCommand(fmt::format("rooms-admin kicked {} op too loud", PRISM_PARTICIPANT_BANNED));
  spectrum_->expect(WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED);
  const auto own = spectrum_->expectParticipant("alice", "lobby@net", "me");
  EXPECT_EQ(own.flag(), pbnetwork::PARTICIPANT_FLAG_ME | pbnetwork::PARTICIPANT_FLAG_BANNED);
  EXPECT_EQ(own.statusmessage(), "too loud");
}

TEST_F(RoomAdminTest, CommandsOfThePluginAreThereToo) {
  start("[probe]\ncommands = 1\n");
  type("/kick Bob");
  expectAnswer("kick in lobby@net nickname=Bob account= role=0 affiliation=0 reason=");
  expectSaid("Bob is removed from this room.");
  type("/where");
  expectSaid("2 [lobby@net] []");
}

}  // namespace
}  // namespace prism::tests
