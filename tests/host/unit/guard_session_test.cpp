// SPDX-License-Identifier: MIT
// CONNECTED, DISCONNECTED and QUERY.
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

TEST_F(GuardTest, SendsConnected) {
  expectSent(tests::connected(guard_, kAlice), "CONNECTED user=\"alice\"");
  EXPECT_EQ(alice().login.phase(), host::LoginState::Phase::kConnected);
}

TEST_F(GuardTest, SendsConnectedOnce) {
  tests::connected(guard_, kAlice);
  takeFrames();
  expectRefused(tests::connected(guard_, kAlice), PRISM_ERR_STATE, "connected: user 'alice' is connected already");
}

TEST_F(GuardTest, ConnectedOfStrangersDoesNotLeave) {
  expectRefused(tests::connected(guard_, kMallory), PRISM_ERR_NO_USER, "connected: user 'mallory' is not logged in");
  expectRefused(tests::connected(guard_, {}), PRISM_ERR_NO_USER, "connected: user '' is not logged in");
  expectRefused(tests::connected(guard_, {nullptr, 5}), PRISM_ERR_ARGUMENT,
                "connected: user is NULL, but has a size of 5");
}

TEST_F(GuardTest, NamesThoseWhosePresenceIsStillToBeTold) {
  sessions_.open("bob").login.changePresence({PRISM_STATUS_AWAY, "out"});
  sessions_.open("carol").login.changePresence({PRISM_STATUS_AWAY, "out"});
  sessions_.find("carol")->login.takeNewPresence();
  struct Connected final : host::Guard::ConnectedListener {
    void onConnected(const std::string& user) override { users.push_back(user); }
    Lines users;
  } connected;
  guard_.setConnectedListener(&connected);
  tests::connected(guard_, kAlice);
  tests::connected(guard_, kBob);
  tests::connected(guard_, PRISM_STR("carol"));
  EXPECT_EQ(connected.users, Lines{"bob"});
}

TEST_F(GuardTest, SendsDisconnectedAndEndsTheSession) {
  expectSent(disconnected(guard_, kAlice, PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, PRISM_STR("wrong")),
             "DISCONNECTED user=\"alice\" error=2 message=\"wrong\"");
  EXPECT_EQ(sessions_.find("alice"), nullptr);
  expectRefused(disconnected(guard_, kAlice, 0, {}), PRISM_ERR_NO_USER, "disconnected: user 'alice' is not logged in");
}

TEST_F(GuardTest, SendsEachErrorUnderItsNumber) {
  using namespace pbnetwork;
  const std::pair<std::uint32_t, ConnectionError> errors[] = {
      {PRISM_CONNECTION_ERROR_NETWORK, CONNECTION_ERROR_NETWORK_ERROR},
      {PRISM_CONNECTION_ERROR_INVALID_USERNAME, CONNECTION_ERROR_INVALID_USERNAME},
      {PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, CONNECTION_ERROR_AUTHENTICATION_FAILED},
      {PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE, CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE},
      {PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT, CONNECTION_ERROR_NO_SSL_SUPPORT},
      {PRISM_CONNECTION_ERROR_ENCRYPTION, CONNECTION_ERROR_ENCRYPTION_ERROR},
      {PRISM_CONNECTION_ERROR_NAME_IN_USE, CONNECTION_ERROR_NAME_IN_USE},
      {PRISM_CONNECTION_ERROR_INVALID_SETTINGS, CONNECTION_ERROR_INVALID_SETTINGS},
      {PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED, CONNECTION_ERROR_CERT_NOT_PROVIDED},
      {PRISM_CONNECTION_ERROR_CERT_UNTRUSTED, CONNECTION_ERROR_CERT_UNTRUSTED},
      {PRISM_CONNECTION_ERROR_CERT_EXPIRED, CONNECTION_ERROR_CERT_EXPIRED},
      {PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED, CONNECTION_ERROR_CERT_NOT_ACTIVATED},
      {PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH, CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH},
      {PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH, CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH},
      {PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED, CONNECTION_ERROR_CERT_SELF_SIGNED},
      {PRISM_CONNECTION_ERROR_CERT_OTHER, CONNECTION_ERROR_CERT_OTHER_ERROR},
      {PRISM_CONNECTION_ERROR_OTHER, CONNECTION_ERROR_OTHER_ERROR},
  };
  for (const auto& [given, expected] : errors) {
    expectSent(disconnected(guard_, kAlice, given, {}),
               fmt::format("DISCONNECTED user=\"alice\" error={} message=\"\"", static_cast<int>(expected)));
    sessions_.open("alice");
  }
}

