// SPDX-License-Identifier: MIT
// Logins, and connections that break.
#include "tests/mqtt/broker.h"

namespace prism::tests {
namespace {

constexpr testing::Milliseconds kLong(60'000);

class MqttConnection : public MqttTest {};

TEST_F(MqttConnection, AWrongPasswordIsFinal) {
  begin();
  spectrum_->login("alice", {.legacy_name = "alice", .password = "wrong"});
  await("^DISCONNECTED user=\"alice\" error=2 message=\".*the broker refuses the name or the password\\.\"");
  logIn("bob");
}

TEST_F(MqttConnection, NobodyListens) {
  const FreePort nobody;
  launchMqtt(addressOf(nobody.number()));
  spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*Connection refused\\.\"");
}

TEST_F(MqttConnection, AServerThatIsNoBroker) {
  const ListeningPort silent;
  launchMqtt(addressOf(silent.number()));
  spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
  { const UniqueFd client = silent.accept(); }
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*(closed the connection|reset by peer)");
}

TEST_F(MqttConnection, ALogoutWhileConnecting) {
  const ListeningPort silent;
  launchMqtt(addressOf(silent.number()));
  spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
  const UniqueFd client = silent.accept();
  spectrum_->logout("alice", "alice");
  spectrum_->expectNothing();
}

TEST_F(MqttConnection, ANameIsResolved) {
  broker_.emplace();
  broker_->start();
  launchMqtt("localhost:" + std::to_string(broker_->port()));
  logIn("alice");
}

TEST_F(MqttConnection, AfterARestartTheRoomsAreThereAgain) {
  begin("reconnect_attempts = 1000\n");
  logIn("alice");
  enter("alice", "t", "alice");
  broker_->publish("t", "kept", true);
  await("message=\"kept\"");
  broker_->kill();
  await(in("alice", "t") + "message=\"The connection to the broker is lost, and will be made again: ");
  spectrum_->say("alice", "t", "lost", "id-1");
  await("Not sent: there is no connection");
  join("alice", "new", "alice");
  broker_->start();
  await(in("alice", "t") + "message=\"The connection to the broker is back\\.\"", kLong);
  await("ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"new\"");
  logIn("bob");
  say("bob", "prism", "/publish t after");
  await(in("alice", "t") + "message=\"after\"");
  EXPECT_EQ(count("DISCONNECTED"), 0U);
}

TEST_F(MqttConnection, ABrokerThatStaysAwayEndsTheSession) {
  begin("reconnect_attempts = 2\n");
  logIn("alice");
  broker_->kill();
  await("^DISCONNECTED user=\"alice\" error=0 ");
  broker_->start();
  logIn("alice");
}

TEST_F(MqttConnection, ABrokerThatHangsIsNoticed) {
  begin("keepalive = 5\nreconnect_attempts = 1000\n");
  logIn("alice");
  enter("alice", "t", "alice");
  broker_->freeze();
  await("message=\"The connection to the broker is lost, and will be made again: the broker does not answer", kLong);
  broker_->thaw();
  await("message=\"The connection to the broker is back", kLong);
}

// Mosquitto closes the first connection without a reason, so both reconnect, and push each other out.
TEST_F(MqttConnection, TwoClientsWithOneIdDoNotGoOnForEver) {
  begin("client_id = one\nreconnect_attempts = 3\n");
  logIn("alice");
  logIn("bob");
  await("^DISCONNECTED user=\"(alice|bob)\" error=");
}

TEST_F(MqttConnection, AnIdOfEachUser) {
  begin("client_id = prism-$name\n");
  logIn("alice");
  logIn("bob");
  for (const char* user : {"alice", "bob"}) {
    enter(user, "t", user);
  }
  broker_->publish("t", "hi");
  await(in("alice", "t") + "message=\"hi\"");
  await(in("bob", "t") + "message=\"hi\"");
}

}  // namespace
}  // namespace prism::tests
