// SPDX-License-Identifier: MIT
#include "host/storage/format.h"
#include <prism/storage.h>

#include <gtest/gtest.h>

namespace prism::host {
namespace {

Values someValues() {
  Values values("alice@example.org");
  values.change("irc", "token", "s3cret");
  values.change("irc", "empty", "");
  values.change(kHostOwner, "room/a", std::string("\0\xFF", 2));
  return values;
}

std::string reasonFor(std::string_view file) {
  Values values;
  std::string why;
  EXPECT_NE(decode(file, &values, &why), Decoding::kDone);
  return why;
}

TEST(StorageFormat, WhatIsWrittenIsRead) {
  const std::string file = encode(someValues());
  Values read;
  std::string why;
  ASSERT_EQ(decode(file, &read, &why), Decoding::kDone) << why;
  EXPECT_EQ(read.user(), "alice@example.org");
  EXPECT_EQ(read.entries(), someValues().entries());
  EXPECT_EQ(encode(read), file);
}

// The bytes of version 1. A change of them needs a new version.
TEST(StorageFormat, StaysAsItIs) {
  Values values("a");
  values.change("irc", "k", "v");
  const std::string file = encode(values);
  EXPECT_EQ(file.substr(0, 16), std::string("prismval\x01\0\0\0\x01\0\0\0", 16));
  EXPECT_EQ(file.substr(24), std::string("\x01\0a\x03irc\x01k\x01\0\0\0v", 14));
  EXPECT_EQ(encode(LoginRecord{0x0102, 0x0304}).substr(0, 32),
            std::string("prismlog\x01\0\0\0\0\0\0\0\x02\x01\0\0\0\0\0\0\x04\x03\0\0\0\0\0\0", 32));
}

TEST(StorageFormat, ChangingTellsWhetherAnythingIsDifferent) {
  Values values = someValues();
  EXPECT_FALSE(values.change("irc", "token", "s3cret"));
  EXPECT_TRUE(values.change("irc", "token", "other"));
  EXPECT_EQ(*values.find("irc", "token"), "other");
  EXPECT_TRUE(values.change("irc", "token", std::nullopt));
  EXPECT_FALSE(values.change("irc", "token", std::nullopt));
  EXPECT_EQ(values.find("irc", "token"), nullptr);
  EXPECT_EQ(values.find("purple", "empty"), nullptr);
}

TEST(StorageFormat, CountsTheValuesOfOneOwner) {
  Values values = someValues();
  values.change("ircx", "more", "...");
  EXPECT_EQ(values.extentOf("irc").keys, 2u);
  EXPECT_EQ(values.extentOf("irc").bytes, std::string_view("token s3cret empty").size() - 2);
}

TEST(StorageFormat, EveryDamagedByteIsNoticed) {
  const std::string whole = encode(someValues());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string file = whole;
    file[i] = static_cast<char>(file[i] ^ 0x20);
    EXPECT_NE(reasonFor(file), "") << i;
    EXPECT_NE(reasonFor(whole.substr(0, i)), "") << i;
  }
}

TEST(StorageFormat, DamageIsNamed) {
  const std::string whole = encode(someValues());
  EXPECT_EQ(reasonFor(""), "it is empty");
  EXPECT_EQ(reasonFor("hello"), "it does not begin like a file of values");
  EXPECT_EQ(reasonFor(whole.substr(0, 20)), "its header is cut off");
  EXPECT_EQ(reasonFor(whole + "x"), "its checksum is wrong");
  EXPECT_EQ(reasonFor(std::string(kMaxValuesFile + 1, 'x')), "it has more than 5242880 bytes");
  std::string old = whole;
  old[8] = 0;
  EXPECT_EQ(reasonFor(old), "there is no version 0");
}

TEST(StorageFormat, ALaterVersionIsNoDamage) {
  std::string file = encode(someValues());
  file[8] = 2;
  Values values;
  std::string why;
  EXPECT_EQ(decode(file, &values, &why), Decoding::kNewer);
  EXPECT_EQ(why, "it is of version 2, and this host knows versions up to 1");
}

TEST(StorageFormat, AVersionThatThereWillNeverBeIsDamage) {
  std::string file = encode(someValues());
  file[11] = 1;
  EXPECT_EQ(reasonFor(file), "there is no version 16777217");
}

TEST(StorageFormat, LoginRecords) {
  const LoginRecord record{0xFEDCBA9876543210, 1'764'000'000'000};
  const std::string file = encode(record);
  EXPECT_EQ(file.size(), kLoginRecordSize);
  EXPECT_EQ(decodeLoginRecord(file), record);
  EXPECT_EQ(decodeLoginRecord(""), std::nullopt);
  for (std::size_t i = 0; i < file.size(); ++i) {
    std::string damaged = file;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_EQ(decodeLoginRecord(damaged), std::nullopt) << i;
    EXPECT_EQ(decodeLoginRecord(file.substr(0, i)), std::nullopt) << i;
  }
  EXPECT_EQ(decodeLoginRecord(encode(LoginRecord{0, 1})), std::nullopt) << "0 is no login";
}

}  // namespace
}  // namespace prism::host
