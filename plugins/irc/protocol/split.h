// SPDX-License-Identifier: MIT
// Splits texts that are longer than a line of IRC, or have several lines.
#pragma once

#include "protocol/isupport.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// Splits a text into pieces of at most `max_bytes` bytes: at line ends and, in a line that is too long, at a space in
// the second half of a piece if there is one, but never within a UTF-8 sequence or a colour code. Formatting continues
// in the next piece of the same line. Empty lines are left out.
std::vector<std::string> splitText(std::string_view text, std::size_t max_bytes);

// Returns the size of the first piece of a line that is longer than `room`. The piece ends behind a space in its second
// half if there is one, but never within a UTF-8 sequence or a colour code, of which it has one at least.
std::size_t pieceBehindSpace(std::string_view line, std::size_t room);

// Returns how many bytes of text fit into "COMMAND target :text" when the server relays it with the sender's
// ":nick!user@host " in front; at least 1. `source_size` is the length of nick!user@host; if it is unknown, pass
// guessedSourceSize().
std::size_t roomForText(const Isupport& isupport, std::size_t source_size, std::string_view command,
                        std::string_view target);

// Returns the largest size of nick!user@host for a nickname: USERLEN is 18, HOSTLEN 63.
std::size_t guessedSourceSize(std::string_view nick);

}  // namespace irc
