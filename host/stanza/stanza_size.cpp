// SPDX-License-Identifier: MIT
#include "host/stanza/stanza_size.h"

#include "host/base/xml_text.h"
#include <prism/text.hpp>

#include <fmt/format.h>

namespace prism::host {
namespace {

// The bytes reserved for the sentence that says how much is left out.
constexpr std::size_t kMarkSize = 64;
constexpr std::string_view kMark = " [...]";

std::size_t escapedSize(char c) {
  switch (c) {
    case '&':
    case '\t':
    case '\n':
    case '\r':
      return 5;  // &amp; &#10;
    case '<':
    case '>':
      return 4;
    case '\'':
    case '"':
      return 6;
    default:
      return 1;
  }
}

// Returns the size of the longest prefix of `text`, in whole characters, that fits.
std::size_t fittingSize(std::string_view text, std::size_t room) {
  std::size_t size = 0, used = 0;
  while (size < text.size() && used + escapedSize(text[size]) <= room) {
    used += escapedSize(text[size]);
    ++size;
  }
  return utf8Prefix(text, size).size();
}

// The best place to end a piece of at most `size` bytes. A piece may lose up to half of its size to end at a line, or
// up to a tenth to end at a word.
std::size_t bestEnd(std::string_view text, std::size_t size) {
  const std::size_t line = text.rfind('\n', size);
  if (line != std::string_view::npos && line >= size / 2 && line > 0) {
    return line;
  }
  const std::size_t space = text.rfind(' ', size);
  return space != std::string_view::npos && space >= size - size / 10 && space > 0 ? space : size;
}

}  // namespace

std::size_t escapedSize(std::string_view text) {
  if (isUnescapedAscii(text, XmlPlace::kAttribute)) {
    return text.size();
  }
  std::size_t size = 0;
  for (const char c : text) {
    size += escapedSize(c);
  }
  return size;
}

std::size_t base64Size(std::size_t bytes) {
  constexpr std::size_t kLine = 76;
  const std::size_t characters = (bytes + 2) / 3 * 4;
  return characters + characters / kLine;
}

void cutToFit(std::size_t room, std::string* text) {
  if (fittingSize(*text, room) < text->size()) {
    text->resize(fittingSize(*text, room > kMark.size() ? room - kMark.size() : 0));
    text->append(kMark);
  }
}

bool TextPieces::next() {
  if (rest_.empty() || count_ == kMostPieces || room_ <= kMarkSize) {
    return false;
  }
  ++count_;
  if (fittingSize(rest_, room_) == rest_.size()) {
    piece_ = rest_;
    rest_ = {};
    return true;
  }
  const std::size_t fitting = fittingSize(rest_, room_ - kMarkSize);
  if (fitting == 0) {
    return false;
  }
  const std::size_t size = bestEnd(rest_, fitting);
  piece_ = rest_.substr(0, size);
  rest_.remove_prefix(size);
  if (!rest_.empty() && (rest_.front() == '\n' || rest_.front() == ' ')) {
    rest_.remove_prefix(1);  // the new message replaces it
  }
  if (count_ == kMostPieces && !rest_.empty()) {
    last_ = fmt::format("{}\n[{} more bytes are left out]", piece_, rest_.size());
    piece_ = last_;
  }
  return true;
}

}  // namespace prism::host
