// SPDX-License-Identifier: MIT
// The limits of the memory and work that an IRC server can cause. The table in README.md names the test of each.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace irc {

// --- Bytes. Members, channels, topics, lists and history of a session are charged to SessionMemory.

// About 60,000 members with usual nicknames: more than a user of 100 large channels sees.
inline constexpr std::size_t kSessionMemory = std::size_t{8} * 1024 * 1024;
// All sessions on one server: 500 users of a large network, or 8 sessions of a hostile one.
inline constexpr std::size_t kServerMemory = std::size_t{64} * 1024 * 1024;
// All sessions of the process: four hostile servers at least are needed to exhaust it.
inline constexpr std::size_t kProcessMemory = std::size_t{256} * 1024 * 1024;
// The share of a session that other sessions cannot take: a few channels with 500 members in all.
inline constexpr std::size_t kSessionShare = std::size_t{64} * 1024;
// History of one chathistory batch: 20 to 100 messages are requested, of 512 bytes each and tags.
inline constexpr std::size_t kHistoryMemory = std::size_t{1024} * 1024;
// Sent bytes that the server has not read, besides those in the buffers of the kernel. Beyond it the connection is
// closed.
inline constexpr std::size_t kMostUnread = std::size_t{64} * 1024;
// From this number of unread bytes on, lines of the user wait in the queue.
inline constexpr std::size_t kBusyUnread = std::size_t{16} * 1024;

// --- Bytes of one text

// 8,191 of tags (IRCv3 message-tags) and a rest of 8,192: sixteen times what RFC 1459 allows.
inline constexpr std::size_t kMostLine = std::size_t{16} * 1024;
// A nickname or the name of a channel: a line of RFC 1459 has 512 bytes.
inline constexpr std::size_t kMostName = 512;
// A topic: the largest TOPICLEN in use is some 1,000.
inline constexpr std::size_t kMostTopic = 4096;
// Any other text: a host name has 255 bytes, a realname some 150, a reason 400.
inline constexpr std::size_t kMostText = 1024;
// A topic in the answer to /list, which has 50 of them.
inline constexpr std::size_t kMostListedTopic = 300;

// --- Counts in a session, or of a user

// Networks of a user, if names have the network: each takes a descriptor, of which the process has about a thousand.
inline constexpr std::size_t kMostNetworks = 20;
// Channels in all: the largest CHANLIMIT in use is 250, and bouncers have several networks' worth.
inline constexpr std::size_t kMostChannels = 1000;
// Channels that the user has not asked for: a bouncer joins its user to all of its channels.
inline constexpr std::size_t kMostOfferedChannels = 250;
// Channels of a LIST, those with the most members: more do not fit into one stanza.
inline constexpr std::size_t kMostListed = 1000;
// Open batches: servers nest two at most, and end one before they begin the next.
inline constexpr std::size_t kMostBatches = 32;
// Pending WHOIS: flood control sends 100 in three minutes.
inline constexpr std::size_t kMostWhois = 100;
// Pending ISON: one a minute is sent.
inline constexpr std::size_t kMostIsonQueries = 100;
// Channels with a pending PART.
inline constexpr std::size_t kMostPendingParts = 1000;
// Lines of the plugin itself in each of two queues: one for each channel, and some more.
inline constexpr std::size_t kMostOwnLines = 2 * kMostChannels;
// Nicknames with a private chat in a room, and vCard requests that wait for a WHOIS.
inline constexpr std::size_t kMostPrivateChats = 1000;
// People whom the user ignores.
inline constexpr std::size_t kMostIgnored = 100;
// People whom the user has written to last: a refusal with their name is the answer.
inline constexpr std::size_t kMostRecentTargets = 10;
// Requests of operators that the server has not answered yet: the host has 32 of a user.
inline constexpr std::size_t kMostModerations = 64;
// Bans of a channel in a list of them: servers have a hundred or so.
inline constexpr std::size_t kMostListedBans = 1000;
// Pages of the archive that the server has not answered yet: the host asks for eight at a time.
inline constexpr std::size_t kMostPages = 32;
// Channels and people of a user whose last shown message is remembered.
inline constexpr std::size_t kMostSeenTimes = 1000;
// Messages of a channel that the user has not entered yet, but a bouncer has: they are shown on entering.
inline constexpr std::size_t kMostUnseen = 200;
// Servers that are known to want TLS (STS). Their lines, of 275 bytes at most, are one stored value of 256 KiB at most.
inline constexpr std::size_t kMostStsPolicies = 900;
// Private messages that the server has yet to echo.
inline constexpr std::size_t kMostEchoes = 50;
inline constexpr std::size_t kMostVcardRequests = 1000;
// Names of channels, and of people, that the server has sent in UTF-8, while lines to it have another encoding.
inline constexpr std::size_t kMostUtf8Names = 200;
// Names that are too long for a JID, and are kept in full so that an answer reaches them.
inline constexpr std::size_t kMostCutNames = 100;

// --- Messages with ids (IRCv3)

// Bytes of an id: those of the servers in use have 22 to 36. REDACT must have room for it and the name of a channel.
inline constexpr std::size_t kMostMessageId = 255;
// Bytes of a reaction, as the host takes them.
inline constexpr std::size_t kMostReaction = 64;
// Bytes of an account that the user's client is told as the author's id.
inline constexpr std::size_t kMostAccount = 128;
// The last messages of all conversations that redactions and read markers can refer to.
inline constexpr std::size_t kMostRecentMessages = 256;
// Lines with a label that the server has not answered yet, and the bytes of the texts that are kept for their answers.
inline constexpr std::size_t kMostSentLabels = 200;
inline constexpr std::size_t kMostSentText = std::size_t{64} * 1024;
// A received message of several lines: the largest max-bytes in use is 40,000.
inline constexpr std::size_t kMostMultiline = std::size_t{64} * 1024;
inline constexpr std::size_t kMostMultilineLines = 1000;
// Conversations of a user whose networks the host knows one by one: it takes 1,000.
inline constexpr std::size_t kMostChatNames = 1000;
// People who are typing, in all conversations.
inline constexpr std::size_t kMostTyping = 100;

// --- Pace of a server. Spectrum 2 queues shown lines without a bound, and the messages to other users wait
// behind it. There is one thread, so the time of one server is lost to the others.

// Burst in lines: a channel of 20,000 members, and all of them lost in a netsplit.
inline constexpr std::uint32_t kShownBurst = 40000;
// Then 500 lines a second: more than the largest channels have, and no burden for Spectrum 2.
inline constexpr std::chrono::milliseconds kShownInterval{2};
// A line costs one more for each of these many bytes: a line of RFC 1459 has half of it, and tags.
inline constexpr std::size_t kShownSize = 1024;
// Bytes read at the cost of one shown line: 80 MB at once, then 1 MB a second. The LIST of the largest network has 10
// MB.
inline constexpr std::size_t kReadSize = 2048;
// Bytes added to each read: a server may send them one by one.
inline constexpr std::size_t kReadOverhead = 512;
// Processor time at the cost of one shown line: two seconds at once, then 2.5 % of a core. Ordinary lines take less.
inline constexpr std::chrono::microseconds kWorkTime{50};
// After this time the event loop serves other users before it continues with the lines of this server.
inline constexpr std::chrono::milliseconds kSlice{2};
// The shortest pause: a slowed server is read a few times a second, not line by line.
inline constexpr std::chrono::milliseconds kShortestPause{100};

}  // namespace irc
