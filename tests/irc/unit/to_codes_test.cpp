// SPDX-License-Identifier: MIT
#include "protocol/formatting/formatting.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

const std::string kBold = "\x02";
const std::string kColour = "\x03";
const std::string kReset = "\x0F";
const std::string kMonospace = "\x11";
const std::string kItalic = "\x1D";
const std::string kStrike = "\x1E";
const std::string kUnderline = "\x1F";

TEST(IrcToCodes, Elements) {
  EXPECT_EQ(toCodes("<p>so <b>strong</b> &amp; <em>soft</em></p>"),
            "so " + kBold + "strong" + kReset + " & " + kItalic + "soft");
  EXPECT_EQ(toCodes("<strong>a</strong>"), kBold + "a");
  EXPECT_EQ(toCodes("<i>a</i>"), kItalic + "a");
  EXPECT_EQ(toCodes("<u>a</u>"), kUnderline + "a");
  EXPECT_EQ(toCodes("<s>a</s>"), kStrike + "a");
  EXPECT_EQ(toCodes("<del>a</del>"), kStrike + "a");
  EXPECT_EQ(toCodes("<code>a</code>"), kMonospace + "a");
  EXPECT_EQ(toCodes("<B>a<I>b</I></B>"), kBold + "a" + kItalic + "b");
  EXPECT_EQ(toCodes("<body xmlns='http://www.w3.org/1999/xhtml'><p>x</p></body>"), "x");
  EXPECT_EQ(toCodes("<h:b xmlns:h='http://www.w3.org/1999/xhtml'>x</h:b>"), kBold + "x");
  EXPECT_EQ(toCodes("<unknown>x</unknown>"), "x");
}

TEST(IrcToCodes, Styles) {
  const auto styled = [](const std::string& style) { return toCodes("<span style='" + style + "'>x</span>"); };
  EXPECT_EQ(styled("font-weight: bold"), kBold + "x");
  EXPECT_EQ(styled("FONT-WEIGHT : 700 ;"), kBold + "x");
  EXPECT_EQ(styled("font-weight: 400"), "x");
  EXPECT_EQ(styled("font-style:oblique;text-decoration:underline line-through"), kItalic + kUnderline + kStrike + "x");
  EXPECT_EQ(styled("font-family: \"DejaVu Sans Mono\", monospace"), kMonospace + "x");
  EXPECT_EQ(styled("color: red"), kColour + "04x");
  EXPECT_EQ(styled("color: #00F"), kColour + "60x");
  EXPECT_EQ(styled("color: #fe0101"), kColour + "04x");
  EXPECT_EQ(styled("color: rgb(255, 0,0)"), kColour + "04x");
  EXPECT_EQ(styled("color: rgb(100%, 0%, 0%)"), kColour + "04x");
  EXPECT_EQ(styled("color: white; background-color: black"), kColour + "00,01x");
  EXPECT_EQ(styled("background: yellow"), kColour + "99,08x");
  for (const char* nothing : {"", ";;", "color", "color:", "color: #12", "color: #gggggg", "color: rgb(1,2)",
                              "color: rgb(1,2,3,4)", "color: no-such-colour", "margin: 1em"}) {
    EXPECT_EQ(styled(nothing), "x") << nothing;
  }
  EXPECT_EQ(toCodes("<font color='red'>x</font>"), kColour + "04x");
}

TEST(IrcToCodes, AnElementTakesALookBack) {
  EXPECT_EQ(toCodes("<b>a<span style='font-weight: normal'>b</span>c</b>"), kBold + "a" + kReset + "b" + kBold + "c");
  EXPECT_EQ(toCodes("<u>a<span style='text-decoration: none'>b</span></u>"), kUnderline + "a" + kReset + "b");
  EXPECT_EQ(
      toCodes("<span style='color: red; background: black'>a<span style='background: transparent'>b</span></span>"),
      kColour + "04,01a" + kReset + kColour + "04b");
}

// Digits and commas after a colour code must stay text.
TEST(IrcToCodes, DigitsAndCommasAfterColours) {
  EXPECT_EQ(toCodes("<span style='color: red'>1</span>2"), kColour + "041" + kReset + "2");
  EXPECT_EQ(toCodes("<span style='color: red'>,5</span>"), kColour + "04" + kBold + kBold + ",5");
  EXPECT_EQ(toCodes("<span style='color: red; background: black'>,5</span>"), kColour + "04,01,5");
  EXPECT_EQ(toCodes("<b style='color: red'>,5</b>"), kColour + "04" + kBold + ",5");
  for (const char* text : {"<span style='color: red'>1,2</span>3", "<span style='color: red'>,12</span>",
                           "<span style='color: red; background: black'>12,3</span>,4"}) {
    const std::string shown = stripCodes(toCodes(text));
    EXPECT_EQ(shown, toCodes("<x>" + shown + "</x>")) << text;
  }
}

TEST(IrcToCodes, LinesAndBlocks) {
  EXPECT_EQ(toCodes("one<br/>two"), "one\ntwo");
  EXPECT_EQ(toCodes("one<br/><br/>two<br/>"), "one\n\ntwo");
  EXPECT_EQ(toCodes("<p>one</p><p>two</p>"), "one\ntwo");
  EXPECT_EQ(toCodes("<p>one<br/></p>\n <p>two</p>three"), "one\ntwo\nthree");
  EXPECT_EQ(toCodes("<div><div>one</div></div>two"), "one\ntwo");
  EXPECT_EQ(toCodes("<br/><p> </p>one"), "one");
  EXPECT_EQ(toCodes("<h1>one</h1>two"), kBold + "one" + kReset + "\ntwo");
  EXPECT_EQ(toCodes("<b>one<br/>two</b>"), kBold + "one" + kReset + "\n" + kBold + "two")
      << "each line can stand alone";
}

