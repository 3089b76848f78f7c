// SPDX-License-Identifier: MIT
// Stanzas that the checks parse and pass. guard_raw_xml_test.cpp covers what they reject.
#include "host/stanza/xml_check.h"

#include <fmt/format.h>
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

TEST(XmlCheck, MissingAttributesAreEmpty) {
  Stanza stanza{"left", "over", "from before"};
  EXPECT_EQ(rejectStanza("<presence/>", &stanza), std::nullopt);
  EXPECT_EQ(stanza.name, "presence");
  EXPECT_EQ(stanza.to, "");
  EXPECT_EQ(stanza.from, "");
}

TEST(XmlCheck, RejectedXmlLeavesTheStanzaUntouched) {
  Stanza stanza{"untouched", "", ""};
  EXPECT_EQ(rejectStanza("<message to='a'/><message/>", &stanza), "it is not one element");
  EXPECT_EQ(stanza.name, "untouched");
}

// Each of these payloads ended Spectrum 2.2.1, or its stream to the XMPP server, in a stanza of any kind.
TEST(XmlCheck, PayloadsThatEndSpectrumDoNotPass) {
  const std::pair<const char*, const char*> payloads[] = {
      {"<open xmlns='http://jabber.org/protocol/ibb' block-size='zz' sid='a'/>",
       "block-size is 'zz', which no transfer can have"},
      {"<open xmlns='http://jabber.org/protocol/ibb' sid='a'/>", "block-size is '', which no transfer can have"},
      {"<open xmlns='http://jabber.org/protocol/ibb' block-size='0'/>",
       "block-size is '0', which no transfer can have"},
      {"<open xmlns='http://jabber.org/protocol/ibb' block-size='1.5'/>",
       "block-size is '1.5', which no transfer can have"},
      {"<start xmlns='http://jabber.org/protocol/ibb'/>",
       "the namespace http://jabber.org/protocol/ibb has no element start"},
      {"<si xmlns='http://jabber.org/protocol/si' profile='urn:x'/>",
       "profile is 'urn:x'; Spectrum knows file transfers only"},
      {"<checksum xmlns='urn:any'><x/></checksum>", "x stands in a checksum"},
      {"<checksum xmlns='jabber:x:data'><x/></checksum>", "x stands in a checksum"},
      {"<description xmlns='urn:xmpp:jingle:apps:file-transfer:4'/>", "the description of a file is empty"},
      {"<description xmlns='urn:xmpp:jingle:apps:file-transfer:4'>text</description>",
       "the description of a file is empty"},
      {"<description xmlns='urn:xmpp:jingle:apps:file-transfer:4'><x xmlns='urn:y'/></description>",
       "x stands in the description of a file"},
      {"<delegate xmlns='http://isode.com/iq_delegation'/>",
       "payloads of the namespace http://isode.com/iq_delegation end Spectrum"},
      {"<wb xmlns='http://swift.im/whiteboard'/>", "payloads of the namespace http://swift.im/whiteboard end Spectrum"},
      {"<x xmlns='jabber:x:data'><a><section/></a></x>", "a form has a section"},
      {"<x xmlns='jabber:x:data'><page><fieldref var='a'/></page></x>", "a form has a page"},
      {"<x xmlns='jabber:x:data'><a><fieldref var='a'/></a></x>", "a form has a fieldref"},
      {"<x xmlns='jabber:x:data'><reportedref/></x>", "a form has a reportedref"},
      {"<replace xmlns='urn:xmpp:message-correct:0' id='&lt;'/>",
       "the id of a correction is '<', which Spectrum does not escape"},
      {"<replace xmlns='urn:xmpp:message-correct:0' id=\"a'b\"/>",
       "the id of a correction is 'a'b', which Spectrum does not escape"},
      {"<replace xmlns='http://swift.im/protocol/replace' id='&amp;'/>",
       "the id of a correction is '&', which Spectrum does not escape"},
      {"<event xmlns='http://jabber.org/protocol/pubsub#event'><items><item><reason xmlns='urn:xmpp:jingle:1'/>"
       "</item></items></event>",
       "a reason of Jingle stands outside of it"},
      {"<xml:x/>", "payloads of the namespace http://www.w3.org/XML/1998/namespace end Spectrum"},
      {"<x xmlns:q='urn:q' q:xmlns='urn:y'/>", "an attribute could be taken for its element's namespace"},
  };
  Stanza ignored;
  for (const auto& [payload, reason] : payloads) {
    for (const char* kind : {"message", "presence", "iq"}) {
      const std::string stanza = fmt::format("<{0} to='alice' from='bob'>{1}</{0}>", kind, payload);
      EXPECT_EQ(rejectStanzaToSpectrum(stanza, 10'000, &ignored), reason) << stanza;
    }
    const std::string nested = fmt::format("<message to='alice' from='bob'><error>{}</error></message>", payload);
    EXPECT_EQ(rejectStanzaToSpectrum(nested, 10'000, &ignored), reason) << nested;
  }
}

TEST(XmlCheck, TheSamePayloadsPassAsTheyShouldBe) {
  for (const char* payload :
       {"<open xmlns='http://jabber.org/protocol/ibb' block-size='4096' sid='a' stanza='iq'/>",
        "<data xmlns='http://jabber.org/protocol/ibb' seq='0' sid='a'>AA==</data>",
        "<si xmlns='http://jabber.org/protocol/si' profile='http://jabber.org/protocol/si/profile/file-transfer'/>",
        "<checksum xmlns='urn:xmpp:jingle:apps:file-transfer:4'><file/></checksum>",
        "<description xmlns='urn:xmpp:jingle:apps:file-transfer:4'><file/></description>",
        "<x xmlns='jabber:x:data' type='form'><field var='a'><value>b</value></field></x>",
        "<jingle xmlns='urn:xmpp:jingle:1' action='session-terminate'><reason><success/></reason></jingle>",
        "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>"}) {
    Stanza ignored;
    const std::string stanza = fmt::format("<message to='alice' from='bob'>{}</message>", payload);
    EXPECT_EQ(rejectStanzaToSpectrum(stanza, 10'000, &ignored), std::nullopt) << stanza;
  }
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

// Spectrum serializes each larger than it was. It made 270 to 570 kB of the first five.
TEST(XmlCheck, TheSizeIsThatOfWhatSpectrumWrites) {
  const std::pair<std::string, const char*> contents[] = {
      {"<x xmlns='" + repeated("&quot;", 150) + "'>" + repeated("<y/>", 90) + "</x>", "a namespace with quotes"},
      {repeated("<error xmlns=''/>", 800), "errors without a condition"},
      {repeated("<si xmlns='http://jabber.org/protocol/si'/>", 500), "transfers without a profile"},
      {repeated("<item jid='a@b/" + repeated("\uFDFA", 30) + "'/>", 250), "resources that become longer"},
      {repeated("<item jid='" + repeated("\u3316", 56) + "@b'/>", 150), "nodes that become longer"},
      {repeated("<JABBERID>" + repeated("\u3316", 56) + "@b</JABBERID>", 150), "the same as text"},
      {repeated("<JID>" + repeated("\u3316", 56) + "@b</JID>", 150), "the same in a vCard"},
      {repeated("<activate>" + repeated("\u3316", 56) + "@b</activate>", 150), "the same in a proxy's answer"},
      {"<x xmlns='jabber:x:data'><instructions>" + repeated("\n", 5'000) + "</instructions></x>",
       "lines of a form's instructions"},
  };
  for (const auto& [content, what] : contents) {
    Stanza ignored;
    const std::string stanza = "<iq to='alice' from='bob' type='result'>" + content + "</iq>";
    EXPECT_LT(stanza.size(), 60'000U) << what;
    EXPECT_EQ(rejectStanzaToSpectrum(stanza, 64'000, &ignored), "it has more than 64000 bytes (prism.max_stanza_size)")
        << what;
  }
}

// A prefix is a name, too. One of 50,000 bytes blocks Spectrum's parser for ever.
TEST(XmlCheck, DeclarationsOfNamespacesAreBounded) {
  const auto rejection = [](const std::string& content) {
    Stanza ignored;
    return rejectStanzaToSpectrum("<message to='alice' from='bob'>" + content + "</message>", 1'000'000, &ignored);
  };
  EXPECT_EQ(rejection("<x xmlns:" + std::string(1000, 'q') + "='urn:y'/>"), std::nullopt);
  EXPECT_EQ(rejection("<x xmlns:" + std::string(1001, 'q') + "='urn:y'/>"), "a name has more than 1000 bytes");
  EXPECT_EQ(rejection("<x xmlns:q='" + std::string(1001, 'q') + "'/>"), "a name has more than 1000 bytes");
  std::string declarations;
  for (int i = 0; i < 101; ++i) {
    declarations += fmt::format(" xmlns:n{}='urn:y'", i);
  }
  EXPECT_EQ(rejection("<x" + declarations + "/>"), "an element has more than 100 attributes");
}

TEST(XmlCheck, TakesTheStatusOfARoomOutOfAPresence) {
  Stanza stanza;
  EXPECT_EQ(rejectStanza("<presence type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'>"
                         "<item/><status code='110'/><status code='301'/></x></presence>",
                         &stanza),
            std::nullopt);
  EXPECT_TRUE(stanza.own);
  EXPECT_TRUE(stanza.banned);
  EXPECT_FALSE(stanza.renamed);
}

}  // namespace
}  // namespace prism::host
