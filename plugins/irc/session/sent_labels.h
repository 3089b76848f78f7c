// SPDX-License-Identifier: MIT
// Lines that the server has got with a label, and has not answered yet:
// https://ircv3.net/specs/extensions/labeled-response
#pragma once

#include "protocol/origin.h"
#include "protocol/outgoing_line.h"
#include "session/limits.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

// What is known of a line when its answer comes.
struct SentLine {
  OriginPtr origin = {};
  std::size_t piece = 0;        // of a message that was split; its pieces have the same origin
  std::string whole_text = {};  // of that message, with the first piece
  bool quiet = false;           // nobody is told of an error
};

inline SentLine sentLineOf(const OutgoingLine& line) { return {line.origin, line.piece, line.whole_text, line.quiet}; }

class SentLabels {
 public:
  // Returns the label for the next line. At a limit the oldest lines are forgotten: their answers are shown as those of
  // lines without a label.
  std::string add(SentLine line) {
    const std::uint64_t number = ++last_;
    if (line.origin || line.quiet || line.piece > 0) {
      text_ += line.whole_text.size();
      lines_.emplace(number, std::move(line));
    }
    while (lines_.size() > kMostSentLabels || (text_ > kMostSentText && !lines_.empty())) {
      remove(lines_.begin());
    }
    return std::to_string(number);
  }

  // Returns the line of a label, and forgets it; nothing if it is not known.
  std::optional<SentLine> take(std::string_view label) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), number);
    const auto place = error == std::errc() && end == label.data() + label.size() ? lines_.find(number) : lines_.end();
    if (place == lines_.end()) {
      return std::nullopt;
    }
    return remove(place);
  }

  // A new connection begins. Labels are not used again.
  void clear() {
    lines_.clear();
    text_ = 0;
  }

  std::size_t size() const { return lines_.size(); }

 private:
  SentLine remove(std::map<std::uint64_t, SentLine>::iterator place) {
    SentLine line = std::move(place->second);
    text_ -= line.whole_text.size();
    lines_.erase(place);
    return line;
  }

  std::map<std::uint64_t, SentLine> lines_;
  std::size_t text_ = 0;  // bytes of all whole_text
  std::uint64_t last_ = 0;
};

}  // namespace irc