TEST(IrcToCodes, Spaces) {
  EXPECT_EQ(toCodes("  a\n\t b  <b> c </b> d "), "a b " + kBold + "c " + kReset + "d");
  EXPECT_EQ(toCodes("a\xC2\xA0\xC2\xA0z"), "a  z");
  EXPECT_EQ(toCodes("<pre>  a\n\n  b</pre>c"),
            kMonospace + "  a" + kReset + "\n\n" + kMonospace + "  b" + kReset + "\nc");
}

TEST(IrcToCodes, QuotesAndLists) {
  EXPECT_EQ(toCodes("<blockquote><p>one</p><p>two<br/>three</p></blockquote>four"), "> one\n> two\n> three\nfour");
  EXPECT_EQ(toCodes("<blockquote>a<blockquote>b</blockquote>c</blockquote>"), "> a\n> > b\n> c");
  EXPECT_EQ(toCodes("<ul><li>a</li><li><p>b</p></li></ul>c"), "- a\n- b\nc");
  EXPECT_EQ(toCodes("<ol><li>a</li><li/><li><b>b</b></li></ol>"), "1. a\n3. " + kBold + "b");
  EXPECT_EQ(toCodes("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
}

TEST(IrcToCodes, Links) {
  EXPECT_EQ(toCodes("<a href='https://example.org/x'>here</a>!"), "here <https://example.org/x>!");
  EXPECT_EQ(toCodes("<a href='https://example.org/'>https://example.org/</a>"), "https://example.org/");
  EXPECT_EQ(toCodes("<a href='https://example.org/'>example.org</a>"), "example.org");
  EXPECT_EQ(toCodes("<a href='mailto:a@example.org'>a@example.org</a>"), "a@example.org");
  EXPECT_EQ(toCodes("<a href='https://example.org/'><b>h</b>ere</a>"),
            kBold + "h" + kReset + "ere <https://example.org/>");
  EXPECT_EQ(toCodes("<a href='https://example.org/'/>"), "https://example.org/");
  EXPECT_EQ(toCodes("<a>a</a><a href=''>b</a><a href='javascript:x()'>c</a>"), "abc");
  EXPECT_EQ(toCodes("<img alt='a cat' src='https://example.org/c.png'/>"), "a cat");
  EXPECT_EQ(toCodes("<img src='https://example.org/c.png'/>"), "https://example.org/c.png");
  EXPECT_EQ(toCodes("a<img src='data:image/png;base64,AAAA'/><img/>"), "a");
}

TEST(IrcToCodes, InvisibleContentIsDropped) {
  EXPECT_EQ(toCodes("<html><head><title>t</title></head><body>x<style>y</style><script>z</script></body></html>"), "x");
  EXPECT_EQ(toCodes(""), "");
  EXPECT_EQ(toCodes("   "), "");
  EXPECT_EQ(toCodes("<p><br/><b> </b></p>"), "");
  EXPECT_EQ(toCodes("\xC2\xA0"), "");
  EXPECT_EQ(toCodes("<!-- a --><?b c?>"), "");
  EXPECT_EQ(toCodes("\x7F\xC2\x85&#x9B;&#13;"), "");
  EXPECT_EQ(toCodes("a\x7F&#13;z"), "az");
}

TEST(IrcToCodes, InvalidMarkup) {
  for (const char* xhtml : {"<b>unclosed", "closed</b>", "</body>", "</body><body>", "a & b", "&nbsp;", "&#2;", "\x02",
                            "<x:b>x</x:b", "\xFF", "<b a='1' a='2'/>"}) {
    EXPECT_EQ(toCodes(xhtml), "") << xhtml;
  }
}

TEST(IrcToCodes, NoTricks) {
  EXPECT_EQ(toCodes("<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>"), "");
  EXPECT_EQ(toCodes("<p>x</p><!DOCTYPE x>"), "");
  const auto nested = [](int depth) {
    std::string text = "x";
    for (int i = 0; i < depth; ++i) {
      text = "<b>" + text + "</b>";
    }
    return text;
  };
  EXPECT_EQ(toCodes(nested(63)), kBold + "x");
  EXPECT_EQ(toCodes(nested(64)), "") << "too deep";
  EXPECT_EQ(toCodes(std::string(300000, 'x')), "") << "too long";
}

// Text from IRC converts to XHTML and back unchanged.
TEST(IrcToCodes, RoundTrips) {
  for (const std::string& text :
       {kBold + "bold" + kBold + " plain", kColour + "04red" + kColour + ",1 comma",
        kColour + "04,01red" + kColour + "2,3", kItalic + "it" + kUnderline + "both" + kReset + " none",
        kColour + "99,88x" + kStrike + "y", " a  " + kBold + " b ", kColour + "30,97deep" + kMonospace + "  <&>'\"",
        std::string("\x16reverse\x16 not"), kColour + "5" + kBold + kBold + ",7"}) {
    const FormattedText first = fromCodes(text);
    const FormattedText second = fromCodes(toCodes(first.xhtml));
    EXPECT_EQ(second.plain, first.plain);
    EXPECT_EQ(second.xhtml, first.xhtml);
  }
}

// A colour without a code becomes the nearest one.
TEST(IrcToCodes, ColoursOutsideOfThePalette) {
  EXPECT_EQ(toCodes(fromCodes("\x04"
                              "fe0001x")
                        .xhtml),
            kColour + "04x");
  EXPECT_EQ(toCodes(fromCodes("\x04"
                              "480102,141414x")
                        .xhtml),
            kColour + "16,89x");
}

}  // namespace
}  // namespace irc
