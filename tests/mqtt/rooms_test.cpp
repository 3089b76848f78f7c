// SPDX-License-Identifier: MIT
// Topics as rooms.
#include "tests/mqtt/broker.h"

#include <chrono>

namespace prism::tests {
namespace {

class MqttRooms : public MqttTest {};

TEST_F(MqttRooms, TwoUsersMeetInATopic) {
  begin();
  logIn("alice");
  logIn("bob");
  enter("alice", "home|light", "Alice");
  await("^PARTICIPANT_CHANGED userName=\"alice\" room=\"home.light\" nickname=\"Alice\"");
  enter("bob", "home|light", "bob");
  say("alice", "home|light", "on");
  await(in("bob", "home|light") + "message=\"on\"( nickname=\"\")?");
  await(in("alice", "home|light") + "message=\"on\" nickname=\"Alice\"");
  collect();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << "each got it once:" << keptFrames();
}

TEST_F(MqttRooms, AFilterNamesTheTopic) {
  begin();
  logIn("alice");
  enter("alice", "home|+|#", "alice");
  broker_->publish("home/Kitchen/light", "on");
  await(in("alice", "home|+|#") + "message=\"home/Kitchen/light: on\"");
  say("alice", "home|+|#", "off");
  await(in("alice", "home|+|#") + "message=\"This room shows several topics");
}

TEST_F(MqttRooms, OverlappingSubscriptionsShowAMessageOnceInEachRoom) {
  begin();
  logIn("alice");
  for (const char* room : {"a|b", "a|#", "=61|b"}) {  // the last one is the first topic in another spelling
    enter("alice", room, "alice");
  }
  broker_->publish("a/b", "once");
  for (const char* room : {"a|b", "a|#", "=61|b"}) {
    await(in("alice", room) + ".*once");
  }
  say("alice", "a|b", "mine");
  for (const char* room : {"a|b", "a|#", "=61|b"}) {
    await(in("alice", room) + ".*mine\" nickname=\"alice\"");
  }
  collect();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
  leave("alice", "a|b");
  broker_->publish("a/b", "still");
  await(in("alice", "=61|b") + ".*still");
}

TEST_F(MqttRooms, ARetainedMessageIsMarked) {
  begin();
  broker_->publish("state", "on", true);
  logIn("alice");
  enter("alice", "state", "alice");
  await(in("alice", "state") + "message=\"\\(retained\\) on\"");
  broker_->publish("state", "off", true);
  await(in("alice", "state") + "message=\"off\"");
}

TEST_F(MqttRooms, OddPayloads) {
  begin("max_payload = 20\n");
  logIn("alice");
  enter("alice", "odd", "alice");
  broker_->publish("odd", std::string("\x00\x01\xff", 3));
  await(in("alice", "odd") + "message=\"\\(3 bytes that are not text\\)\"");
  broker_->publish("odd", "");
  await(in("alice", "odd") + "message=\"\\(empty\\)\"");
  broker_->publish("odd", std::string(5'000'000, 'x'));
  await(in("alice", "odd") + "message=\"x{20}.*cut, of 5000000 bytes");
  broker_->publish("odd", "<b>&</b>");
  await(in("alice", "odd") + "message=\"<b>&</b>\"");
}

TEST_F(MqttRooms, ADeniedSubscriptionSaysSo) {
  begin();
  logIn("alice");
  expectRefusal("alice", "denied|x", "The broker refuses the subscription: Not authorized\\.");
}

TEST_F(MqttRooms, WhatIsNoTopicIsRefused) {
  begin();
  logIn("alice");
  for (const char* room : {"a#", "=00", "=ff"}) {
    expectRefusal("alice", room, "This is no topic of MQTT\\.");
  }
  expectRefusal("alice", "$share|g|t", "Shared subscriptions");
  enter("alice", "fine", "alice");
}

TEST_F(MqttRooms, AfterLeavingNothingComes) {
  begin();
  logIn("alice");
  enter("alice", "one", "alice");
  enter("alice", "two", "alice");
  leave("alice", "one");
  broker_->publish("one", "gone");
  broker_->publish("two", "here");
  await(in("alice", "two") + "message=\"here\"");
  EXPECT_EQ(count("gone"), 0U);
}

TEST_F(MqttRooms, TopicsOfTheConfigurationAreListed) {
  begin("topic = home/Light\n");
  logIn("alice");
  await("ROOM_LIST .*home.=4cight.*home/Light");
}

// The burst is 2,000 messages; the others are read at the allowed speed.
TEST_F(MqttRooms, AFloodIsReadSlowlyAndLosesNothing) {
  begin("messages_per_second = 500\n");
  logIn("alice");
  enter("alice", "flood", "alice");
  const int kMessages = 2500;
  const auto start = std::chrono::steady_clock::now();
  logIn("bob");
  enter("bob", "flood", "bob");
  for (int i = 0; i < kMessages; ++i) {
    if (i % 50 == 0 && i > 0) {
      await(in("alice", "flood") + "message=\"m" + std::to_string(i - 50) + "\"");
    }
    say("bob", "flood", "m" + std::to_string(i));
  }
  await(in("alice", "flood") + "message=\"m" + std::to_string(kMessages - 1) + "\"");
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(950));  // 500 beyond the burst
}

}  // namespace
}  // namespace prism::tests
