// SPDX-License-Identifier: MIT
// Raw stanzas from a plugin: exactly one at a time, addressed to a user who is logged in.
#include "host/base/quote.h"
#include "tests/host/unit/guard_test.h"

namespace prism::tests {
namespace {

class RawXmlTest : public GuardTest {
 protected:
  prism_result send(const std::string& stanza) { return guard_.rawXml(host::borrowed(stanza)); }

  void expectForwarded(const std::string& stanza) {
    EXPECT_EQ(send(stanza), PRISM_OK) << stanza;
    const std::vector<Sent> all = takeSent(&out_);
    ASSERT_EQ(all.size(), 1U) << stanza;
    EXPECT_EQ(all[0].type, WrapperMessage::TYPE_RAW_XML);
    EXPECT_EQ(all[0].payload, stanza) << "as it is";
    EXPECT_EQ(log_.take(), Lines{});
  }
  void expectRejected(const std::string& stanza, const std::string& why) {
    expectRefused(send(stanza), PRISM_ERR_ARGUMENT, "raw_xml: " + why);
  }
};

TEST_F(RawXmlTest, StanzasPassAsTheyAre) {
  expectForwarded("<message xmlns='jabber:client' to='alice' from='bob'><body>hi</body></message>");
  expectForwarded("<message to='alice' from='bob'/>");
  expectForwarded("<presence from='bob' to='alice/phone'><show>away</show></presence>");
  expectForwarded(" <iq\tto=\"alice\" from='bob' type='get' id='1'><query xmlns='jabber:iq:version'/></iq>\r\n");
  expectForwarded(
      "<message to='alice' from='bob'><x xmlns:y='urn:y'><y:z a='&lt;&#x41;'>&amp;<![CDATA[<b>]]></y:z></x></message>");
  expectForwarded("<c:message xmlns:c='jabber:client' to='alice' from='bob'/>");
}

TEST_F(RawXmlTest, MustBeOneElement) {
  expectRejected("", "it is not one element");
  expectRejected(" \n", "it is not one element");
  expectRejected("hello", "it is not one element");
  expectRejected("<message to='alice' from='bob'/><message to='alice' from='bob'/>", "it is not one element");
  expectRejected("<message to='alice' from='bob'/>hello", "it is not one element");
  expectRejected("hello<message to='alice' from='bob'/>", "it is not one element");
  expectRejected("<message to='alice' from='bob'/>&#104;", "it is not one element");
  expectRejected("<message to='alice' from='bob'/><![CDATA[x]]>", "it is not one element");
}

TEST_F(RawXmlTest, MustBeWellFormed) {
  expectRejected("<message to='alice' from='bob'>", "an element is not closed");
  expectRejected("<message to='alice' from='bob'", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'></presence>", "mismatched tag");
  expectRejected("</message>", "mismatched tag");
  expectRejected("<message to='alice' to='alice' from='bob'/>", "duplicate attribute");
  expectRejected("<message to=alice from='bob'/>", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'>a & b</message>", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'>\x01</message>", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'>\xE9</message>", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'>\xEF\xBF\xBE</message>", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'>&#0;</message>", "reference to invalid character number");
  expectRejected("<x:message to='alice' from='bob'/>", "unbound prefix");
  expectRejected("<message to='alice' from='bob' x:y=''/>", "unbound prefix");
  expectRejected(std::string("<message to='alice' from='bob'/>\0", 33), "not well-formed (invalid token)");
}

TEST_F(RawXmlTest, CannotLeaveItsRoot) {
  const std::string stanza = "<message to='alice' from='bob'/>";
  expectRejected("</root>", "it closes an element that it has not opened");
  expectRejected("</root>" + stanza, "junk after document element");
  expectRejected("</root><root xmlns='jabber:client'>" + stanza, "junk after document element");
  expectRejected(stanza + "</root>", "it closes an element that it has not opened");
  expectRejected(stanza + "</root><root>", "junk after document element");
  expectRejected("</root><!-- ", "it closes an element that it has not opened");
  expectRejected("</stream:stream>", "mismatched tag");
}

TEST_F(RawXmlTest, HasNothingThatXmppForbids) {
  const std::string stanza = "<message to='alice' from='bob'/>";
  expectRejected("<?xml version='1.0'?>" + stanza, "XML or text declaration not at start of entity");
  expectRejected("<!DOCTYPE message>" + stanza, "not well-formed (invalid token)");
  expectRejected("<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]>" + stanza,
                 "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'><!ENTITY a 'lol'></message>", "not well-formed (invalid token)");
  expectRejected("<message to='alice' from='bob'>&lol9;</message>", "undefined entity");
  expectRejected("<message to='&alice;' from='bob'/>", "undefined entity");
  expectRejected("<!-- x -->" + stanza, "it has a comment");
  expectRejected(stanza + "<!---->", "it has a comment");
  expectRejected("<message to='alice' from='bob'><!-- x --></message>", "it has a comment");
  expectRejected("<?php x?>" + stanza, "it has a processing instruction");
  expectRejected("<message to='alice' from='bob'><?x?></message>", "it has a processing instruction");
}

TEST_F(RawXmlTest, MustBeAStanzaOfAClient) {
  const char* other = "its element is not in the namespace jabber:client";
  expectRejected("<message xmlns='jabber:server' to='alice' from='bob'/>", other);
  expectRejected("<message xmlns='' to='alice' from='bob'/>", other);
  expectRejected("<message xmlns='jabber:clients' to='alice' from='bob'/>", other);
  expectRejected("<x:message xmlns:x='urn:x' to='alice' from='bob'/>", other);
  expectRejected("<stream:error xmlns:stream='http://etherx.jabber.org/streams' to='alice' from='bob'/>", other);
  for (const char* name : {"body", "Message", "messages", "root", "stream"}) {
    expectRejected(fmt::format("<{} to='alice' from='bob'/>", name), "its element is neither message, presence nor iq");
  }
}

TEST_F(RawXmlTest, MustComeFromSomebody) {
  expectRejected("<message to='alice'/>", "the stanza has no 'from'");
  expectRejected("<message to='alice' from=''/>", "the stanza has no 'from'");
  expectRejected("<message to='alice' x:from='bob' xmlns:x='urn:x'/>", "the stanza has no 'from'");
  expectRejected("<message to='alice'><x from='bob'/></message>", "the stanza has no 'from'");
}

TEST_F(RawXmlTest, MustGoToAUserWhoIsLoggedIn) {
  const auto expectStranger = [this](const std::string& stanza, const std::string& user) {
    expectRefused(send(stanza), PRISM_ERR_NO_USER, "raw_xml: user '" + user + "' is not logged in");
  };
  expectStranger("<message to='mallory' from='bob'/>", "mallory");
  expectStranger("<message to='mallory/alice' from='bob'/>", "mallory");
  expectStranger("<message from='bob'/>", "");
  expectStranger("<message to='' from='bob'/>", "");
  expectStranger("<message to='ALICE' from='bob'/>", "ALICE");
  expectStranger("<message from='bob'><x to='alice'/></message>", "");
}

TEST_F(RawXmlTest, DepthNamesAndCountsAreBounded) {
  const auto nested = [](int depth) {
    std::string start, end;
    for (int i = 1; i < depth; ++i) {
      start += "<a>";
      end += "</a>";
    }
    return "<message to='alice' from='bob'>" + start + end + "</message>";
  };
  const auto attributes = [](int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += fmt::format(" a{}=''", i);
    }
    return "<message to='alice' from='bob'><x" + all + "/></message>";
  };
  const auto named = [](std::size_t size) {
    return "<message to='alice' from='bob'><x xmlns=''><" + std::string(size, 'n') + "/></x></message>";
  };
  const auto withAttribute = [](std::size_t size) {
    return "<message to='alice' from='bob'><x " + std::string(size, 'n') + "=''/></message>";
  };
  host::Guard guard(sessions_, presences_, out_, faults_, {1'000'000, 8'000'000});
  const auto result = [&](const std::string& stanza) {
    const prism_result answer = guard.rawXml(host::borrowed(stanza));
    takeSent(&out_);
    return answer;
  };
  EXPECT_EQ(result(nested(128)), PRISM_OK);
  EXPECT_EQ(result(nested(129)), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(result(nested(40'000)), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(result(attributes(100)), PRISM_OK);
  EXPECT_EQ(result(attributes(101)), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(result(named(1000)), PRISM_OK);
  EXPECT_EQ(result(named(1001)), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(result(withAttribute(1000)), PRISM_OK);
  EXPECT_EQ(result(withAttribute(50'000)), PRISM_ERR_ARGUMENT);
  const std::string resource(1024, 'r');
  EXPECT_EQ(result("<message to='alice/" + resource + "' from='bob'/>"), PRISM_ERR_ARGUMENT);
  const std::string many = [] {
    std::string all = "<message to='alice' from='bob'><x xmlns=''>";
    for (int i = 0; i < 10'000; ++i) {
      all += "<a/>";
    }
    return all + "</x></message>";
  }();
  EXPECT_EQ(result(many), PRISM_ERR_ARGUMENT);
  const Lines expected = {"its elements are nested more than 128 deep",
                          "its elements are nested more than 128 deep",
                          "an element has more than 100 attributes",
                          "a name has more than 1000 bytes",
                          "a name has more than 1000 bytes",
                          "to is " + host::inQuotes("alice/" + resource) + ", which is no JID",
                          "it has more than 10000 elements"};
  const Lines lines = log_.take();
  ASSERT_EQ(lines.size(), expected.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i], "plugin misbehaving: fake: raw_xml: " + expected[i]);
  }
}

TEST_F(RawXmlTest, AddressesAreJidsAsAWhole) {
  expectForwarded("<message to='alice' from='bob@example.org/phone'/>");
  expectForwarded("<message to='alice/phone 2' from='bob'/>");
  expectRejected("<message to='alice/a&#9;b' from='bob'/>", "to is 'alice/a\\x09b', which is no JID");
  expectRejected("<message to='alice/\uFFFD' from='bob'/>", "to is 'alice/\uFFFD', which is no JID");
  expectRejected("<message to='alice/' from='bob'/>", "to is 'alice/', which is no JID");
  expectRejected("<message to='mal&#10;lory' from='bob'/>", "to is 'mal\\x0alory', which is no JID");
  expectRejected("<message to='alice' from='b b'/>", "from is 'b b', which is no JID");
  expectRejected("<message to='alice' from='#lobby'/>", "from is '#lobby', which is no JID");
  expectRejected("<message to='alice' from='" + std::string(341, '@') + "'/>",
                 "from is " + host::inQuotes(std::string(341, '@')) + ", which is no JID");
}

TEST_F(RawXmlTest, AnswersMayComeFromTheTransportItself) {
  expectForwarded("<iq to='alice' type='result' id='1'/>");
  expectForwarded("<iq to='alice' type='error' id='1'/>");
  for (const char* stanza :
       {"<iq to='alice' type='get' id='1'/>", "<iq to='alice' type='set' id='1'/>", "<iq to='alice' id='1'/>",
        "<message to='alice' type='error'/>", "<presence to='alice' type='error'/>"}) {
    expectRejected(stanza, "the stanza has no 'from'");
  }
}

// Spectrum would keep the user in the room, as after a typed departure.
TEST_F(RawXmlTest, DeparturesFromRoomsLetTheUserComeBack) {
  const auto presence = [](const std::string& nickname, const std::string& statuses) {
    return "<presence to='alice' from='lobby/" + nickname +
           "' type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'>" + statuses + "</x></presence>";
  };
  const auto departureOf = [](const std::string& nickname, int flag) {
    return Lines{fmt::format("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"{}\" room=\"lobby\"", nickname),
                 fmt::format("PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"{}\" flag={} status=5 "
                             "alias=\"\"",
                             nickname, flag)};
  };
  const auto departure = [&](const std::string& stanza) {
    alice().enterRoom("lobby", "me");
    EXPECT_EQ(guard_.rawXml(host::borrowed(stanza)), PRISM_OK);
    Lines lines = takeFrames();
    lines.erase(lines.begin());
    return lines;
  };
  EXPECT_EQ(departure(presence("me", "<status code='307'/>")),
            departureOf("me", pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND));
  EXPECT_EQ(alice().findRoom("lobby"), nullptr);
  EXPECT_EQ(departure(presence("me", "<status code='301'/>")),
            departureOf("me", pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED));
  EXPECT_EQ(departure(presence("I", "<status code='110'/>")),
            departureOf("me", pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND));
  EXPECT_EQ(departure(presence("bob", "")), Lines{}) << "somebody else";
  EXPECT_EQ(departure(presence("me", "<status code='303'/>")), Lines{}) << "a new nickname";
}

}  // namespace
}  // namespace prism::tests
