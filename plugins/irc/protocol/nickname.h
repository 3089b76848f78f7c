// SPDX-License-Identifier: MIT
// Nicknames and usernames made from the name of a user, and alternatives to a nickname that is in use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// Returns the nickname nearest to `wanted` that servers accept: the local part of a JID, with letters, digits and
// []\`_^{|}- only, '_' before a digit or '-' in front, cut to `max_length` (0: no limit). Letters lose their diacritics
// (é becomes e), other characters beyond ASCII become '_'. Returns "guest" if nothing is left, and "guest" with a
// number for a name in another script.
std::string legalNickname(std::string_view wanted, std::size_t max_length);

// Returns the nickname to try when `nick` is in use, for attempt 1, 2, ...: nick_, nick__, nick1, nick2, ... It has at
// most `max_length` bytes (0: the length of `nick`, or 9, which every server accepts, if that is more).
std::string alternativeNickname(std::string_view nick, unsigned attempt, std::size_t max_length);

// Returns the username for USER: letters, digits, '.', '-', '_', at most 18 characters (old servers keep 10).
std::string legalUsername(std::string_view wanted);

}  // namespace irc
