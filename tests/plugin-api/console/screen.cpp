// SPDX-License-Identifier: MIT
#include "tests/plugin-api/console/screen.h"

#include <prism/text.hpp>

#include <algorithm>
#include <cstdlib>

namespace prism::tests {
namespace {

constexpr char kEscape = '\033';

}  // namespace

void Screen::write(std::string_view bytes) {
  pending_ += bytes;
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const std::size_t taken = rest.front() == kEscape ? takeSequence(rest) : takeCharacter(rest);
    if (taken == 0) {
      break;
    }
    rest.remove_prefix(taken);
  }
  pending_ = std::string(rest);
}

std::size_t Screen::takeCharacter(std::string_view bytes) {
  const Utf8Character character = readUtf8(bytes);
  if (character.cut) {
    return 0;
  }
  switch (bytes.front()) {
    case '\r':
      x_ = 0;
      break;
    case '\n':
      ++y_;
      row();
      break;
    case '\b':
      x_ -= x_ > 0 ? 1 : 0;
      break;
    case '\a':
      break;
    default:
      put(std::string(bytes.substr(0, character.size)));
  }
  return character.size;
}

std::size_t Screen::takeSequence(std::string_view bytes) {
  if (bytes.size() < 2) {
    return 0;
  }
  if (bytes[1] != '[') {
    execute(bytes.substr(0, 2));
    return 2;
  }
  const std::size_t end = bytes.find_first_not_of("0123456789;?", 2);
  if (end == std::string_view::npos) {
    return 0;
  }
  execute(bytes.substr(0, end + 1));
  return end + 1;
}

void Screen::put(std::string character) {
  if (x_ == columns_) {
    ++y_;
    x_ = 0;
  }
  Row& here = row();
  here.resize(std::max(here.size(), x_ + 1), " ");
  here[x_++] = std::move(character);
}

void Screen::execute(std::string_view sequence) {
  const int given = sequence.size() > 2 ? std::atoi(std::string(sequence.substr(2)).c_str()) : 0;
  const auto count = static_cast<std::size_t>(std::max(given, 1));
  Row& here = row();
  const auto at = here.begin() + static_cast<std::ptrdiff_t>(std::min(x_, here.size()));
  switch (sequence.back()) {
    case 'm':  // colours are not part of the text
      return;
    case 'A':
      y_ -= std::min(y_, count);
      return;
    case 'C':
      x_ = std::min(x_ + count, columns_ - 1);
      return;
    case 'D':
      x_ -= std::min(x_, count);
      return;
    case 'G':
      x_ = std::min(count, columns_) - 1;
      return;
    case 'K':
      here.erase(at, here.end());
      return;
    case 'P':
      here.erase(at, at + std::min(static_cast<std::ptrdiff_t>(count), here.end() - at));
      return;
    case '@':
      here.insert(at, count, " ");
      return;
    case 'J':
      if (given == 0) {
        clearToEnd();
        return;
      }
      break;
    default:
      break;
  }
  unknown_ += "ESC" + std::string(sequence.substr(1)) + " ";
}

void Screen::clearToEnd() {
  row().resize(std::min(row().size(), x_));
  rows_.resize(y_ + 1);
}

Screen::Row& Screen::row() {
  rows_.resize(std::max(rows_.size(), y_ + 1));
  return rows_[y_];
}

std::string Screen::text() const {
  std::string text;
  for (const Row& row : rows_) {
    std::string line;
    for (const std::string& character : row) {
      line += character;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += (&row == rows_.data() ? "" : "\n") + line;
  }
  return text;
}

}  // namespace prism::tests
