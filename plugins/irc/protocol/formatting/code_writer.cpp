// SPDX-License-Identifier: MIT
#include "protocol/formatting/code_writer.h"

#include "protocol/text/shown.h"
#include <prism/text.hpp>

#include <algorithm>

namespace irc {
namespace {

constexpr int kMostQuotes = 8;  // shown levels
constexpr char32_t kNoBreakSpace = 0xA0;

bool isSpace(char32_t c) { return c == ' ' || c == '\t' || c == '\n'; }

}  // namespace

void CodeWriter::write(std::string_view text, const Look& look, bool verbatim) {
  while (!text.empty()) {
    const prism::Utf8Character character = prism::readUtf8(text);
    if (verbatim && character.code == '\n') {
      breakLine();
    } else if (isSpace(character.code) && !verbatim) {
      space_look_ = space_ ? space_look_ : look;
      space_ = !line_empty_;
    } else if (character.code == kNoBreakSpace) {
      put(" ", look);  // not collapsed
    } else if (isShown(character.code)) {
      put(text.substr(0, character.size), look);
    }
    text.remove_prefix(character.size);
  }
}

void CodeWriter::breakLine() {
  breaks_ += text_.empty() ? 0 : 1;
  line_empty_ = true;
  space_ = false;
}

void CodeWriter::beginLine() {
  if (!line_empty_) {
    breakLine();
  }
  space_ = false;
}

void CodeWriter::put(std::string_view character, const Look& look) {
  if (line_empty_) {
    startLine();
  }
  if (space_) {
    space_ = false;
    put(" ", space_look_);
  }
  text_ += codesBetween(look_, look, character);
  text_ += character;
  look_ = look;
  shows_ = shows_ || !isSpace(static_cast<unsigned char>(character[0]));
}

// Each line begins without formatting: lines are sent as separate messages.
void CodeWriter::startLine() {
  if (breaks_ > 0) {
    text_ += codesBetween(look_, Look(), {});
    text_.append(breaks_, '\n');
  }
  look_ = Look();
  breaks_ = 0;
  line_empty_ = false;
  for (int level = 0; level < std::min(quote_, kMostQuotes); ++level) {
    text_ += "> ";
  }
  text_ += mark_;
  mark_.clear();
}

std::string CodeWriter::take() { return shows_ ? std::move(text_) : std::string(); }

}  // namespace irc
