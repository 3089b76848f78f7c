// SPDX-License-Identifier: MIT
#include "mqtt/names.h"

#include <gtest/gtest.h>

#include <string>

namespace mqtt {
namespace {

TEST(MqttNames, TopicsAsRooms) {
  EXPECT_EQ(nameOf("home/kitchen/light"), "home|kitchen|light");
  EXPECT_EQ(nameOf("home/+/#"), "home|+|#");
  EXPECT_EQ(nameOf("Home/a b"), "=48ome|a=20b");
  EXPECT_EQ(nameOf("a=b|c%d\\e"), "a=3db=7cc=25d=5ce");
  EXPECT_EQ(nameOf("/caf\xc3\xa9"), "|caf=c3=a9");
}

TEST(MqttNames, EachTopicComesBack) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) {
    every += static_cast<char>(byte);
  }
  for (const std::string& topic : {every, std::string("=48"), std::string("a/b|c"), std::string("="), std::string("=="),
                                   std::string("=4"), std::string("A/B")}) {
    EXPECT_EQ(topicOf(nameOf(topic)), topic);
  }
}

TEST(MqttNames, WhatNeedNoEscapeIsTakenAsItIs) { EXPECT_EQ(topicOf("Home/x y|=4C=zz="), "Home/x y/L=zz="); }

TEST(MqttNames, FoldedNamesAreTheSameTopic) { EXPECT_EQ(topicOf("=4A=c3=A9"), topicOf("=4a=C3=a9")); }

TEST(MqttNames, Payloads) {
  EXPECT_EQ(shownPayload("21.5", 100), "21.5");
  EXPECT_EQ(shownPayload("{\n\t\"a\": 1\r\n}", 100), "{\n\t\"a\": 1\r\n}");
  EXPECT_EQ(shownPayload("", 100), "(empty)");
  EXPECT_EQ(shownPayload("\xff\xfe", 100), "(2 bytes that are not text)");
  EXPECT_EQ(shownPayload(std::string("a\0b", 3), 100), "(3 bytes that are not text)");
  EXPECT_EQ(shownPayload("\xef\xbf\xbf", 100), "(3 bytes that are not text)");
  EXPECT_EQ(shownPayload("caf\xc3\xa9s", 4), "caf\n(cut, of 6 bytes)");
}

}  // namespace
}  // namespace mqtt
