// SPDX-License-Identifier: MIT
// Limits for data from a network. README.md has the table.
#pragma once

#include <cstddef>

namespace purple {

// Sizes are in bytes. One message or notice, as HTML or as text.
inline constexpr std::size_t kMostText = 256 * 1024;
// A message with mark-up. A longer one, or one with more tags, is converted to plain text: the time of libpurple's
// conversion grows with the square of the number of tags.
inline constexpr std::size_t kMostMarkup = 64 * 1024;
inline constexpr std::size_t kMostTags = 2'000;
// A status text, an alias, a group, a reason, a name in a vCard.
inline constexpr std::size_t kMostOfLine = 4 * 1024;
// The name of a contact or a participant: the longest part of a JID (RFC 7622).
inline constexpr std::size_t kMostOfName = 1'023;
// One call of tell() in prism/prompt.h.
inline constexpr std::size_t kMostTold = 32 * 1024;
// One avatar, and the avatars of all contacts of a user.
inline constexpr std::size_t kMostOfAvatar = 256 * 1024;
inline constexpr std::size_t kMostOfAvatars = 16 * 1024 * 1024;
// The components of a room in an invitation.
inline constexpr std::size_t kMostOfInvitation = 8 * 1024;

// The heap memory that libpurple and the protocol hold for one session. See core/session_memory.h.
inline constexpr std::size_t kMostOfSession = 64 * 1024 * 1024;

// The capabilities of XMPP clients (XEP-0115), which libpurple keeps for all sessions until the process ends: the number
// of different clients, of a user and of all users; the texts of one client, and of an attribute of its announcement; the
// questions of a session without an answer, and of a user those that libpurple has lost at logouts.
inline constexpr std::size_t kMostCapabilitiesOfUser = 200;
inline constexpr std::size_t kMostCapabilities = 2'000;
inline constexpr std::size_t kMostOfCapabilities = 16 * 1024;
inline constexpr std::size_t kMostOfCapabilityName = 256;
inline constexpr std::size_t kMostCapabilityQuestions = 500;
inline constexpr std::size_t kMostLostCapabilityQuestions = 5'000;

// The nesting depth of XMPP elements.
inline constexpr std::size_t kMostDepth = 200;

// Numbers, each for one user.
inline constexpr std::size_t kMostContacts = 5'000;
inline constexpr std::size_t kMostConversations = 100;
inline constexpr std::size_t kMostAuthorizations = 100;
inline constexpr std::size_t kMostParticipants = 10'000;  // in one room
inline constexpr std::size_t kMostRooms = 10'000;         // in one room list
inline constexpr std::size_t kMostTransfers = 20;

}  // namespace purple
