// SPDX-License-Identifier: MIT
// Messages of users, and what becomes of them.
#include "tests/mqtt/broker.h"

namespace prism::tests {
namespace {

class MqttPublishing : public MqttTest {};

TEST_F(MqttPublishing, AReceiptComesWithTheBrokersConfirmation) {
  begin();
  logIn("alice");
  enter("alice", "t", "alice");
  spectrum_->say("alice", "t", "hi", "id-1");
  await("^CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"t\".*id=\"id-1\"");
}

TEST_F(MqttPublishing, ARefusedMessageFails) {
  begin();
  logIn("alice");
  enter("alice", "readonly|x", "alice");
  say("alice", "readonly|x", "hi");
  await(in("alice", "readonly|x") + "message=\"The broker refuses this message: Not authorized\\.\"");
  spectrum_->say("alice", "readonly|x", "again", "id-2");
  await("The broker refuses this message: Not authorized");
  collect();
  EXPECT_EQ(count("nickname=\"alice\" .*message=\"(hi|again)\"|message=\"(hi|again)\""), 0U) << keptFrames();
  EXPECT_EQ(count("CONV_MESSAGE_ACK"), 0U) << keptFrames();
}

TEST_F(MqttPublishing, WithoutConfirmationsAMessageIsShownAtOnce) {
  begin("qos = 0\n");
  logIn("alice");
  enter("alice", "t", "alice");
  spectrum_->say("alice", "t", "hi", "id-1");
  await(in("alice", "t") + "message=\"hi\" nickname=\"alice\"");
  await("^CONV_MESSAGE_ACK .*id=\"id-1\"");
}

TEST_F(MqttPublishing, ExactlyOnce) {
  begin("qos = 2\n");
  logIn("alice");
  enter("alice", "t", "alice");
  say("alice", "t", "hi");
  await(in("alice", "t") + "message=\"hi\" nickname=\"alice\"");
  broker_->publish("t", "there");
  await(in("alice", "t") + "message=\"there\"");
}

TEST_F(MqttPublishing, TheCommandPublishesToAnyTopic) {
  begin();
  logIn("alice");
  enter("alice", "home|#", "alice");
  say("alice", "home|#", "/publish --retain home/Hall on and on");
  await("message=\"Published to home/Hall\\.\"");
  await(in("alice", "home|#") + "message=\"home/Hall: on and on\" nickname=\"alice\"");
  logIn("bob");
  enter("bob", "home|=48all", "bob");
  await(in("bob", "home|=48all") + "message=\"\\(retained\\) on and on\"");
  say("alice", "home|#", "/publish readonly/x no");
  await("The broker refuses this message");
  say("alice", "home|#", "/publish a/+ no");
  await("This is no topic to publish to");
  say("alice", "home|#", "/subscriptions");
  await("home/# \\(home.#\\)");
}

TEST_F(MqttPublishing, ThereAreNoPeople) {
  begin();
  logIn("alice");
  say("alice", "bob", "hi");
  await(in("alice", "bob") + "message=\"Nobody gets this");
}

}  // namespace
}  // namespace prism::tests
