// SPDX-License-Identifier: MIT
// Server mode: the user's client comes online after CONNECTED. The session keeps what the client would miss until
// then.
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

constexpr prism_str kAlice{"alice", 5};

class ClientTest : public RequestsTest {
 protected:
  ClientTest() { setServerMode(); }

  // Sends alice a message, which only the plugin could send again.
  void receiveMessage(const std::string& text = "hello") {
    prism_message event{};
    event.struct_size = sizeof event;
    event.kind = PRISM_CONVERSATION_CONTACT;
    event.user = kAlice;
    event.buddy = PRISM_STR("bob");
    event.text = host::borrowed(text);
    EXPECT_EQ(guard_.message(&event), PRISM_OK);
  }

  void sendPresence(pbnetwork::StatusType status) {
    handle(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", status));
  }

  static Lines messageFrame(const std::string& text = "hello") {
    return {"CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"" + text + "\""};
  }
};

TEST_F(ClientTest, BacklogIsKeptInOrder) {
  connect("alice");
  receiveMessage();
  attention(guard_, kAlice, PRISM_STR("bob"), {}, PRISM_STR("hey"));
  authorizationRequested(guard_, kAlice, PRISM_STR("bob"));
  prism_invitation invitation{};
  invitation.struct_size = sizeof invitation;
  invitation.user = kAlice;
  invitation.room = PRISM_STR("lobby");
  guard_.roomInvited(&invitation);
  guard_.rawXml(PRISM_STR("<message from='bob' to='alice'><body>raw</body></message>"));
  EXPECT_EQ(takeFrames(), Lines{});
  sendPresence(pbnetwork::STATUS_ONLINE);  // sent by Spectrum itself, not by the client
  EXPECT_EQ(takeFrames(), Lines{});
  sendPresence(pbnetwork::STATUS_ONLINE);
  const Lines lines = takeFrames();
  ASSERT_EQ(lines.size(), 5U);
  const std::vector<std::string> types = {"CONV_MESSAGE", "ATTENTION", "AUTH_REQUEST", "RAW_XML", "RAW_XML"};
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ(lines[i].substr(0, types[i].size()), types[i]);
  }
  receiveMessage();
  EXPECT_EQ(takeFrames(), messageFrame());
}

TEST_F(ClientTest, ItsRosterIsToldAtOnce) {
  connect("alice");
  prism_buddy buddy{};
  buddy.struct_size = sizeof buddy;
  buddy.user = kAlice;
  buddy.buddy = PRISM_STR("bob");
  buddy.status = PRISM_STATUS_ONLINE;
  guard_.buddyChanged(&buddy);
  EXPECT_EQ(takeFrames().size(), 1U);
}

TEST_F(ClientTest, AnyRequestShowsThatTheClientIsOnline) {
  connect("alice");
  receiveMessage();
  handle(WrapperMessage::TYPE_BUDDIES, pbnetwork::Buddies());
  EXPECT_EQ(takeFrames(), Lines{}) << "Spectrum asks for these by itself";
  handle(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", 1));
  EXPECT_EQ(takeFrames(), messageFrame());
}

TEST_F(ClientTest, APresenceBeforeTheLoginIsAnsweredIsSpectrumsOwn) {
  logIn("alice");
  receiveMessage();
  sendPresence(pbnetwork::STATUS_ONLINE);
  EXPECT_EQ(takeFrames(), Lines{});
  tests::connected(guard_, kAlice);
  EXPECT_EQ(takeFrames(), Lines{"CONNECTED user=\"alice\""});
  sendPresence(pbnetwork::STATUS_AWAY);
  EXPECT_EQ(takeFrames(), messageFrame());
}

TEST_F(ClientTest, OnlineClientStaysOnlineThroughARetry) {
  connect("alice");
  sendPresence(pbnetwork::STATUS_ONLINE);
  sendPresence(pbnetwork::STATUS_ONLINE);
  for (int retry = 0; retry < 2; ++retry) {
    disconnected(guard_, kAlice, PRISM_CONNECTION_ERROR_NETWORK, {});
    handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
    connect("alice");
    receiveMessage();
    EXPECT_EQ(takeFrames(), messageFrame()) << retry;
  }
}

TEST_F(ClientTest, AnEndedSessionKeepsNothing) {
  connect("alice");
  receiveMessage("old");
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  connect("alice");
  receiveMessage("new");
  sendPresence(pbnetwork::STATUS_ONLINE);
  sendPresence(pbnetwork::STATUS_ONLINE);
  EXPECT_EQ(takeFrames(), messageFrame("new"));
}

TEST_F(ClientTest, NoMoreIsKeptThanALimit) {
  connect("alice");
  const std::string long_text(60'000, 'x');
  for (int i = 0; i < 5; ++i) {
    receiveMessage(long_text);
  }
  EXPECT_EQ(takeFrames(), Lines{});
  receiveMessage("and this");
  EXPECT_EQ(takeFrames().size(), 6U);
}

TEST_F(ClientTest, IsNotWaitedForForEver) {
  setServerMode(std::chrono::seconds(0));
  connect("alice");
  receiveMessage();
  requests_->afterTurn();
  EXPECT_EQ(takeFrames(), Lines{});
  runTimers();
  EXPECT_EQ(takeFrames(), messageFrame());
}

TEST_F(ClientTest, InGatewayModeNobodyIsWaitedFor) {
  parts_.server_mode = false;
  requests_.emplace(parts_, std::chrono::seconds(180));
  connect("alice");
  receiveMessage();
  EXPECT_EQ(takeFrames(), messageFrame());
}

}  // namespace
}  // namespace prism::tests
