// SPDX-License-Identifier: MIT
#include "host/log/pattern.h"

#include "host/log/level.h"
#include <prism/text.hpp>

#include <Poco/Message.h>
#include <unistd.h>

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::size_t kWidest = 1000;

struct Conversion {
  std::string_view name;
  char letter;
};

// A longer name precedes its own beginnings, since the first match counts.
constexpr Conversion kConversions[] = {
    {"date", 'd'},    {"d", 'd'}, {"level", 'p'},  {"p", 'p'}, {"logger", 'c'}, {"c", 'c'},
    {"message", 'm'}, {"m", 'm'}, {"thread", 't'}, {"t", 't'}, {"n", 'n'},      {"%", '%'},
};

// Removes the digits at the start of `text` and returns the number.
std::size_t takeNumber(std::string_view* text) {
  std::size_t number = 0;
  while (!text->empty() && text->front() >= '0' && text->front() <= '9') {
    number = std::min(number * 10 + static_cast<std::size_t>(text->front() - '0'), kWidest);
    text->remove_prefix(1);
  }
  return number;
}

// Removes `{...}` from the start of `text` and returns its content.
std::optional<std::string_view> takeOption(std::string_view* text) {
  const std::size_t end = text->find('}');
  if (!text->starts_with('{') || end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view option = text->substr(1, end - 1);
  text->remove_prefix(end + 1);
  return option;
}

std::string_view lastParts(std::string_view category, unsigned parts) {
  std::size_t start = category.size();
  for (; parts > 0 && start != std::string_view::npos; --parts) {
    start = start == 0 ? std::string_view::npos : category.rfind('.', start - 1);
  }
  return start == std::string_view::npos || parts > 0 ? category : category.substr(start + 1);
}

}  // namespace

LogPattern::LogPattern(std::string_view pattern, std::vector<std::string>* unknown) {
  while (!pattern.empty()) {
    const std::size_t percent = std::min(pattern.find('%'), pattern.size());
    addLiteral(pattern.substr(0, percent));
    pattern.remove_prefix(percent);
    if (!pattern.empty()) {
      pattern = readConversion(pattern, unknown);
    }
  }
}

// Parses the conversion at the start of `pattern`, and returns the text behind it.
std::string_view LogPattern::readConversion(std::string_view pattern, std::vector<std::string>* unknown) {
  std::string_view rest = pattern.substr(1);
  Piece piece;
  if (rest.starts_with('-')) {
    piece.left = true;
    rest.remove_prefix(1);
  }
  piece.least = takeNumber(&rest);
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    piece.most = takeNumber(&rest);
  }
  const auto* const found =
      std::find_if(std::begin(kConversions), std::end(kConversions),
                   [&](const Conversion& conversion) { return rest.starts_with(conversion.name); });
  if (found == std::end(kConversions)) {
    rest.remove_prefix(std::min<std::size_t>(rest.size(), 1));
    const std::string_view literal = pattern.substr(0, pattern.size() - rest.size());
    addLiteral(literal);
    if (unknown) {
      unknown->emplace_back(literal);
    }
    return rest;
  }
  piece.letter = found->letter;
  rest.remove_prefix(found->name.size());
  if (piece.letter == 'd') {
    const std::string_view format = takeOption(&rest).value_or("");
    const std::string_view zone = takeOption(&rest).value_or("");
    piece.date.emplace(format, zone == "UTC" || zone == "GMT" ? LogDate::Zone::kUtc : LogDate::Zone::kLocal);
  } else if (piece.letter == 'c') {
    std::string_view parts = takeOption(&rest).value_or("");
    piece.parts = static_cast<unsigned>(takeNumber(&parts));
  }
  pieces_.push_back(std::move(piece));
  return rest;
}

void LogPattern::addLiteral(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (pieces_.empty() || pieces_.back().letter != 0) {
    pieces_.emplace_back();
  }
  pieces_.back().literal += text;
}

void LogPattern::format(const Poco::Message& message, std::string& text) {
  for (const Piece& piece : pieces_) {
    const std::size_t start = text.size();
    appendField(piece, message, &text);
    std::size_t size = text.size() - start;
    if (size > piece.most) {
      std::size_t cut = size - piece.most;
      while (cut < size && isUtf8Continuation(text[start + cut])) {
        ++cut;  // do not cut a character in two
      }
      text.erase(start, cut);
      size -= cut;
    }
    if (size < piece.least) {
      text.insert(piece.left ? text.size() : start, piece.least - size, ' ');
    }
  }
}

void LogPattern::appendField(const Piece& piece, const Poco::Message& message, std::string* text) {
  switch (piece.letter) {
    case 'd':
      return piece.date->append(message.getTime(), text);
    case 'p':
      text->append(logLevelName(message.getPriority()));
      return;
    case 'c':
      text->append(piece.parts == 0 ? message.getSource() : lastParts(message.getSource(), piece.parts));
      return;
    case 'm':
      text->append(message.getText());
      return;
    case 't':
      text->append(std::to_string(::gettid()));  // a line is formatted on the thread that logs it
      return;
    case 'n':
      text->push_back('\n');
      return;
    case '%':
      text->push_back('%');
      return;
    default:
      text->append(piece.literal);
  }
}

}  // namespace prism::host
