// SPDX-License-Identifier: MIT
#include "protocol/formatting/fallback.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcFallback, EncryptedMessages) {
  EXPECT_TRUE(isEncryptionFallback(
      "I sent you an OMEMO encrypted message but your client doesn\xE2\x80\x99t seem to support that. Find more "
      "information on https://conversations.im/omemo"));
  for (const char* text : {"[This message is OMEMO encrypted]",
                           "You received a message encrypted with OMEMO but your client doesn't support OMEMO.",
                           "This message is encrypted with OpenPGP (XEP-0374)"}) {
    EXPECT_TRUE(isEncryptionFallback(text)) << text;
  }
  EXPECT_FALSE(isEncryptionFallback("Do you use OMEMO? I sent you a message"));
  EXPECT_FALSE(isEncryptionFallback("[This message is OMEMO encrypted]" + std::string(300, '.')));
}

TEST(IrcFallback, Retractions) {
  EXPECT_TRUE(isRetractionFallback("/me retracted a previous message, but it's unsupported by your client."));
  EXPECT_TRUE(isRetractionFallback(
      "This person attempted to retract a previous message, but it's unsupported by your client."));
  EXPECT_FALSE(isRetractionFallback("I retract that"));
}

TEST(IrcFallback, Quotes) {
  EXPECT_EQ(withShortQuote("> How are you?\nFine"), "\"How are you?\" Fine");
  EXPECT_EQ(withShortQuote(">> earlier\n> bob:\n\nFine\nand you?"), "\"earlier\" Fine\nand you?");
  EXPECT_EQ(withShortQuote("> Anna wrote:\n> Hi\nHello"), "\"Hi\" Hello");
  EXPECT_EQ(withShortQuote("> only a quote"), "> only a quote");
  EXPECT_EQ(withShortQuote(">\nanswer"), ">\nanswer");
  EXPECT_EQ(withShortQuote("1 > 0"), "1 > 0");
  EXPECT_EQ(withShortQuote("> " + std::string(61, 'x') + "\ny"), "\"" + std::string(60, 'x') + "\xE2\x80\xA6\" y");
}

}  // namespace
}  // namespace irc
