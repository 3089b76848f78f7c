// SPDX-License-Identifier: MIT
// Nicknames out of whatever a user is called, and others where one is taken.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// A nickname that servers accept, nearest to `wanted`: of a JID its local part, letters, digits and []\`_^{|}- of it, not
// a digit or '-' in front, no longer than `max_length` (0: not known, nothing is cut). Letters with diacritics lose these
// (é becomes e); what else is not ASCII becomes '_'. "guest" if nothing is left.
std::string legalNickname(std::string_view wanted, std::size_t max_length);

// The nickname to try when `nick` is taken, for the attempt 1, 2, ...: nick_, nick__, nick1, nick2, ... Within
// `max_length` (0: 9, which every server accepts, or the length of `nick` if that is more).
std::string alternativeNickname(std::string_view nick, unsigned attempt, std::size_t max_length);

// Username of USER: letters, digits, '.', '-', '_', at most 18 characters (10 is what old servers keep).
std::string legalUsername(std::string_view wanted);

}  // namespace irc
