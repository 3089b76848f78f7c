// Stanzas that a plugin has written itself: one of them at a time, to somebody who is here, or none.
#include "tests/unit/guard_test.h"

namespace prism::tests {
namespace {

class RawXmlTest : public GuardTest {
 protected:
  prism_result send(const std::string& stanza) { return guard_.rawXml(host::borrowed(stanza)); }

  void expectPassed(const std::string& stanza) {
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
  expectPassed("<message xmlns='jabber:client' to='alice' from='bob'><body>hi</body></message>");
  expectPassed("<message to='alice' from='bob'/>");
  expectPassed("<presence from='bob' to='alice/phone'><show>away</show></presence>");
  expectPassed(" <iq\tto=\"alice\" from='bob' type='get' id='1'><query xmlns='jabber:iq:version'/></iq>\r\n");
  expectPassed(
      "<message to='alice' from='bob'><x xmlns:y='urn:y'><y:z a='&lt;&#x41;'>&amp;<![CDATA[<b>]]></y:z></x></message>");
  expectPassed("<c:message xmlns:c='jabber:client' to='alice' from='bob'/>");
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
  expectStranger("<message to='mal&#10;lory' from='bob'/>", "mal\\x0alory");
}

TEST_F(RawXmlTest, BearsDepth) {
  std::string deep;
  for (int i = 0; i < 100; ++i) {
    deep += "<a>";
  }
  for (int i = 0; i < 100; ++i) {
    deep += "</a>";
  }
  expectPassed("<message to='alice' from='bob'>" + deep + "</message>");
}

}  // namespace
}  // namespace prism::tests
