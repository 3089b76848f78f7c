// SPDX-License-Identifier: MIT
// Server mode: the user's client comes online after CONNECTED. The session keeps what the client would miss until
// then.
#include "tests/host/unit/requests_test.h"

namespace prism::tests {
namespace {

constexpr prism_str kAlice{"alice", 5};

class ClientTest : public RequestsTest {
 protected:
  ClientTest() { setServerMode(); }

  // Sends alice a message, which only the plugin could send again.
  void speak(const std::string& text = "hello") {
    prism_message event{};
    event.struct_size = sizeof event;
    event.user = kAlice;
    event.buddy = PRISM_STR("bob");
    event.text = host::borrowed(text);
    EXPECT_EQ(guard_.message(&event), PRISM_OK);
  }

  void say(pbnetwork::StatusType status) { handle(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", status)); }

  static Lines spoken(const std::string& text = "hello") {
    return {"CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"" + text + "\""};
  }
};

TEST_F(ClientTest, WhatItWouldMissIsKeptInOrder) {
  connect("alice");
  speak();
  guard_.attention(kAlice, PRISM_STR("bob"), {}, PRISM_STR("hey"));
  guard_.authorizationRequested(kAlice, PRISM_STR("bob"));
  prism_invitation invitation{};
  invitation.struct_size = sizeof invitation;
  invitation.user = kAlice;
  invitation.room = PRISM_STR("lobby");
  guard_.roomInvited(&invitation);
  guard_.rawXml(PRISM_STR("<message from='bob' to='alice'><body>raw</body></message>"));
  EXPECT_EQ(sent(), Lines{});
  say(pbnetwork::STATUS_ONLINE);  // sent by Spectrum itself, not by the client
  EXPECT_EQ(sent(), Lines{});
  say(pbnetwork::STATUS_ONLINE);
  const Lines lines = sent();
  ASSERT_EQ(lines.size(), 5U);
  const std::vector<std::string> types = {"CONV_MESSAGE", "ATTENTION", "AUTH_REQUEST", "RAW_XML", "RAW_XML"};
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ(lines[i].substr(0, types[i].size()), types[i]);
  }
  speak();
  EXPECT_EQ(sent(), spoken());
}

TEST_F(ClientTest, ItsRosterIsToldAtOnce) {
  connect("alice");
  prism_buddy buddy{};
  buddy.struct_size = sizeof buddy;
  buddy.user = kAlice;
  buddy.buddy = PRISM_STR("bob");
  guard_.buddyChanged(&buddy);
  EXPECT_EQ(sent().size(), 1U);
}

TEST_F(ClientTest, WhateverItWantsShowsThatItIsThere) {
  connect("alice");
  speak();
  handle(WrapperMessage::TYPE_BUDDIES, pbnetwork::Buddies());
  EXPECT_EQ(sent(), Lines{}) << "Spectrum asks for these by itself";
  handle(WrapperMessage::TYPE_VCARD, vcardWanted("alice", "bob", 1));
  EXPECT_EQ(sent(), spoken());
}

TEST_F(ClientTest, APresenceBeforeTheLoginIsAnsweredIsSpectrumsOwn) {
  logIn("alice");
  speak();
  say(pbnetwork::STATUS_ONLINE);
  EXPECT_EQ(sent(), Lines{});
  guard_.connected(kAlice);
  EXPECT_EQ(sent(), Lines{"CONNECTED user=\"alice\""});
  say(pbnetwork::STATUS_AWAY);
  EXPECT_EQ(sent(), spoken());
}

TEST_F(ClientTest, ThatIsThereIsKeptThroughARetry) {
  connect("alice");
  say(pbnetwork::STATUS_ONLINE);
  say(pbnetwork::STATUS_ONLINE);
  for (int retry = 0; retry < 2; ++retry) {
    guard_.disconnected(kAlice, PRISM_CONNECTION_ERROR_NETWORK, {});
    handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
    connect("alice");
    speak();
    EXPECT_EQ(sent(), spoken()) << retry;
  }
}

TEST_F(ClientTest, AnEndedSessionKeepsNothing) {
  connect("alice");
  speak("old");
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  connect("alice");
  speak("new");
  say(pbnetwork::STATUS_ONLINE);
  say(pbnetwork::STATUS_ONLINE);
  EXPECT_EQ(sent(), spoken("new"));
}

TEST_F(ClientTest, NoMoreIsKeptThanALimit) {
  connect("alice");
  const std::string long_text(60'000, 'x');
  for (int i = 0; i < 5; ++i) {
    speak(long_text);
  }
  EXPECT_EQ(sent(), Lines{});
  speak("and this");
  EXPECT_EQ(sent().size(), 6U);
}

TEST_F(ClientTest, IsNotWaitedForForEver) {
  setServerMode(std::chrono::seconds(0));
  connect("alice");
  speak();
  requests_->afterTurn();
  EXPECT_EQ(sent(), Lines{});
  runTimers();
  EXPECT_EQ(sent(), spoken());
}

TEST_F(ClientTest, InGatewayModeNobodyIsWaitedFor) {
  parts_.server_mode = false;
  requests_.emplace(parts_, std::chrono::seconds(180));
  connect("alice");
  speak();
  EXPECT_EQ(sent(), spoken());
}

}  // namespace
}  // namespace prism::tests
