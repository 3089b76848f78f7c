// SPDX-License-Identifier: MIT
#include "host/base/xml_text.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using namespace std::string_literals;

std::string clean(std::string_view text) {
  std::string out = "left over";
  EXPECT_EQ(assignXmlText(text, &out), isXmlText(text));
  EXPECT_TRUE(isXmlText(out));
  return out;
}

const std::string kBad = "\xEF\xBF\xBD";

TEST(XmlText, LeavesTextAlone) {
  for (const std::string text : {"", "hello", "exactly8", "tab\tand\r\nlines, more than eight bytes",
                                 "gr\xC3\xBC\xC3\x9F"
                                 "e",
                                 "\xE2\x82\xAC uro", "\xF0\x9F\x98\x80 smile", "\xED\x9F\xBF", "\xEE\x80\x80",
                                 "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF", "\x7F", "\xC2\x80"}) {
    EXPECT_TRUE(isXmlText(text)) << text;
    EXPECT_EQ(clean(text), text);
  }
}

TEST(XmlText, ReplacesCharactersThatXmlForbids) {
  EXPECT_EQ(clean("a\0b"s), "a" + kBad + "b");
  EXPECT_EQ(clean("\x01\x08\x0B\x0C\x0E\x1F"), kBad + kBad + kBad + kBad + kBad + kBad);
  EXPECT_EQ(clean("\xEF\xBF\xBE"), kBad) << "U+FFFE";
  EXPECT_EQ(clean("\xEF\xBF\xBF"), kBad) << "U+FFFF";
}

TEST(XmlText, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(clean("\x80"), kBad) << "a continuation alone";
  EXPECT_EQ(clean("caf\xE9"), "caf" + kBad) << "Latin-1 at the end";
  EXPECT_EQ(clean("caf\xE9 au lait"), "caf" + kBad + " au lait") << "Latin-1";
  EXPECT_EQ(clean("\xC0\xAF"), kBad + kBad) << "an overlong slash";
  EXPECT_EQ(clean("\xE0\x80\xAF"), kBad + kBad + kBad) << "an overlong slash";
  EXPECT_EQ(clean("\xF0\x80\x80\xAF"), kBad + kBad + kBad + kBad) << "an overlong slash";
  EXPECT_EQ(clean("\xED\xA0\x80"), kBad + kBad + kBad) << "a surrogate";
  EXPECT_EQ(clean("\xF4\x90\x80\x80"), kBad + kBad + kBad + kBad) << "beyond U+10FFFF";
  EXPECT_EQ(clean("\xFF\xFE"), kBad + kBad);
  EXPECT_EQ(clean("\xE2\x82"), kBad + kBad) << "cut short";
}

// Text is scanned by 16 bytes.
TEST(XmlText, FindsAnEscapedOrForeignByteAtEveryPlace) {
  const auto inText = [](std::string_view text) { return isUnescapedAscii(text, XmlPlace::kText); };
  const auto inAttribute = [](std::string_view text) { return isUnescapedAscii(text, XmlPlace::kAttribute); };
  EXPECT_TRUE(inText("") && inAttribute("") && isUnescapedWord(""));
  for (std::size_t size = 1; size <= 50; ++size) {
    for (std::size_t position = 0; position < size; ++position) {
      for (int byte = 0; byte <= 0xFF; ++byte) {
        const auto c = static_cast<char>(byte);
        std::string text(size, 'x');
        text[position] = c;
        const bool ascii = byte >= ' ' && byte <= 0x7F;
        const bool quote = c == '\'' || c == '"';
        const bool unescaped = ascii && c != '&' && c != '<' && c != '>';
        EXPECT_EQ(inText(text), unescaped) << byte << ": " << size << ", " << position;
        EXPECT_EQ(inAttribute(text), unescaped && !quote) << byte << ": " << size << ", " << position;
        EXPECT_EQ(isUnescapedWord(text), unescaped && !quote && c != ' ' && byte != 0x7F)
            << byte << ": " << size << ", " << position;
      }
    }
  }
}

// Plain text is scanned by 64 and by 8 bytes. These fast paths must find a bad byte at every offset.
TEST(XmlText, FindsABadByteAtEveryPlace) {
  for (std::size_t size = 1; size <= 150; ++size) {
    for (std::size_t position = 0; position < size; ++position) {
      for (const char bad : {'\0', '\x1F', '\x80', '\xFF'}) {
        std::string text(size, ' ');
        text[position] = bad;
        EXPECT_FALSE(isXmlText(text)) << size << ", " << position;
        const std::string expected = std::string(position, ' ') + kBad + std::string(size - position - 1, ' ');
        EXPECT_EQ(clean(text), expected);
      }
    }
  }
}

}  // namespace
}  // namespace prism::host
