// SPDX-License-Identifier: MIT
#include "proto/field_reader.h"

#include "proto/pbnetwork.pb.h"

#include <gtest/gtest.h>

namespace prism::wire {
namespace {

using namespace std::string_view_literals;

TEST(FieldReader, ReadsNumbersAndStrings) {
  FieldReader fields("\x08\x07\x12\x02hi\x18\xac\x02"sv);
  ASSERT_TRUE(fields.next());
  EXPECT_EQ(fields.varintNumber(), 1U);
  EXPECT_EQ(fields.bytesNumber(), 0U);
  EXPECT_EQ(fields.varint(), 7U);
  ASSERT_TRUE(fields.next());
  EXPECT_EQ(fields.varintNumber(), 0U);
  EXPECT_EQ(fields.bytesNumber(), 2U);
  EXPECT_EQ(fields.bytes(), "hi");
  ASSERT_TRUE(fields.next());
  EXPECT_EQ(fields.varintNumber(), 3U);
  EXPECT_EQ(fields.varint(), 300U);
  EXPECT_FALSE(fields.next());
  EXPECT_FALSE(fields.damaged());
}

TEST(FieldReader, ReadsStringsOfEverySize) {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 16383U, 16384U, 100000U}) {
    pbnetwork::Connected message;
    message.set_user(std::string(size, 'u'));
    const std::string bytes = message.SerializeAsString();
    FieldReader fields(bytes);
    ASSERT_TRUE(fields.next()) << size;
    EXPECT_EQ(fields.bytesNumber(), 1U);
    EXPECT_TRUE(fields.bytes() == message.user()) << size;
    EXPECT_FALSE(fields.next());
    EXPECT_FALSE(fields.damaged());
  }
}

TEST(FieldReader, ReadsFieldsWithLargeNumbers) {
  FieldReader fields("\x82\x01\x01x\x80\x01\x05"sv);  // the second tag is field 16
  ASSERT_TRUE(fields.next());
  EXPECT_EQ(fields.bytesNumber(), 16U);
  EXPECT_EQ(fields.bytes(), "x");
  ASSERT_TRUE(fields.next());
  EXPECT_EQ(fields.varintNumber(), 16U);
  EXPECT_EQ(fields.varint(), 5U);
  EXPECT_FALSE(fields.next());
  EXPECT_FALSE(fields.damaged());
}

TEST(FieldReader, PassesOverFieldsOfFixedSize) {
  FieldReader fields(
      "\x09"
      "12345678"
      "\x15"
      "1234"
      "\x1a\x01x"sv);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(fields.next());
    EXPECT_EQ(fields.varintNumber(), 0U);
    EXPECT_EQ(fields.bytesNumber(), 0U);
  }
  ASSERT_TRUE(fields.next());
  EXPECT_EQ(fields.bytes(), "x");
}

TEST(FieldReader, NothingIsNoDamage) {
  FieldReader fields("");
  EXPECT_FALSE(fields.next());
  EXPECT_FALSE(fields.damaged());
}

TEST(FieldReader, StopsAtDamage) {
  for (const std::string_view damage :
       {"\x08"sv, "\x08\xff"sv, "\x12\x05hi"sv, "\x12\xff\xff\xff\xff\x0fhi"sv, "\x12"sv, "\x09\x01"sv, "\x15\x01"sv,
        "\x0b"sv, "\x00\x01"sv, "\x02\x00"sv, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"sv,
        "\x88\x80\x80\x80\x80\x01\x01"sv, "GET / HTTP/1.1"sv}) {
    FieldReader fields(damage);
    while (fields.next()) {
    }
    EXPECT_TRUE(fields.damaged()) << ::testing::PrintToString(std::string(damage));
  }
}

}  // namespace
}  // namespace prism::wire
