// SPDX-License-Identifier: MIT
#include "host/base/xml_text.h"

#include <prism/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace prism::host {
namespace {

bool isAllowed(const Utf8Character& character) {
  const char32_t code = character.code;
  return character.valid &&
         (code < 0x20 ? code == '\t' || code == '\n' || code == '\r' : code != 0xFFFE && code != 0xFFFF);
}

// A vector of 16 bytes: one instruction works on all of them.
using Vector = signed char __attribute__((vector_size(16)));
using Word = std::uint64_t;

// Returns 0xFF for each byte that is printable ASCII (or DEL), and 0 for each other. As signed numbers, the printable
// ones are those above 0x1F.
Vector plainBytes(const char* bytes) {
  Vector vector;
  std::memcpy(&vector, bytes, sizeof vector);
  return vector > 0x1F;
}

// Returns a text that is shorter than a vector, filled up with letters.
std::array<char, sizeof(Vector)> filledUp(std::string_view text) {
  std::array<char, sizeof(Vector)> bytes;
  bytes.fill('x');
  std::copy(text.begin(), text.end(), bytes.begin());
  return bytes;
}

constexpr std::size_t kBlockSize = 4 * sizeof(Vector);

bool areAllSet(Vector bytes) {
  Word halves[2];
  std::memcpy(halves, &bytes, sizeof halves);
  return (halves[0] & halves[1]) == ~Word{0};
}

bool isPlainBlock(const char* bytes) {
  return areAllSet(plainBytes(bytes) & plainBytes(bytes + sizeof(Vector)) & plainBytes(bytes + 2 * sizeof(Vector)) &
                   plainBytes(bytes + 3 * sizeof(Vector)));
}

// Returns true if 8 bytes are printable ASCII (or DEL). A byte from 0x80 on has its high bit set. A byte below 0x20
// gets its high bit set by the subtraction of 0x20. A borrow sets the high bit of another byte only if a byte is below
// 0x20.
bool isPlainWord(const char* bytes) {
  constexpr Word kHighBits = 0x8080808080808080;
  constexpr Word kSpaces = 0x2020202020202020;
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return ((word | (word - kSpaces)) & kHighBits) == 0;
}

// Returns true if all of `text` is printable ASCII (or DEL), as most text is. The last vector or word overlaps the one
// before it, so that no byte is left over.
bool isPlain(std::string_view text) {
  const char* place = text.data();
  const char* const end = place + text.size();
  if (text.size() < sizeof(Word)) {
    return std::all_of(place, end, [](char byte) { return static_cast<signed char>(byte) > 0x1F; });
  }
  if (text.size() < sizeof(Vector)) {
    return isPlainWord(place) && isPlainWord(end - sizeof(Word));
  }
  for (; end - place >= static_cast<std::ptrdiff_t>(kBlockSize); place += kBlockSize) {
    if (!isPlainBlock(place)) {
      return false;
    }
  }
  Vector plain = plainBytes(end - sizeof(Vector));
  for (; end - place > static_cast<std::ptrdiff_t>(sizeof(Vector)); place += sizeof(Vector)) {
    plain &= plainBytes(place);
  }
  return areAllSet(plain);
}

// Each returns 0xFF for each byte that fits, and 0 for each other. '<' and '>' differ in one bit, and so do '&' and the
// single quote.
Vector unescapedInText(Vector bytes) { return (bytes > 0x1F) & ((bytes | 2) != '>') & (bytes != '&'); }
Vector unescapedInAttribute(Vector bytes) {
  return (bytes > 0x1F) & ((bytes | 2) != '>') & ((bytes | 1) != '\'') & (bytes != '"');
}
Vector unescapedInWord(Vector bytes) { return unescapedInAttribute(bytes) & (bytes != ' ') & (bytes != 0x7F); }

// Returns true if all bytes of `text` fit. The last vector overlaps the one before it.
template <Vector (*kFitting)(Vector)>
bool isAll(std::string_view text) {
  const auto fittingAt = [](const char* bytes) {
    Vector vector;
    std::memcpy(&vector, bytes, sizeof vector);
    return kFitting(vector);
  };
  if (text.size() < sizeof(Vector)) {
    return areAllSet(fittingAt(filledUp(text).data()));
  }
  const char* const last = text.data() + text.size() - sizeof(Vector);
  Vector fitting = fittingAt(last);
  for (const char* place = text.data(); place < last; place += sizeof(Vector)) {
    fitting &= fittingAt(place);
  }
  return areAllSet(fitting);
}

// Returns how many bytes at the start are printable ASCII (or DEL), in whole words.
std::size_t plainPrefix(std::string_view text) {
  std::size_t size = 0;
  while (text.size() - size >= kBlockSize && isPlainBlock(text.data() + size)) {
    size += kBlockSize;
  }
  while (text.size() - size >= sizeof(Word) && isPlainWord(text.data() + size)) {
    size += sizeof(Word);
  }
  return size;
}

bool isEscaped(char c, bool attribute) {
  switch (c) {
    case '&':
    case '<':
    case '>':
    case '\r':
      return true;
    case '\'':
    case '"':
    case '\t':
    case '\n':
      return attribute;
    default:
      return false;
  }
}

// Returns the length of the longest prefix of `text` that is XML text.
std::size_t cleanPrefix(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::string_view rest = text.substr(size);
    if (const std::size_t plain = plainPrefix(rest)) {
      size += plain;
      continue;
    }
    const Utf8Character character = readUtf8(rest);
    if (!isAllowed(character)) {
      break;
    }
    size += character.size;
  }
  return size;
}

}  // namespace

bool isXmlText(std::string_view text) { return text.empty() || isPlain(text) || cleanPrefix(text) == text.size(); }

bool isUnescapedAscii(std::string_view text, XmlPlace place) {
  return place == XmlPlace::kText ? isAll<unescapedInText>(text) : isAll<unescapedInAttribute>(text);
}

bool isUnescapedWord(std::string_view text) { return isAll<unescapedInWord>(text); }

bool assignXmlText(std::string_view text, std::string* out) {
  std::size_t clean = cleanPrefix(text);
  out->assign(text.data(), clean);
  if (clean == text.size()) {
    return true;
  }
  while (clean < text.size()) {
    text.remove_prefix(clean + readUtf8(text.substr(clean)).size);
    out->append(kReplacementCharacter);
    clean = cleanPrefix(text);
    out->append(text.data(), clean);
  }
  return false;
}

void appendEscaped(std::string_view text, XmlPlace place, std::string* out) {
  if (isUnescapedAscii(text, place)) {
    out->append(text);
    return;
  }
  const bool attribute = place == XmlPlace::kAttribute;
  while (!text.empty()) {
    const auto special = std::find_if(text.begin(), text.end(), [&](char c) { return isEscaped(c, attribute); });
    const auto plain = static_cast<std::size_t>(special - text.begin());
    out->append(text.data(), plain);
    if (plain == text.size()) {
      return;
    }
    switch (text[plain]) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '\'':
        out->append("&apos;");
        break;
      case '"':
        out->append("&quot;");
        break;
      case '\t':
        out->append("&#9;");
        break;
      case '\n':
        out->append("&#10;");
        break;
      default:
        out->append("&#13;");
    }
    text.remove_prefix(plain + 1);
  }
}

}  // namespace prism::host
