// What the checks take apart and let pass; what they reject is tested with the Guard (guard_raw_xml_test.cpp).
#include "host/xml_check.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

TEST(XmlCheck, TakesAStanzaApart) {
  Stanza stanza;
  EXPECT_EQ(rejectStanza("<iq to='a@b/c' from='d&amp;e' id='1'><x to='z' from='z'/></iq>", &stanza), std::nullopt);
  EXPECT_EQ(stanza.name, "iq");
  EXPECT_EQ(stanza.to, "a@b/c");
  EXPECT_EQ(stanza.from, "d&e");
}

TEST(XmlCheck, TakesTheFirstBodyOutOfAMessage) {
  Stanza stanza;
  EXPECT_EQ(rejectStanza("<message><x><body>no</body></x><body>a &lt;<i>b</i> c</body><body xml:lang='de'>d</body>"
                         "<body xmlns='urn:x'>e</body></message>",
                         &stanza),
            std::nullopt);
  EXPECT_EQ(std::string(stanza.body.begin(), stanza.body.end()), "a < c");
}

TEST(XmlCheck, WhatAStanzaLacksIsEmpty) {
  Stanza stanza{"left", "over", "from before"};
  EXPECT_EQ(rejectStanza("<presence/>", &stanza), std::nullopt);
  EXPECT_EQ(stanza.name, "presence");
  EXPECT_EQ(stanza.to, "");
  EXPECT_EQ(stanza.from, "");
}

TEST(XmlCheck, WhatIsRejectedIsNotTakenApart) {
  Stanza stanza{"untouched", "", ""};
  EXPECT_EQ(rejectStanza("<message to='a'/><message/>", &stanza), "it is not one element");
  EXPECT_EQ(stanza.name, "untouched");
}

TEST(XmlCheck, FragmentsAreTextAndElements) {
  for (const char* fragment :
       {"", "text", "a &lt; b &#38; c", "<b>a</b> and <i>b</i>", "<br/>", "\n",
        "<p xmlns='http://www.w3.org/1999/xhtml' style='color:red'>x</p>", "<x:b xmlns:x='urn:x'/>", "<![CDATA[<]]>"}) {
    EXPECT_EQ(rejectFragment(fragment), std::nullopt) << fragment;
  }
}

TEST(XmlCheck, TheParserStartsAnewEachTime) {
  EXPECT_EQ(rejectFragment("<b>"), "an element is not closed");
  EXPECT_EQ(rejectFragment("</b>"), "mismatched tag");
  EXPECT_EQ(rejectFragment("<b/>"), std::nullopt);
}

TEST(XmlCheck, BareJids) {
  EXPECT_EQ(bareJid("alice@example.org/phone/2"), "alice@example.org");
  EXPECT_EQ(bareJid("alice@example.org"), "alice@example.org");
  EXPECT_EQ(bareJid("/phone"), "");
  EXPECT_EQ(bareJid(""), "");
}

}  // namespace
}  // namespace prism::host
