// SPDX-License-Identifier: MIT
// The presence of a user's own kick or ban.
#include "host/chat/departure_stanza.h"

#include <prism/rooms.h>

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

using host::DepartureStanza;

constexpr std::size_t kAnySize = 100'000;

std::string stanzaOf(const DepartureStanza& departure, std::size_t max_size = kAnySize) {
  std::string stanza = "before";
  EXPECT_TRUE(host::appendDepartureStanza(departure, max_size, &stanza));
  EXPECT_EQ(stanza.substr(0, 6), "before");
  return stanza.substr(6);
}

TEST(DepartureStanza, AKickHasItsCodeActorAndReason) {
  EXPECT_EQ(stanzaOf({.from = "tea@net/me",
                      .to = "alice@x.org",
                      .affiliation = PRISM_AFFILIATION_MEMBER,
                      .actor = "O'Hara",
                      .reason = "a < b"}),
            "<presence xmlns='jabber:client' type='unavailable' from='tea@net/me' to='alice@x.org'>"
            "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' role='none'>"
            "<actor nick='O&apos;Hara'/><reason>a &lt; b</reason></item>"
            "<status code='110'/><status code='307'/></x></presence>");
}

TEST(DepartureStanza, ABannedUserIsAnOutcast) {
  EXPECT_EQ(
      stanzaOf({.from = "tea@net/me", .to = "alice@x.org", .banned = true, .affiliation = PRISM_AFFILIATION_MEMBER}),
      "<presence xmlns='jabber:client' type='unavailable' from='tea@net/me' to='alice@x.org'>"
      "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='outcast' role='none'/>"
      "<status code='110'/><status code='301'/></x></presence>");
}

TEST(DepartureStanza, ALongReasonIsCut) {
  constexpr std::size_t kMost = 2000;
  const std::string reason(kMost, '<');
  const std::string stanza = stanzaOf({.from = "tea@net/me", .to = "alice@x.org", .reason = reason}, kMost);
  EXPECT_LE(stanza.size(), kMost);
  EXPECT_GT(stanza.size(), kMost / 2);
  EXPECT_NE(stanza.find(" [...]</reason>"), std::string::npos) << stanza;
}

TEST(DepartureStanza, ATooLargeStanzaIsNotWritten) {
  std::string stanza = "before";
  EXPECT_FALSE(host::appendDepartureStanza({.from = "tea@net/me", .to = "alice@x.org", .reason = "x"}, 50, &stanza));
  EXPECT_EQ(stanza, "before");
}

TEST(RoomNames, AreThoseOfXmpp) {
  EXPECT_EQ(host::roleName(PRISM_ROLE_VISITOR), "visitor");
  EXPECT_EQ(host::roleName(PRISM_ROLE_PARTICIPANT), "participant");
  EXPECT_EQ(host::roleName(PRISM_ROLE_MODERATOR), "moderator");
  EXPECT_EQ(host::roleName(0), "");
  EXPECT_EQ(host::affiliationName(PRISM_AFFILIATION_NONE), "none");
  EXPECT_EQ(host::affiliationName(PRISM_AFFILIATION_OUTCAST), "outcast");
  EXPECT_EQ(host::affiliationName(PRISM_AFFILIATION_MEMBER), "member");
  EXPECT_EQ(host::affiliationName(PRISM_AFFILIATION_ADMIN), "admin");
  EXPECT_EQ(host::affiliationName(PRISM_AFFILIATION_OWNER), "owner");
  EXPECT_EQ(host::affiliationName(6), "");
}

}  // namespace
}  // namespace prism::tests
