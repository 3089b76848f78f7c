// SPDX-License-Identifier: MIT
#include "protocol/multiline.h"

#include "protocol/formatting/formatting.h"
#include "protocol/split.h"
#include "protocol/text/words.h"

#include <algorithm>
#include <charconv>

namespace irc {
namespace {

constexpr std::size_t kUsualLine = 512;

std::size_t numberOf(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

// Takes the first line off a text. A line ends with \n, \r or both.
std::string_view takeLine(std::string_view* text) {
  const std::size_t end = std::min(text->find_first_of("\r\n"), text->size());
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end);
  text->remove_prefix(text->starts_with("\r\n") ? 2 : std::min<std::size_t>(1, text->size()));
  return line;
}

// Collects the pieces of messages.
class Assembly {
 public:
  explicit Assembly(const MultilineLimits& limits) : limits_(limits) {}

  void add(std::string_view text, bool concat) {
    const std::size_t size = text.size() + (open_.empty() || concat ? 0 : 1);
    if (bytes_ + size > limits_.bytes || open_.size() >= limits_.lines) {
      close();
    }
    if (open_.empty() && text.empty()) {
      return;  // an empty line at the beginning
    }
    bytes_ += text.size() + (open_.empty() || concat ? 0 : 1);
    open_.push_back({std::string(text), concat && !open_.empty()});
  }

  std::vector<MultilineMessage> take() {
    close();
    return std::move(messages_);
  }

 private:
  void close() {
    while (!open_.empty() && open_.back().text.empty()) {
      open_.pop_back();
    }
    if (!open_.empty()) {
      messages_.push_back(std::move(open_));
    }
    open_ = {};
    bytes_ = 0;
  }

  const MultilineLimits limits_;
  std::vector<MultilineMessage> messages_;
  MultilineMessage open_;
  std::size_t bytes_ = 0;  // of open_
};

}  // namespace

MultilineLimits MultilineLimits::parse(std::string_view value) {
  MultilineLimits limits{0, kMostSentMultiline.lines};
  eachWord(value, ",", [&](std::string_view token) {
    const std::size_t equals = std::min(token.find('='), token.size());
    const std::string_view name = token.substr(0, equals);
    const std::size_t number = numberOf(token.substr(std::min(equals + 1, token.size())));
    if (name == "max-bytes") {
      limits.bytes = std::min(number, kMostSentMultiline.bytes);
    } else if (name == "max-lines") {
      limits.lines = std::min(number, kMostSentMultiline.lines);
    }
  });
  return limits.bytes < 2 * kUsualLine || limits.lines < 2 ? MultilineLimits() : limits;
}

std::vector<MultilineMessage> splitMultiline(std::string_view text, std::size_t room, const MultilineLimits& limits) {
  Assembly messages(limits);
  while (!text.empty()) {
    std::string_view line = takeLine(&text);
    if (stripCodes(line).empty()) {
      line = {};
    }
    for (bool concat = false; !concat || !line.empty(); concat = true) {
      const std::size_t size = line.size() <= room ? line.size() : pieceBehindSpace(line, room);
      messages.add(line.substr(0, size), concat);
      line.remove_prefix(size);
    }
  }
  return messages.take();
}

std::string joinMultiline(const MultilineMessage& message) {
  std::string text;
  for (const MultilinePiece& piece : message) {
    text += (&piece == &message.front() || piece.concat ? "" : "\n") + piece.text;
  }
  return text;
}

}  // namespace irc
