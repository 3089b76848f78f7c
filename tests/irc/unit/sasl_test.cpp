// SPDX-License-Identifier: MIT
#include "protocol/sasl/sasl_exchange.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace irc {
namespace {

TEST(IrcSasl, PlainAndExternal) {
  EXPECT_EQ(net::saslPlain("jilles", "sesame")->respond(""), std::string("\0jilles\0sesame", 14));
  EXPECT_EQ(net::saslExternal("jilles")->respond(""), "jilles");
}

// The example of RFC 7677 section 3.
TEST(IrcSasl, ScramAsInTheRfc) {
  const auto mechanism = net::saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
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
  const auto mechanism = net::saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
  mechanism->respond("");
  ASSERT_TRUE(mechanism->respond(first));
  EXPECT_FALSE(mechanism->respond("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  EXPECT_NE(mechanism->error(), "");
}

TEST(IrcSasl, ScramRefusesNonsense) {
  for (const char* first : {"", "r=x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "r=nonceX,s=,i=4096", "r=nonceX,s=W22Z,i=1",
                            "r=nonceX,s=W22Z,i=99999999", "r=nonce,s=W22Z,i=4096", "m=ext,r=nonceX,s=W22Z,i=4096"}) {
    const auto mechanism = net::saslScramSha256("user", "pencil", "nonce");
    mechanism->respond("");
    EXPECT_FALSE(mechanism->respond(first)) << first;
    EXPECT_NE(mechanism->error(), "") << first;
  }
}

TEST(IrcSasl, NamesAreEscaped) {
  EXPECT_EQ(net::saslScramSha256("a,b=c", "x", "nonce")->respond(""), "n,,n=a=2Cb=3Dc,r=nonce");
}

TEST(IrcSasl, MechanismsOfBothSides) {
  using Names = std::vector<std::string_view>;
  const Names wanted = {"EXTERNAL", "SCRAM-SHA-256", "PLAIN"};
  EXPECT_EQ(usableMechanisms(wanted, "PLAIN,SCRAM-SHA-256"), (Names{"SCRAM-SHA-256", "PLAIN"}));
  EXPECT_EQ(usableMechanisms(wanted, ""), wanted);
  EXPECT_EQ(usableMechanisms(wanted, "X"), Names{});
}

TEST(IrcSasl, LongAnswersAreCut) {
  SaslExchange exchange(net::saslPlain("account", std::string(300, 'x')));
  const auto lines = exchange.feed("+");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].size(), 400U);
  EXPECT_LT(lines[1].size(), 400U);
  // 300 bytes are exactly 400 base64 characters, so a "+" must mark the end.
  SaslExchange whole(net::saslPlain("account", std::string(300 - 9, 'x')));
  EXPECT_EQ(whole.feed("+").back(), "+");
}

TEST(IrcSasl, ChallengesInPieces) {
  SaslExchange exchange(net::saslExternal("me"));
  EXPECT_TRUE(exchange.feed(std::string(400, 'A')).empty());
  EXPECT_EQ(exchange.feed("+"), std::vector<std::string>{"bWU="});
  SaslExchange other(net::saslExternal("me"));
  EXPECT_EQ(other.feed("!not base64!"), std::vector<std::string>{"*"});
}

TEST(IrcSasl, OneAnswerIsAllThereIs) {
  for (const auto& mechanism : {net::saslPlain("jilles", "sesame"), net::saslExternal("")}) {
    EXPECT_FALSE(mechanism->finished()) << "a server that says success now has asked for nothing";
    EXPECT_TRUE(mechanism->respond(""));
    EXPECT_TRUE(mechanism->finished());
    EXPECT_EQ(mechanism->respond(""), std::nullopt);
    EXPECT_EQ(mechanism->error(), "the server asks for more than the mechanism has");
  }
}

TEST(IrcSasl, PlainCannotSayNul) {
  for (const auto& mechanism :
       {net::saslPlain(std::string_view("a\0b", 3), "x"), net::saslPlain("a", std::string_view("\0", 1))}) {
    EXPECT_EQ(mechanism->respond(""), std::nullopt);
    EXPECT_EQ(mechanism->error(), "the account or its password has a character that cannot be sent");
  }
}

// Returns the error after this server-first-message.
std::string errorAfterFirst(const std::string& challenge) {
  const auto mechanism = net::saslScramSha256("user", "pencil", "nonce");
  mechanism->respond("");
  EXPECT_EQ(mechanism->respond(challenge), std::nullopt) << challenge;
  return mechanism->error();
}

TEST(IrcSasl, WhyScramRefuses) {
  const std::string salt = ",s=W22ZaJ0SNY7soEsUEjb6gQ==";
  EXPECT_EQ(errorAfterFirst("r=nonceX" + salt + ",i=4095"),
            "the server's iteration count is not between 4096 and 500000");
  EXPECT_EQ(errorAfterFirst("r=nonceX" + salt + ",i=500001"),
            "the server's iteration count is not between 4096 and 500000");
  EXPECT_EQ(errorAfterFirst("r=nonceX" + salt + ",i=-1"),
            "the server's iteration count is not between 4096 and 500000");
  EXPECT_EQ(errorAfterFirst("r=nonceX" + salt + ",i=99999999999999999999"),
            "the server's iteration count is not between 4096 and 500000");
  EXPECT_EQ(errorAfterFirst("r=nonce" + salt + ",i=4096"), "the server's nonce does not continue ours");
  EXPECT_EQ(errorAfterFirst("r=Xnonce" + salt + ",i=4096"), "the server's nonce does not continue ours");
  EXPECT_EQ(errorAfterFirst("r=nonce\x01" + salt + ",i=4096"), "the server's nonce does not continue ours");
  EXPECT_EQ(errorAfterFirst("r=nonceX,s=,i=4096"), "the server's salt is malformed");
  EXPECT_EQ(errorAfterFirst("r=nonceX,s=W22Z=,i=4096"), "the server's salt is malformed");
  EXPECT_EQ(errorAfterFirst("r=nonceX,s=W2=Z,i=4096"), "the server's salt is malformed");
  EXPECT_EQ(errorAfterFirst("m=ext,r=nonceX" + salt + ",i=4096"), "the server's challenge is no SCRAM");
  EXPECT_EQ(errorAfterFirst(""), "the server's challenge is no SCRAM");
  EXPECT_EQ(errorAfterFirst("e=unknown-user"), "the server refuses: unknown-user");
}

TEST(IrcSasl, ScramIsFinishedWhenTheServerHasProvedItself) {
  const std::string first = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  const auto at = [&](const std::string& last, std::string* error) {
    const auto mechanism = net::saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
    mechanism->respond("");
    mechanism->respond(first);
    EXPECT_FALSE(mechanism->finished());
    mechanism->respond(last);
    *error = mechanism->error();
    return mechanism->finished();
  };
  std::string error;
  EXPECT_TRUE(at("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", &error));
  EXPECT_EQ(error, "");
  EXPECT_FALSE(at("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", &error));
  EXPECT_EQ(error, "the server does not know the password: its signature is wrong");
  EXPECT_FALSE(at("v=", &error));
  EXPECT_EQ(error, "the server does not know the password: its signature is wrong");
  EXPECT_FALSE(at("", &error));
  EXPECT_EQ(error, "the server does not prove that it knows the password");
  EXPECT_FALSE(at("e=invalid-proof", &error));
  EXPECT_EQ(error, "the server refuses: invalid-proof");
}

TEST(IrcSasl, ScramDoesNotGoOnAfterTheEnd) {
  const auto early = net::saslScramSha256("user", "pencil", "nonce");
  EXPECT_EQ(early->respond("hello"), std::nullopt);
  EXPECT_EQ(early->error(), "the server begins with a challenge where it should wait");
  EXPECT_EQ(early->respond(""), std::nullopt) << "what has failed stays so";
}

TEST(IrcSasl, EachLoginHasANonceOfItsOwn) {
  const std::string one = *net::saslScramSha256("user", "pencil")->respond("");
  const std::string other = *net::saslScramSha256("user", "pencil")->respond("");
  EXPECT_EQ(one.size(), std::string("n,,n=user,r=").size() + 32);
  EXPECT_NE(one, other);
}

// The complete login of RFC 7677, as IRC lines.
TEST(IrcSasl, AScramLoginInBase64) {
  using Lines = std::vector<std::string>;
  SaslExchange exchange(net::saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO"));
  EXPECT_EQ(exchange.name(), "SCRAM-SHA-256");
  EXPECT_EQ(exchange.feed("+"), Lines{"biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8="});
  EXPECT_EQ(
      exchange.feed("cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRrMCxzPVcyMlphSjBTTlk3c29F"
                    "c1VFamI2Z1E9PSxpPTQwOTY="),
      Lines{"Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxqKWhObEYkazAscD1kSHpiWmFwV0lrNGpVaE4r"
            "VXRlOXl0YWc5empmTUhnc3FtbWl6N0FuZFZRPQ=="});
  EXPECT_FALSE(exchange.finished());
  EXPECT_EQ(exchange.feed("dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ=="), Lines{"+"});
  EXPECT_TRUE(exchange.finished());
  EXPECT_EQ(exchange.feed("+"), Lines{"*"});
  EXPECT_EQ(exchange.error(), "the server goes on when the login is over");
}

// Returns the sizes of the chunks of a PLAIN answer of `bytes` bytes; "+" counts as 0.
std::vector<std::size_t> sizesOf(std::size_t bytes) {
  SaslExchange exchange(net::saslPlain("a", std::string(bytes - 3, 'x')));
  std::vector<std::size_t> sizes;
  for (const std::string& line : exchange.feed("+")) {
    sizes.push_back(line == "+" ? 0 : line.size());
  }
  return sizes;
}

TEST(IrcSasl, ChunksOfFourHundred) {
  using Sizes = std::vector<std::size_t>;
  EXPECT_EQ(sizesOf(3), Sizes{4});
  EXPECT_EQ(sizesOf(297), Sizes{396});
  EXPECT_EQ(sizesOf(298), (Sizes{400, 0}));
  EXPECT_EQ(sizesOf(300), (Sizes{400, 0}));
  EXPECT_EQ(sizesOf(301), (Sizes{400, 4}));
  EXPECT_EQ(sizesOf(600), (Sizes{400, 400, 0}));
}

TEST(IrcSasl, ChallengesThatCannotBeRead) {
  const auto after = [](const std::string& parameter) {
    SaslExchange exchange(net::saslExternal("me"));
    EXPECT_EQ(exchange.feed(parameter), std::vector<std::string>{"*"});
    EXPECT_EQ(exchange.feed("+"), std::vector<std::string>{"*"}) << "what has failed stays so";
    return exchange.error();
  };
  EXPECT_EQ(after("a"), "the server's challenge is not in base64");
  EXPECT_EQ(after("ab=="), "the server's challenge is not in base64") << "bits that mean nothing";
  EXPECT_EQ(after("=AAA"), "the server's challenge is not in base64");
  EXPECT_EQ(after(std::string(401, 'A')), "the server's challenge is too long");
  SaslExchange endless(net::saslExternal("me"));
  for (int i = 0; i < 40; ++i) {
    EXPECT_TRUE(endless.feed(std::string(400, 'A')).empty());
  }
  EXPECT_EQ(endless.feed(std::string(400, 'A')), std::vector<std::string>{"*"});
}

TEST(IrcSasl, NamesOfMechanismsWithoutCase) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(usableMechanisms({"plain", "external"}, "EXTERNAL,,Plain,X"), (Names{"plain", "external"}));
  EXPECT_EQ(usableMechanisms({"PLAIN"}, "PLAINTEXT"), Names{});
  EXPECT_EQ(usableMechanisms({}, "PLAIN"), Names{});
}

}  // namespace
}  // namespace irc
