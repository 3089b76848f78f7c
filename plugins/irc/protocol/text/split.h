// SPDX-License-Identifier: MIT
// Texts that are longer than a line of IRC, or have several lines.
#pragma once

#include "protocol/isupport.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// The pieces of a text of which none has more than `max_bytes` bytes: cut at line ends; where a line is too long, at a
// space if there is one in its second half, never within a UTF-8 sequence, nor within a colour code. What is formatted
// goes on so in the next piece of the same line. Lines that are empty are left out.
std::vector<std::string> splitText(std::string_view text, std::size_t max_bytes);

// How many bytes of text fit into "COMMAND target :text", when the server sends it on with the sender's
// ":nick!user@host " in front. `source_size` is the length of that nick!user@host; where it is not known, take
// guessedSourceSize(). At least 1.
std::size_t roomForText(const Isupport& isupport, std::size_t source_size, std::string_view command,
                        std::string_view target);

// The longest that nick!user@host can become: the nickname as it is, USERLEN 18, HOSTLEN 63.
std::size_t guessedSourceSize(std::string_view nick);

}  // namespace irc
