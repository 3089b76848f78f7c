// SPDX-License-Identifier: MIT
// Messages of several lines: https://ircv3.net/specs/extensions/multiline
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// The limits of one message, as the value of the capability tells them: "max-bytes=4096,max-lines=24".
struct MultilineLimits {
  std::size_t bytes = 0;  // of all lines, with a line feed between two of them; 0: such messages cannot be sent
  std::size_t lines = 0;

  // Returns zeros if the value lacks max-bytes, or if the limits leave no room for two usual lines. Larger limits are
  // those of kMostSentMultiline.
  static MultilineLimits parse(std::string_view value);
};

// What is sent at most in one message, since it goes out at once.
inline constexpr MultilineLimits kMostSentMultiline{16384, 100};

// One line of a message.
struct MultilinePiece {
  std::string text;
  bool concat = false;  // it continues the line before it (draft/multiline-concat)

  friend bool operator==(const MultilinePiece&, const MultilinePiece&) = default;
};

using MultilineMessage = std::vector<MultilinePiece>;

// Splits a text into messages whose lines have at most `room` bytes, and that are within the limits. A line is cut
// behind a space in the second half of a piece if there is one, but never within a UTF-8 sequence or a colour code.
// Empty lines are kept, but for those at the beginning and the end of a message.
std::vector<MultilineMessage> splitMultiline(std::string_view text, std::size_t room, const MultilineLimits& limits);

// Returns the text that a message means.
std::string joinMultiline(const MultilineMessage& message);

}  // namespace irc
