// SPDX-License-Identifier: MIT
#include "proto/wrapper.h"

#include "proto/pbnetwork.pb.h"

#include <gtest/gtest.h>

namespace prism::wire {
namespace {

using namespace std::string_view_literals;

TEST(Wrapper, ReadsTypeAndPayload) {
  pbnetwork::WrapperMessage message;
  message.set_type(pbnetwork::WrapperMessage::TYPE_LOGIN);
  message.set_payload("the payload");
  const std::string frame = message.SerializeAsString();
  const auto wrapper = readWrapper(frame);
  ASSERT_TRUE(wrapper);
  EXPECT_EQ(wrapper->type, pbnetwork::WrapperMessage::TYPE_LOGIN);
  EXPECT_EQ(wrapper->payload, "the payload");
  EXPECT_GE(wrapper->payload.data(), frame.data()) << "the payload is borrowed, not copied";
  EXPECT_LT(wrapper->payload.data(), frame.data() + frame.size());
}

TEST(Wrapper, ReadsPayloadsOfEachSize) {
  for (const std::size_t size : {0U, 1U, 2U, 127U, 128U, 300U, 16383U, 16384U, 70000U}) {
    pbnetwork::WrapperMessage message;
    message.set_type(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
    message.set_payload(std::string(size, 'x'));
    const auto wrapper = readWrapper(message.SerializeAsString());
    ASSERT_TRUE(wrapper) << size;
    EXPECT_EQ(wrapper->payload.size(), size);
  }
}

TEST(Wrapper, NeedsNoPayload) {
  const auto wrapper = readWrapper("\x08\x09"sv);
  ASSERT_TRUE(wrapper);
  EXPECT_EQ(wrapper->type, pbnetwork::WrapperMessage::TYPE_PING);
  EXPECT_EQ(wrapper->payload, "");
}

TEST(Wrapper, HandsOnTypesThatAreNotDeclared) {
  EXPECT_EQ(readWrapper("\x08\x63"sv)->type, 99);
  EXPECT_EQ(readWrapper("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv)->type, -1);
}

TEST(Wrapper, SkipsFieldsThatItDoesNotKnow) {
  // Unknown fields: 5 is a varint, 6 has 64 bits, 7 is a string, 8 has 32 bits.
  const auto wrapper = readWrapper(
      "\x28\x96\x01"
      "\x31"
      "12345678"
      "\x3a\x03"
      "abc"
      "\x45"
      "1234"
      "\x08\x08"
      "\x12\x02"
      "hi"sv);
  ASSERT_TRUE(wrapper);
  EXPECT_EQ(wrapper->type, pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  EXPECT_EQ(wrapper->payload, "hi");
}

TEST(Wrapper, RefusesWhatIsNone) {
  EXPECT_FALSE(readWrapper(""sv)) << "no type";
  EXPECT_FALSE(readWrapper("\x12\x02hi"sv)) << "no type";
  EXPECT_FALSE(readWrapper("\x08"sv)) << "a tag without value";
  EXPECT_FALSE(readWrapper("\x08\xff"sv)) << "an unfinished varint";
  EXPECT_FALSE(readWrapper("\x08\x08\x12\x05hi"sv)) << "a payload that is cut short";
  EXPECT_FALSE(readWrapper("\x08\x08\x12\xff\xff\xff\xff\x0fhi"sv)) << "a payload of 4 GiB";
  EXPECT_FALSE(readWrapper("\x08\x08\x3a\x05hi"sv)) << "an unknown field that is cut short";
  EXPECT_FALSE(readWrapper("\x08\x08\x31\x01"sv)) << "64 bits that are cut short";
  EXPECT_FALSE(readWrapper("\x08\x08\x0b"sv)) << "a group";
  EXPECT_FALSE(readWrapper("\x08\x08\0"sv)) << "a tag of 0";
  EXPECT_FALSE(readWrapper("GET / HTTP/1.1"sv));
}

// For every frame that protobuf accepts, the host's decoder must give the same result. The length of a payload has one
// or two bytes.
TEST(Wrapper, AgreesWithProtobufOnDamagedFrames) {
  for (const std::size_t size : {7U, 200U}) {
    pbnetwork::WrapperMessage message;
    message.set_type(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
    message.set_payload(std::string(size, 'p'));
    const std::string good = message.SerializeAsString();
    int accepted = 0;
    for (std::size_t position = 0; position < 11; ++position) {
      for (int value = 0; value < 256; ++value) {
        std::string frame = good;
        frame[position] = static_cast<char>(value);
        pbnetwork::WrapperMessage expected;
        const auto wrapper = readWrapper(frame);
        if (expected.ParseFromString(frame)) {
          ++accepted;
          ASSERT_TRUE(wrapper) << "position " << position << ", value " << value;
          if (pbnetwork::WrapperMessage::Type_IsValid(wrapper->type)) {  // protobuf skips the others
            EXPECT_EQ(wrapper->type, expected.type());
          }
          EXPECT_EQ(wrapper->payload, expected.payload());
        }
      }
    }
    EXPECT_GT(accepted, 1000);
  }
}

}  // namespace
}  // namespace prism::wire
