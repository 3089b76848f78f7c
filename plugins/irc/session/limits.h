// SPDX-License-Identifier: MIT
// The limits of what an IRC server can make the plugin keep, and of how fast it is shown. The table in README.md names
// the test of each.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace irc {

// --- Bytes. A session keeps members, channels, topics, lists and history; each is charged to session/memory.h.

// About 60,000 members with usual nicknames: more than a user of 100 large channels sees.
inline constexpr std::size_t kSessionMemory = std::size_t{8} * 1024 * 1024;
// All sessions on one server: 500 users of a large network, or 8 sessions of a hostile one.
inline constexpr std::size_t kServerMemory = std::size_t{64} * 1024 * 1024;
// All sessions of the process: no less than four hostile servers exhaust it.
inline constexpr std::size_t kProcessMemory = std::size_t{256} * 1024 * 1024;
// What a session may always have, whatever the others do: a few channels with 500 members in all.
inline constexpr std::size_t kSessionShare = std::size_t{64} * 1024;
// From this peak on, the end of a session returns free pages to the system: a smaller one is reused anyway.
inline constexpr std::size_t kWorthTrimming = std::size_t{1024} * 1024;
// History of chathistory batches: 20 to 100 messages are asked for, of 512 bytes each and tags.
inline constexpr std::size_t kHistoryMemory = std::size_t{1024} * 1024;
// What a server has not read of our lines, beyond what the kernel holds. A server that reads nothing for so long that
// both are full is lost.
inline constexpr std::size_t kMostUnread = std::size_t{64} * 1024;
// From here on, what users say waits in the queue instead.
inline constexpr std::size_t kBusyUnread = std::size_t{16} * 1024;

// --- Bytes of one text

// 8,191 of tags (IRCv3 message-tags) and a rest of 8,192: sixteen times what RFC 1459 allows.
inline constexpr std::size_t kMostLine = std::size_t{16} * 1024;
// A nickname or channel: a line of RFC 1459 has room for no longer one.
inline constexpr std::size_t kMostName = 512;
// The largest TOPICLEN in use is 1,000 or so.
inline constexpr std::size_t kMostTopic = 4096;
// A host name has 255, a realname some 150, a reason 400.
inline constexpr std::size_t kMostText = 1024;
// Of a topic in the answer to /list, which has 50 of them.
inline constexpr std::size_t kMostListedTopic = 300;

// --- Counts in a session

// Channels in all: the largest CHANLIMIT in use is 250, and bouncers have several networks' worth.
inline constexpr std::size_t kMostChannels = 1000;
// Channels that nobody asked for: a bouncer puts its user into all of its channels.
inline constexpr std::size_t kMostOfferedChannels = 250;
// Channels of a LIST, the fullest ones: more do not fit into one stanza.
inline constexpr std::size_t kMostListed = 1000;
// Batches that are open at the same time: nesting is two deep, and a server ends one before the next.
inline constexpr std::size_t kMostBatches = 32;
// WHOIS without an answer: flood control sends 100 in three minutes.
inline constexpr std::size_t kMostWhois = 100;
// ISON without an answer: one a minute is asked.
inline constexpr std::size_t kMostQuestions = 100;
// PARTs without an answer.
inline constexpr std::size_t kMostPartings = 1000;
// Lines of the plugin itself that wait for flood control, in each of two queues: one for each channel, and some more.
inline constexpr std::size_t kMostOwnLines = 2 * kMostChannels;
// Nicknames with whom a private talk within a room has begun, and vCards that wait for a WHOIS.
inline constexpr std::size_t kMostTalks = 1000;
inline constexpr std::size_t kMostCards = 1000;
// Names that are too long for a JID, so that an answer finds its way: they are remembered as a whole.
inline constexpr std::size_t kMostCutNames = 100;

// --- Pace of what a server makes the plugin do. What it shows its user is queued by Spectrum 2 without a bound, and what
// is for the other users waits behind it. There is one thread, so time that one server takes is lost to the others.

// At once: a channel of 20,000 members, and all of them lost in a netsplit.
inline constexpr std::uint32_t kShownBurst = 40000;
// Then 500 a second: more than the largest channels have, and what Spectrum 2 hands on without others noticing.
inline constexpr std::chrono::milliseconds kShownInterval{2};
// A line costs one more for each so many bytes: lines of RFC 1459 have half of it, and some tags.
inline constexpr std::size_t kShownSize = 1024;
// So many bytes that are read cost as much as a line that is shown, whatever they are: 80 MB at once, then 1 MB a second.
// The LIST of the largest network has 10 MB.
inline constexpr std::size_t kReadSize = 2048;
// The cost of one read beyond its bytes: a server may send them one by one.
inline constexpr std::size_t kReadOverhead = 512;
// So much time of the processor costs as much as a line that is shown: two seconds at once, then 2.5 % of a core.
// Ordinary lines take less.
inline constexpr std::chrono::microseconds kWorkTime{50};
// After so much time the event loop serves the others before it goes on with the lines of this server.
inline constexpr std::chrono::milliseconds kSlice{2};
// The shortest pause, so that a slowed server is read in a few pieces a second, and not line by line.
inline constexpr std::chrono::milliseconds kShortestPause{100};

}  // namespace irc
