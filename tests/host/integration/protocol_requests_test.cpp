// SPDX-License-Identifier: MIT
// Each request: from Spectrum's frame to the plugin's callback.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class ProtocolRequestsTest : public ProbeTest {};

TEST_F(ProtocolRequestsTest, LoginWithSettingsAndLogout) {
  launch("probe");
  spectrum_->login("alice", {.legacy_name = "al", .password = kCanary, .settings = {{"token", kCanary}}});
  spectrum_->expectConnected("alice");
  expectAnswer(std::string("logged in as al token=") + kCanary);
  spectrum_->logout("alice");
  spectrum_->expectNothing();
  expectLogged("logout alice");
}

TEST_F(ProtocolRequestsTest, StatusChanged) {
  start();
  expectForwarded(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_AWAY, "out"),
                  "status_changed 2 out");
}

TEST_F(ProtocolRequestsTest, Roster) {
  start("[features]\nsend_buddies_on_login = 1\n");
  pbnetwork::Buddies buddies;
  *buddies.add_buddy() = buddyOf("alice", "bob", "Bob", "Friends");
  *buddies.add_buddy() = buddyOf("alice", "carol");
  expectForwarded(WrapperMessage::TYPE_BUDDIES, buddies, "roster bob carol");
}

TEST_F(ProtocolRequestsTest, Contacts) {
  start();
  expectForwarded(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob", "Bob"), "buddy_changed bob alias=Bob");
  pbnetwork::Buddy blocked = buddyOf("alice", "bob", "Bob");
  blocked.set_blocked(true);
  expectForwarded(WrapperMessage::TYPE_BUDDY_CHANGED, blocked, "buddy_blocked bob 1");
  expectForwarded(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", "bob"), "buddy_removed bob");
}

TEST_F(ProtocolRequestsTest, AnswersToAuthorizationRequests) {
  start();
  sendCommand("authorize");
  expectFrame("AUTH_REQUEST userName=\"alice\" buddyName=\"bob\"");
  expectForwarded(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob"), "authorization_answered bob 1");
  expectAnswer("buddy_changed bob alias=");
  sendCommand("authorize");
  expectFrame("AUTH_REQUEST userName=\"alice\" buddyName=\"bob\"");
  expectForwarded(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", "bob"), "authorization_answered bob 0");
  expectAnswer("buddy_removed bob");
}

TEST_F(ProtocolRequestsTest, TypingAndAttention) {
  start();
  expectForwarded(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "bob"), "typing bob 2");
  expectForwarded(WrapperMessage::TYPE_BUDDY_TYPED, buddyOf("alice", "bob"), "typing bob 3");
  expectForwarded(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, buddyOf("alice", "bob"), "typing bob 1");
  expectForwarded(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "bob", "hey"), "attention bob hey");
}

TEST_F(ProtocolRequestsTest, Rooms) {
  start();
  pbnetwork::Room room = roomOf("alice", "lobby", "me");
  room.set_password(kCanary);
  expectForwarded(WrapperMessage::TYPE_JOIN_ROOM, room, "join lobby nickname=me with a password");
  expectForwarded(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "Lobby", "hi"),
                  "message to Lobby nickname= kind=2: hi");
  expectForwarded(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "lobby/op", "psst"),
                  "message to lobby nickname=op kind=3: psst");
  expectForwarded(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, conversationMessage("alice", "lobby", "new"),
                  "set_subject lobby new");
  expectForwarded(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby"), "leave lobby");
}

TEST_F(ProtocolRequestsTest, VCards) {
  start();
  expectForwarded(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 0), "vcard_wanted bob");
  pbnetwork::VCard own = vcardRequest("alice", "", 0);
  own.set_nickname("ally");
  own.set_photo("PNG");
  expectForwarded(WrapperMessage::TYPE_VCARD, own, "own_vcard ally");
}

TEST_F(ProtocolRequestsTest, RawXml) {
  start();
  const std::string stanza = fmt::format(
      "<iq xmlns='jabber:client' type='set' from='alice/phone' to='bob'><query xmlns='jabber:iq:register'>"
      "<password>{}</password></query></iq>",
      kRawCanary);
  spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, stanza);
  expectAnswer(fmt::format("raw_xml {} bytes", stanza.size()));
  spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, stanza + stanza);
  spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, stanza.substr(1));
  spectrum_->expectNothing();
  expectFault("a RAW_XML is ignored: it is not one element");
}

TEST_F(ProtocolRequestsTest, TypesOfFileTransfersAreIgnored) {
  start();
  for (int type = WrapperMessage::TYPE_FT_START; type <= WrapperMessage::TYPE_FT_CONTINUE; ++type) {
    spectrum_->sendRaw(static_cast<testing::Type>(type), "x");
    expectFault(fmt::format("messages of the type {} are ignored", type));
  }
  spectrum_->expectNothing();
}

}  // namespace
}  // namespace prism::tests
