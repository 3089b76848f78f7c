// SPDX-License-Identifier: MIT
// Names that can and cannot be part of a JID.
#include "host/stanza/jid.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

const JidStyle kXep0106{"xmpp.test", false};
const JidStyle kUnescaped{"xmpp.test", true};

TEST(Jid, NamesAreEscapedAsXep0106Says) {
  EXPECT_EQ(jidOf("space cadet", kXep0106), "space\\20cadet@xmpp.test");
  EXPECT_EQ(jidOf("#chat@irc", kXep0106), "#chat\\40irc@xmpp.test");
  EXPECT_EQ(jidOf("c:\\cool", kXep0106), "c\\3a\\cool@xmpp.test");
  EXPECT_EQ(jidOf("\\40", kXep0106), "\\5c40@xmpp.test");
  EXPECT_EQ(jidOf("#chat@irc", kUnescaped), "#chat%irc@xmpp.test");
}

TEST(Jid, ANodeIsWhatNodeprepTakes) {
  for (const char* name : {"bob", "#lobby", "bob@example.org", "a b", "a/b", "d'Artagnan", "<>&\"", "nick|away", "Bob",
                           "\u00FC", "\u732B", "\U0001F600", "\\", "%"}) {
    EXPECT_TRUE(canBeNode(name, kXep0106)) << name;
  }
  for (const char* name :
       {"",      "/",     "/op",     "@",       "@irc",    " ",       " bob",   "bob ",     "a\tb",    "a\nb",
        "a\x1F", "a\x7F", "a\u0080", "a\uFFFD", "a\u2028", "a\uE000", "\u200B", "a\u00A0b", "\u0627b", "\xFF"}) {
    EXPECT_FALSE(canBeNode(name, kXep0106)) << name;
  }
  EXPECT_FALSE(canBeNode(std::string_view("a\0b", 3), kXep0106));
}

TEST(Jid, WithoutEscapesLessIsANode) {
  for (const char* name : {"bob", "#lobby", "bob@example.org", "nick|away", "\u00FC"}) {
    EXPECT_TRUE(canBeNode(name, kUnescaped)) << name;
  }
  for (const char* name :
       {"", "a b", "a/b", "d'Artagnan", "a<b", "a>b", "a&b", "a\"b", "a:b", "a@b@c", "x@@", "#a@b@c"}) {
    EXPECT_FALSE(canBeNode(name, kUnescaped)) << name;
  }
}

TEST(Jid, AResourceIsWhatResourceprepTakes) {
  for (const char* name : {"op", "a b", " a ", "a@b/c", "<\"'&>", "\u00FC", "\U0001F600", "nick|away"}) {
    EXPECT_TRUE(canBeResource(name)) << name;
  }
  for (const char* name :
       {"", "a\tb", "a\x01", "a\x7F", "a\uFFFD", "a\u2028", "a\u0085", "\u200B", "\u0627b", "\xFF"}) {
    EXPECT_FALSE(canBeResource(name)) << name;
  }
}

TEST(Jid, EachPartHasRoomFor1023Bytes) {
  const std::string longest(1023, 'a');
  EXPECT_TRUE(canBeNode(longest, kXep0106));
  EXPECT_TRUE(canBeNode(std::string(341, ' ').replace(0, 1, "a").replace(340, 1, "b"), kXep0106))
      << "1,019 once escaped";
  EXPECT_FALSE(canBeNode(longest + 'a', kXep0106));
  EXPECT_FALSE(canBeNode("a" + std::string(341, '@'), kXep0106)) << "1,024 once escaped";
  EXPECT_TRUE(canBeNode("a@" + std::string(1021, 'b'), kUnescaped));
  EXPECT_TRUE(canBeResource(longest));
  EXPECT_FALSE(canBeResource(longest + 'a'));
  std::string growing;
  for (int i = 0; i < 100; ++i) {
    growing += "\uFDFA";  // becomes eighteen characters (33 bytes) under NFKC
  }
  EXPECT_FALSE(canBeResource(growing)) << "300 bytes, but more once it is prepared";
}

TEST(Jid, AJidIsOneAsAWhole) {
  for (const char* jid : {"bob", "bob@example.org", "bob@example.org/phone", "a@b/c@d/e", "example.org/x",
                          "verona@rooms.example.org", "b\u00FCro@b\u00FCcher.example", "a@192.168.0.1", "a@b."}) {
    EXPECT_TRUE(isJid(jid)) << jid;
  }
  for (const char* jid : {"",          "/",        "@",      "a@",     "@b",         "a@b/",        "a b@c",
                          "a@b c",     "a@b@c",    "#lobby", "a@b/\t", "a@b/\uFFFD", "a\"b@c",      "12345",
                          "nick|away", "a@b/\xFF", ".",      "a@.",    "1.2",        "a@1.2.3.256", "a@1.2.3.4.5"}) {
    EXPECT_FALSE(isJid(jid)) << jid;
  }
  EXPECT_TRUE(isJid("a@b/" + std::string(1023, 'x')));
  EXPECT_FALSE(isJid("a@b/" + std::string(1024, 'x')));
  EXPECT_FALSE(isJid(std::string(1024, 'x') + "@b"));
  std::string domain = "b";
  while (domain.size() < 253) {
    domain += ".b";
  }
  EXPECT_TRUE(isJid("a@" + domain));
  EXPECT_FALSE(isJid("a@" + domain + ".b"));
}

// NFKC turns U+FDFA into eighteen characters of 33 bytes.
TEST(Jid, SizesAreThoseOfPreparedNames) {
  EXPECT_EQ(preparedSize("bob"), 3U);
  EXPECT_EQ(preparedSize("b\uFDFA"), 34U);
  EXPECT_EQ(jidSize("bob@x", kXep0106), std::string("bob\\40x@xmpp.test").size());
  EXPECT_GE(jidSize("\u3316", kXep0106), std::string("\u30AD\u30ED\u30E1\u30FC\u30C8\u30EB@xmpp.test").size());
}

TEST(Jid, NamesThatXmppTakesForOneFoldAlike) {
  for (const char* name : {"prism", "Prism", "pri\u200Bsm", "\uFF50rism", "pri\u017Fm"}) {
    EXPECT_EQ(normalizedNode(name), "prism") << name;
  }
  EXPECT_EQ(normalizedNode("A b"), "a b") << "no node by itself";
  EXPECT_NE(normalizedNode("pr\u00EDsm"), "prism");
}

TEST(Jid, BareJids) {
  EXPECT_EQ(bareJid("alice@example.org/phone/2"), "alice@example.org");
  EXPECT_EQ(bareJid("alice@example.org"), "alice@example.org");
  EXPECT_EQ(bareJid("/phone"), "");
  EXPECT_EQ(bareJid(""), "");
}

}  // namespace
}  // namespace prism::host