TEST_F(GuardTest, KeepsThePresenceForWhatARetryCanHeal) {
  const auto now = host::PresenceMemory::Clock::now();
  const auto keeps = [&](std::uint32_t error) {
    alice().login.changePresence({PRISM_STATUS_AWAY, "out"});
    disconnected(guard_, kAlice, error, {});
    sessions_.open("alice");
    return presences_.take("alice", now).presence == host::Presence{PRISM_STATUS_AWAY, "out"};
  };
  EXPECT_TRUE(keeps(PRISM_CONNECTION_ERROR_NETWORK));
  EXPECT_TRUE(keeps(PRISM_CONNECTION_ERROR_OTHER));
  EXPECT_TRUE(keeps(18)) << "it is sent as PRISM_CONNECTION_ERROR_OTHER";
  EXPECT_FALSE(keeps(PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED));
  disconnected(guard_, kAlice, PRISM_CONNECTION_ERROR_NETWORK, {});
  EXPECT_EQ(presences_.take("alice", now).presence, std::nullopt) << "there was none";
}

TEST_F(GuardTest, AnErrorThatDoesNotExistStillEndsTheSession) {
  expectCorrected(disconnected(guard_, kAlice, 0, PRISM_STR("why")),
                  "DISCONNECTED user=\"alice\" error=16 message=\"why\"",
                  "disconnected: error 0 does not exist, PRISM_CONNECTION_ERROR_OTHER is sent");
  EXPECT_EQ(sessions_.find("alice"), nullptr);
  sessions_.open("alice");
  expectCorrected(disconnected(guard_, kAlice, 0xFFFFFFFF, {}), "DISCONNECTED user=\"alice\" error=16 message=\"\"",
                  "disconnected: error 4294967295 does not exist, PRISM_CONNECTION_ERROR_OTHER is sent");
}

TEST_F(GuardTest, ATextThatIsTooLongDoesNotKeepTheSessionAlive) {
  const std::string text(kMaxSize, 'x');
  EXPECT_EQ(disconnected(guard_, kAlice, PRISM_CONNECTION_ERROR_NETWORK, host::borrowed(text)), PRISM_OK)
      << "it has ended";
  EXPECT_EQ(takeFrames(), Lines{"DISCONNECTED user=\"alice\" error=0"});
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: disconnected: text has 1000 bytes; together, 1000 are allowed"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(GuardTest, TheFaultsOfOneUserDoNotHideThoseOfAnother) {
  sessions_.open("bob");
  prism_message event = message();
  event.buddy = {};
  for (int i = 0; i < 1000; ++i) {
    guard_.message(&event);
    guard_.rawXml(PRISM_STR("<message to='alice'/>"));
    typing(guard_, kMallory, kBob, {}, PRISM_TYPING_ACTIVE);
  }
  log_.take();
  event.user = kBob;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: buddy is empty");
  expectRefused(guard_.rawXml(PRISM_STR("<message to='bob'/>")), PRISM_ERR_ARGUMENT,
                "raw_xml: the stanza has no 'from'");
  expectRefused(typing(guard_, kAlice, {}, {}, PRISM_TYPING_ACTIVE), PRISM_ERR_ARGUMENT, "typing: buddy is empty");
}

TEST_F(GuardTest, SendsCommandsToSpectrum) {
  expectSent(guard_.adminCommand(PRISM_STR("online_users")), "QUERY config=\"online_users\"");
  expectRefused(guard_.adminCommand({}), PRISM_ERR_ARGUMENT, "admin.send: command is empty");
  expectRefused(guard_.adminCommand({nullptr, 3}), PRISM_ERR_ARGUMENT,
                "admin.send: command is NULL, but has a size of 3");
}

TEST_F(GuardTest, CallsWithoutAUserFailBeforeTheFirstFrame) {
  wire::FrameWriter out;
  host::Guard early(sessions_, presences_, out, faults_, {kMaxSize, kMaxStanza});
  expectRefused(early.adminCommand(PRISM_STR("status")), PRISM_ERR_STATE, "admin.send: Spectrum has not spoken yet");
  expectRefused(tests::roomList(early, {}, nullptr, 0), PRISM_ERR_STATE, "room_list: Spectrum has not spoken yet");
  EXPECT_EQ(tests::roomList(early, PRISM_STR("alice"), nullptr, 0), PRISM_OK);
}

}  // namespace
}  // namespace prism::tests
