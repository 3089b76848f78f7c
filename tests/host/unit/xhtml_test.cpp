// SPDX-License-Identifier: MIT
// XHTML-IM: the mark-up that passes, and what the rest becomes.
#include "host/stanza/xhtml.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

std::string markupOf(std::string_view fragment) {
  Xhtml xhtml;
  const auto reason = readXhtml(fragment, &xhtml);
  return reason ? "refused: " + *reason : xhtml.markup;
}

void expectSame(std::string_view fragment) { EXPECT_EQ(markupOf(fragment), fragment); }

TEST(Xhtml, AllowedMarkupStaysAsItIs) {
  for (const char* fragment :
       {"", "text", "a &lt; b &amp; c", "it's \"so\"", "<strong>a</strong> and <em>b</em>", "a<br/>b", "\n",
        "<p style='color: red; font-weight:bold'>x</p>", "<span style='color:rgb(1, 2, 3);'>x</span>",
        "<a href='https://example.org/?a=1&amp;b=2'>x</a>", "<a href='xmpp:room@example.org?join'>x</a>",
        "<ul><li>1</li><li>2</li></ul>", "<blockquote><p>x</p></blockquote>", "<pre><code>int i;\n</code></pre>"}) {
    expectSame(fragment);
  }
}

TEST(Xhtml, OtherElementsAreTakenOutAndTheirTextStays) {
  EXPECT_EQ(markupOf("<center>a</center><blink>b<em>c</em></blink>"), "ab<em>c</em>");
  EXPECT_EQ(markupOf("<table><tr><td>a</td></tr></table><input value='x'/>"), "a");
  EXPECT_EQ(markupOf("<x:em xmlns:x='urn:x'>a</x:em>"), "a") << "of another namespace";
  EXPECT_EQ(markupOf("<em xmlns='http://www.w3.org/1999/xhtml'>a</em>"), "<em>a</em>");
}

TEST(Xhtml, InvisibleElementsAreRemovedWithTheirContent) {
  EXPECT_EQ(markupOf("a<script>alert(1)</script>b"), "ab");
  EXPECT_EQ(markupOf("<style>p {}</style>a<iframe><p>x</p></iframe>b"), "ab");
  EXPECT_EQ(markupOf("<SCRIPT>x</SCRIPT>a"), "a");
  EXPECT_EQ(markupOf("<object><embed/><script/>x</object>a"), "a");
}

TEST(Xhtml, TheFrameOfADocumentIsUnwrapped) {
  EXPECT_EQ(markupOf("<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>"
                     "<p>a</p></body></html>"),
            "<p>a</p>");
  EXPECT_EQ(markupOf("<html><head><title>no</title></head><body>a</body></html>"), "a");
}

TEST(Xhtml, LooksOfHtmlBecomeThoseOfXhtmlIm) {
  EXPECT_EQ(markupOf("<b>a</b><i>b</i><tt>c</tt>"), "<strong>a</strong><em>b</em><code>c</code>");
  EXPECT_EQ(markupOf("<u>a</u><s style='color: red'>b</s>"),
            "<span style='text-decoration: underline'>a</span>"
            "<span style='text-decoration: line-through; color: red'>b</span>");
}

TEST(Xhtml, NoFunctionOfAStylePassesButAColour) {
  for (const char* value : {"url(//evil/x)", "rgb(0,0,0) url(//evil/x)", "rgb(1,2,3) expression(alert(1))", "rgb(0",
                            "rgb(url(x))", "RGB(1,2,3)", "var(--x)"}) {
    EXPECT_EQ(markupOf(std::string("<p style='color: ") + value + "'>a</p>"), "<p>a</p>") << value;
  }
  expectSame("<p style='color: rgb(10%, 20.5%, 0%)'>a</p>");
}

TEST(Xhtml, OnlyKnownAttributesPass) {
  EXPECT_EQ(markupOf("<p onclick='x()' class='c' id='i' title='t'>a</p>"), "<p>a</p>");
  EXPECT_EQ(markupOf("<em href='https://x'>a</em>"), "<em>a</em>");
  for (const char* href : {"javascript:x()", "JAVASCRIPT:x()", "data:text/html,x", "java\tscript:x", "//x", "x",
                           " http://x", "https://x/a b", "vbscript:x", ""}) {
    EXPECT_EQ(markupOf(std::string("<a href='") + href + "'>a</a>"), "<a>a</a>") << href;
  }
  EXPECT_EQ(markupOf("<p style='position: fixed; color: red; background: url(x)'>a</p>"),
            "<p style=' color: red;'>a</p>");
  EXPECT_EQ(markupOf("<p style='color: expression(x)'>a</p>"), "<p>a</p>");
  EXPECT_EQ(markupOf("<a href='https://x/&#39;&lt;'>a</a>"), "<a href='https://x/&apos;&lt;'>a</a>");
}

TEST(Xhtml, ImagesAreTakenOut) {
  Xhtml xhtml;
  EXPECT_EQ(readXhtml("a<img src='https://x/y.png' alt='a cat'/>b<p><img src='http://z'/></p>"
                      "<img src='data:image/png;base64,AA' alt=':)'/><img src='file:///etc/passwd'/>",
                      &xhtml),
            std::nullopt);
  EXPECT_EQ(xhtml.markup, "aa catb<p/>:)");
  ASSERT_EQ(xhtml.images.size(), 2U);
  EXPECT_EQ(xhtml.images[0].url, "https://x/y.png");
  EXPECT_EQ(xhtml.images[0].description, "a cat");
  EXPECT_EQ(xhtml.images[1].url, "http://z");
}

TEST(Xhtml, DepthIsBounded) {
  std::string open, close;
  for (int i = 0; i < 40000; ++i) {
    open += "<em>";
    close += "</em>";
  }
  const std::string markup = markupOf(open + "x" + close);
  std::string expected = "x";
  for (int i = 0; i < 32; ++i) {
    expected = "<em>" + expected + "</em>";
  }
  EXPECT_EQ(markup, expected);
}

TEST(Xhtml, MalformedFragmentIsRefused) {
  EXPECT_EQ(markupOf("<b>a"), "refused: an element is not closed");
  EXPECT_EQ(markupOf("a</b>"), "refused: mismatched tag");
  EXPECT_EQ(markupOf("a<br>b"), "refused: an element is not closed");
  EXPECT_EQ(markupOf("&nbsp;"), "refused: undefined entity");
  EXPECT_EQ(markupOf("<!-- x -->"), "refused: it has a comment");
}

}  // namespace
}  // namespace prism::host
