#include "protocol/sasl.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace irc {
namespace {

TEST(IrcSasl, PlainAndExternal) {
  EXPECT_EQ(saslPlain("jilles", "sesame")->respond(""), std::string("\0jilles\0sesame", 14));
  EXPECT_EQ(saslExternal("jilles")->respond(""), "jilles");
}

// RFC 7677 section 3.
TEST(IrcSasl, ScramAsInTheRfc) {
  const auto mechanism = saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
  EXPECT_EQ(mechanism->respond(""), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  EXPECT_EQ(mechanism->respond("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                               "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  EXPECT_TRUE(mechanism->respond("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  EXPECT_EQ(mechanism->error(), "");
}

TEST(IrcSasl, ScramTrustsNoServerThatDoesNotKnowThePassword) {
  const std::string first = "r=rOprNGfwEbeRWgbNEkqOabc,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  const auto mechanism = saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
  mechanism->respond("");
  ASSERT_TRUE(mechanism->respond(first));
  EXPECT_FALSE(mechanism->respond("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  EXPECT_NE(mechanism->error(), "");
}

TEST(IrcSasl, ScramRefusesNonsense) {
  for (const char* first : {"", "r=x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "r=nonceX,s=,i=4096", "r=nonceX,s=W22Z,i=1",
                            "r=nonceX,s=W22Z,i=99999999", "r=nonce,s=W22Z,i=4096", "m=ext,r=nonceX,s=W22Z,i=4096"}) {
    const auto mechanism = saslScramSha256("user", "pencil", "nonce");
    mechanism->respond("");
    EXPECT_FALSE(mechanism->respond(first)) << first;
    EXPECT_NE(mechanism->error(), "") << first;
  }
}

TEST(IrcSasl, NamesAreEscaped) {
  EXPECT_EQ(saslScramSha256("a,b=c", "x", "nonce")->respond(""), "n,,n=a=2Cb=3Dc,r=nonce");
}

TEST(IrcSasl, WhatBothSidesHave) {
  using Names = std::vector<std::string_view>;
  const Names wanted = {"EXTERNAL", "SCRAM-SHA-256", "PLAIN"};
  EXPECT_EQ(usableMechanisms(wanted, "PLAIN,SCRAM-SHA-256"), (Names{"SCRAM-SHA-256", "PLAIN"}));
  EXPECT_EQ(usableMechanisms(wanted, ""), wanted);
  EXPECT_EQ(usableMechanisms(wanted, "X"), Names{});
}

TEST(IrcSasl, LongAnswersAreCut) {
  SaslExchange exchange(saslPlain("account", std::string(300, 'x')));
  const auto lines = exchange.feed("+");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].size(), 400U);
  EXPECT_LT(lines[1].size(), 400U);
  // 300 bytes are 400 characters of base64, whose end has to be told.
  SaslExchange whole(saslPlain("account", std::string(300 - 9, 'x')));
  EXPECT_EQ(whole.feed("+").back(), "+");
}

TEST(IrcSasl, ChallengesInPieces) {
  SaslExchange exchange(saslExternal("me"));
  EXPECT_TRUE(exchange.feed(std::string(400, 'A')).empty());
  EXPECT_EQ(exchange.feed("+"), std::vector<std::string>{"bWU="});
  SaslExchange other(saslExternal("me"));
  EXPECT_EQ(other.feed("!not base64!"), std::vector<std::string>{"*"});
}

}  // namespace
}  // namespace irc
