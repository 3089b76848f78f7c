// SPDX-License-Identifier: MIT
// What a network may make this process hold. README.md has the table.
#pragma once

#include <cstddef>

namespace purple {

// In bytes. Of one message or notice, as HTML or as text.
inline constexpr std::size_t kMostText = 256 * 1024;
// Of a message with mark-up; a longer one, or one with more tags, goes on as text alone. libpurple's conversion takes
// a time that grows with the square of the number of tags.
inline constexpr std::size_t kMostMarkup = 64 * 1024;
inline constexpr std::size_t kMostTags = 2'000;
// Of a status, an alias, a group, a reason, a name in a vCard.
inline constexpr std::size_t kMostOfLine = 4 * 1024;
// Of a buddy's or a participant's name: no JID has a longer part (RFC 7622).
inline constexpr std::size_t kMostOfName = 1'023;
// Of a line of prism/prompt.h's tell().
inline constexpr std::size_t kMostTold = 32 * 1024;
// Of one avatar, and of all those of a user's contacts.
inline constexpr std::size_t kMostOfAvatar = 256 * 1024;
inline constexpr std::size_t kMostOfAvatars = 16 * 1024 * 1024;
// Of what joining a room takes that an invitation leads to.
inline constexpr std::size_t kMostOfInvitation = 8 * 1024;

// Of the heap, of one session: what libpurple and the protocol keep for it. See core/session_memory.h.
inline constexpr std::size_t kMostOfSession = 64 * 1024 * 1024;

// XMPP's elements in each other.
inline constexpr std::size_t kMostDepth = 200;

// Numbers, each of one user.
inline constexpr std::size_t kMostContacts = 5'000;
inline constexpr std::size_t kMostConversations = 100;
inline constexpr std::size_t kMostAuthorizations = 100;
inline constexpr std::size_t kMostParticipants = 10'000;  // of one room
inline constexpr std::size_t kMostRooms = 10'000;         // of one list
inline constexpr std::size_t kMostTransfers = 20;

}  // namespace purple
