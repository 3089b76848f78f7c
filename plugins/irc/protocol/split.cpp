// SPDX-License-Identifier: MIT
#include "protocol/split.h"

#include "protocol/formatting/formatting.h"
#include "protocol/formatting/look.h"
#include <prism/text.hpp>

#include <algorithm>

namespace irc {
namespace {

// Returns the size of an indivisible unit: a code with its colours, or a character.
std::size_t unitSize(std::string_view text, Look* look) {
  const std::size_t code = readCode(text, look);
  return code > 0 ? code : prism::readUtf8(text).size;
}

struct Cut {
  std::size_t end = 0;   // of the piece
  std::size_t next = 0;  // where the following piece begins
};

// Finds the end of a piece of at most `room` bytes in a longer text. A piece has at least one unit.
Cut findCut(std::string_view text, std::size_t room) {
  Look look;
  std::size_t end = 0;
  std::size_t space = std::string_view::npos;
  while (end < text.size()) {
    const std::size_t size = unitSize(text.substr(end), &look);
    if (text[end] == ' ' && end <= room) {
      space = end;
    }
    if (end > 0 && end + size > room) {
      break;
    }
    end += size;
  }
  if (space != std::string_view::npos && space > 0 && space >= room / 2) {
    return {space, space + 1};
  }
  return {end, end};
}

Look lookAfter(Look look, std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(unitSize(text, &look));
  }
  return look;
}

void appendPiece(std::string piece, std::vector<std::string>* pieces) {
  if (!stripCodes(piece).empty()) {
    pieces->push_back(std::move(piece));
  }
}

void splitLine(std::string_view line, std::size_t max_bytes, std::vector<std::string>* pieces) {
  constexpr std::size_t kLongestCharacter = 4;
  Look look;
  while (!line.empty()) {
    std::string piece = codesBetween(Look(), look, line);
    if (piece.size() + kLongestCharacter > max_bytes) {
      piece.clear();  // there is no room for both: text is more important than codes
    }
    const std::size_t room = max_bytes - piece.size();
    const Cut cut = line.size() <= room ? Cut{line.size(), line.size()} : findCut(line, room);
    piece += line.substr(0, cut.end);
    look = lookAfter(look, line.substr(0, cut.end));
    line.remove_prefix(cut.next);
    appendPiece(std::move(piece), pieces);
  }
}

}  // namespace

std::vector<std::string> splitText(std::string_view text, std::size_t max_bytes) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    splitLine(line, max_bytes, &pieces);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return pieces;
}

std::size_t pieceBehindSpace(std::string_view line, std::size_t room) {
  const Cut cut = findCut(line, room > 1 ? room - 1 : room);  // leaves room for the space
  return cut.next;
}

std::size_t roomForText(const Isupport& isupport, std::size_t source_size, std::string_view command,
                        std::string_view target) {
  constexpr std::string_view kAround = ":   :\r\n";  // of ":source COMMAND target :text"
  const std::size_t taken = kAround.size() + source_size + command.size() + target.size();
  return isupport.line_length > taken ? isupport.line_length - taken : 1;
}

std::size_t guessedSourceSize(std::string_view nick) {
  constexpr std::size_t kUsername = 18;
  constexpr std::size_t kHostname = 63;
  return nick.size() + 1 + kUsername + 1 + kHostname;
}

}  // namespace irc
