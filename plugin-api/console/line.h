// SPDX-License-Identifier: MIT
// A line of the conversation, as it is shown.
#pragma once

#include <string>
#include <string_view>

namespace prism::console {

struct Line {
  enum class Kind {
    kEvent,     // something has happened
    kIncoming,  // a message for the user
    kOutgoing,  // a message of the user
    kReceipt,   // the network has a message of the user
    kAnswer,    // the console answers a command
    kTrouble,   // something is wrong
  };

  Kind kind;
  std::string text;  // safe to show; it may have several lines

  bool operator==(const Line&) const = default;
};

// The text with the colour of its kind around it, or as it is.
std::string painted(const Line& line, bool colour);

// Makes harmless what a stranger has written: control characters, those that turn the direction of text around, and
// what is no UTF-8 show as \x1b, \u202e; line ends as a space.
std::string safeText(std::string_view text);

// As safeText(), but keeps line ends, and sets the lines behind the first in.
std::string safeLines(std::string_view text);

}  // namespace prism::console
