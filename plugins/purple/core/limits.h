// SPDX-License-Identifier: MIT
// Limits for data from a network. README.md has the table.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

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
// A group of a contact that is kept for a network without a list.
inline constexpr std::size_t kMostOfOwnGroup = 200;
// The commands that modules of libpurple register; those of them that the host lists, and their texts (the host has its
// own limits, prism/commands.h); one title, and the help texts of one command.
inline constexpr std::size_t kMostRegisteredCommands = 2'000;
inline constexpr std::size_t kMostCommands = 254;
inline constexpr std::size_t kMostOfCommands = 60 * 1024;
inline constexpr std::size_t kMostOfCommandTitle = 200;
inline constexpr std::size_t kMostOfCommandHelp = 2 * 1024;
// One call of tell() in prism/prompt.h.
inline constexpr std::size_t kMostTold = 32 * 1024;
// One avatar, and the avatars of all contacts of a user.
inline constexpr std::size_t kMostOfAvatar = 256 * 1024;
inline constexpr std::size_t kMostOfAvatars = 16 * 1024 * 1024;
// The components of a room in an invitation.
inline constexpr std::size_t kMostOfInvitation = 8 * 1024;

// The heap memory that libpurple and the protocol hold for one session. See core/session_memory.h.
inline constexpr std::size_t kMostOfSession = 64 * 1024 * 1024;

// The capabilities of XMPP clients (XEP-0115), which libpurple keeps for all sessions until the process ends: the
// number of different clients, of a user and of all users; the texts of one client, and of an attribute of its
// announcement; the questions of a session without an answer, and those of a user that libpurple has lost at logouts.
inline constexpr std::size_t kMostCapabilitiesOfUser = 200;
inline constexpr std::size_t kMostCapabilities = 5'000;
inline constexpr std::size_t kMostOfCapabilities = 16 * 1024;
inline constexpr std::size_t kMostOfCapabilityName = 256;
inline constexpr std::size_t kMostCapabilityQuestions = 500;
inline constexpr std::size_t kMostLostCapabilityQuestions = 2'000;

// The pace of a session's servers, in tokens: a burst, then one for each interval. Spectrum 2 queues what is shown
// without a bound, and all users share one thread. A token is a stanza, these bytes received, or this processor time.
// So 80 MB or two seconds of a core at once, then 1 MB and 25 ms in each second.
inline constexpr std::uint32_t kPaceBurst = 40'000;
inline constexpr std::chrono::milliseconds kPaceInterval{2};
inline constexpr std::size_t kPaceSize = 2048;
#ifdef PURPLE_SANITIZED
inline constexpr std::chrono::microseconds kPaceTime{250};  // a sanitizer makes libpurple that much slower
#else
inline constexpr std::chrono::microseconds kPaceTime{50};
#endif
// A slowed server is read a few times a second.
inline constexpr std::chrono::milliseconds kShortestPause{100};
// A longer pause could look like a dead connection to the protocol.
inline constexpr std::chrono::milliseconds kLongestPause{5'000};

// The nesting depth of XMPP elements.
inline constexpr std::size_t kMostDepth = 200;

// Numbers, each for one user.
inline constexpr std::size_t kMostContacts = 5'000;
inline constexpr std::size_t kMostOwnContacts = 1'000;  // that are kept for networks without a list
inline constexpr std::size_t kMostGroupsOfOwn = 10;     // of each of these
inline constexpr std::size_t kMostConversations = 100;
inline constexpr std::size_t kMostAuthorizations = 100;
inline constexpr std::size_t kMostParticipants = 10'000;  // in one room
inline constexpr std::size_t kMostRooms = 10'000;         // in one room list
inline constexpr std::size_t kMostCategories = 200;       // the same, whose rooms are asked for
inline constexpr std::size_t kMostTransfers = 20;         // of files that come
inline constexpr std::size_t kMostOutgoing = 5;           // files that the user sends

// Files that all users of this process send: the host fetches no more than 256 at once.
inline constexpr std::size_t kMostOutgoingOfAll = 200;

// The size of a received or sent file, unless it is configured.
inline constexpr std::int64_t kMostOfFile = std::int64_t{100} * 1024 * 1024;
// Received and sent files leave so many bytes of the disk free.
inline constexpr std::size_t kLeastSpace = std::size_t{256} * 1024 * 1024;

// Elements in one other element. The largest lists are those of rooms.
inline constexpr std::size_t kMostChildren = kMostRooms;

}  // namespace purple
