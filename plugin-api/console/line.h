// SPDX-License-Identifier: MIT
// A displayed line of the conversation.
#pragma once

#include <string>
#include <string_view>

namespace prism::console {

struct Line {
  enum class Kind {
    kEvent,     // an event
    kIncoming,  // a message to the user
    kOutgoing,  // a message from the user
    kReceipt,   // the network has received a message of the user
    kAnswer,    // the console's answer to a command
    kError,     // an error
  };

  Kind kind;
  std::string text;  // safe for a terminal; may have several lines

  bool operator==(const Line&) const = default;
};

// Returns the text, between the escape sequences of its kind's colour if `colour`.
std::string coloured(const Line& line, bool colour);

// Makes untrusted text safe for a terminal: escapes control characters, characters that change the direction of text,
// and bytes that are not UTF-8 as \x1b or \u202e. A line end becomes a space.
std::string printableText(std::string_view text);

// As printableText(), but keeps line ends, and indents the lines after the first.
std::string printableLines(std::string_view text);

}  // namespace prism::console
