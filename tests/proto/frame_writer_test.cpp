// SPDX-License-Identifier: MIT
#include "proto/frame_writer.h"

#include "tests/support/wire_frames.h"

#include <gtest/gtest.h>

namespace prism::wire {
namespace {

using pbnetwork::WrapperMessage;
using tests::takeSent;
using namespace std::string_view_literals;

pbnetwork::ConversationMessage messageOf(std::size_t size) {
  pbnetwork::ConversationMessage message;
  message.set_username("alice@example.org");
  message.set_buddyname("echo");
  message.set_message(std::string(size, 'm'));
  return message;
}

TEST(FrameWriter, WritesTheBytesOfTheProtocol) {
  FrameWriter writer;
  writer.append(WrapperMessage::TYPE_PONG);
  EXPECT_EQ(writer.pending(), std::string_view("\0\0\0\2\x08\x0a", 6));
  writer.consume(6);

  const std::string_view raw("\0\0\0\x08\x08\x22\x12\x04<a/>", 12);
  writer.append(WrapperMessage::TYPE_RAW_XML, "<a/>");
  EXPECT_EQ(writer.pending(), raw);
  writer.consume(raw.size());
  writer.appendParts(WrapperMessage::TYPE_RAW_XML, "<a"sv, ""sv, "/>"sv);
  EXPECT_EQ(writer.pending(), raw);
}

TEST(FrameWriter, FindsTheEndsOfFrames) {
  FrameWriter writer;
  EXPECT_EQ(writer.frameEndFrom(0), 0U);
  writer.append(WrapperMessage::TYPE_PONG);             // 6 bytes
  writer.append(WrapperMessage::TYPE_RAW_XML, "<a/>");  // 12 bytes
  EXPECT_EQ(writer.frameEndFrom(0), 0U);
  EXPECT_EQ(writer.frameEndFrom(1), 6U);
  EXPECT_EQ(writer.frameEndFrom(6), 6U);
  EXPECT_EQ(writer.frameEndFrom(7), 18U);
  EXPECT_EQ(writer.frameEndFrom(18), 18U);
  writer.consume(6);
  EXPECT_EQ(writer.frameEndFrom(1), 12U);
  writer.append(WrapperMessage::TYPE_CONV_MESSAGE, messageOf(70000));
  EXPECT_EQ(writer.frameEndFrom(13), writer.pending().size());
}

TEST(FrameWriter, WritesWhatProtobufReads) {
  FrameWriter writer;
  for (const std::size_t size : {0U, 1U, 63U, 64U, 127U, 128U, 16383U, 16384U, 3000000U}) {
    const auto message = messageOf(size);
    writer.append(WrapperMessage::TYPE_CONV_MESSAGE, message);
    const auto sent = takeSent(&writer);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].type, WrapperMessage::TYPE_CONV_MESSAGE);
    EXPECT_TRUE(sent[0].payload == message.SerializeAsString()) << size;
  }
}

TEST(FrameWriter, WritesFieldsAsAMessageObjectWould) {
  FrameWriter writer;
  for (const std::size_t size : {0U, 1U, 127U, 128U, 16384U, 3000000U}) {
    auto message = messageOf(size);
    pbnetwork::ConversationMessage rest;
    for (const bool has_rest : {false, true}) {
      if (has_rest) {
        rest.set_nickname("me");
        rest.set_pm(true);
        message.MergeFrom(rest);
      }
      writer.append(WrapperMessage::TYPE_CONV_MESSAGE,
                    {{1, message.username()}, {2, message.buddyname()}, {3, message.message()}},
                    has_rest ? &rest : nullptr);
      const auto sent = takeSent(&writer);
      ASSERT_EQ(sent.size(), 1U);
      EXPECT_EQ(sent[0].type, WrapperMessage::TYPE_CONV_MESSAGE);
      EXPECT_TRUE(sent[0].payload == message.SerializeAsString()) << size;
    }
  }
}

TEST(FrameWriter, TakesOverTheFramesOfAnother) {
  FrameWriter writer;
  FrameWriter other;
  writer.append(other);
  EXPECT_EQ(writer.pending(), "");
  other.append(WrapperMessage::TYPE_PONG);
  other.append(WrapperMessage::TYPE_RAW_XML, "<a/>");
  writer.append(WrapperMessage::TYPE_PONG);
  const std::string before(writer.pending());
  writer.append(other);
  EXPECT_EQ(writer.pending(), before + std::string(other.pending()));
}

TEST(FrameWriter, KeepsTheOrderHoweverLittleIsTaken) {
  FrameWriter writer;
  std::string expected;
  std::string taken;
  for (std::size_t i = 0; i < 500; ++i) {
    FrameWriter alone;
    alone.append(WrapperMessage::TYPE_CONV_MESSAGE, messageOf(i));
    expected += alone.pending();

    writer.append(WrapperMessage::TYPE_CONV_MESSAGE, messageOf(i));
    const std::size_t part = writer.pending().size() / 3;
    taken += writer.pending().substr(0, part);
    writer.consume(part);
  }
  taken += writer.pending();
  EXPECT_TRUE(taken == expected);
}

}  // namespace
}  // namespace prism::wire
