// SPDX-License-Identifier: MIT
// Changes of modes, and the ranks of channel members.
#pragma once

#include "protocol/isupport.h"
#include "protocol/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

enum class ModeKind : unsigned char {
  kPrefix,     // of a member: the argument is its nickname
  kList,       // type A: the argument is a mask
  kParameter,  // type B
  kSetOnly,    // type C
  kFlag,       // type D, and unknown modes
};

struct ModeChange {
  bool add = true;
  char mode = 0;
  ModeKind kind = ModeKind::kFlag;
  std::string_view argument = {};  // empty if it has none
};

// Parses MODE of a channel. Its parameters from `first` on are the modes and their arguments.
std::vector<ModeChange> parseModes(const Message& message, std::size_t first, const Isupport& isupport);

// The ranks of one channel member: a set of the server's prefix modes.
class Ranks {
 public:
  void set(int rank, bool on);  // `rank` is of Isupport::rankOfMode(); -1 is ignored
  bool empty() const { return bits_ == 0; }
  bool has(int rank) const { return rank >= 0 && (bits_ >> rank & 1U) != 0; }
  // Returns true for operators of any kind: founder q, admin a, operator o, half-operator h, and every rank above
  // half-operators (Y, y, !). Voice is none of them.
  bool moderates(const Isupport& isupport) const;
  bool operator==(const Ranks& other) const { return bits_ == other.bits_; }

 private:
  std::uint16_t bits_ = 0;
};

// An entry of RPL_NAMREPLY: "@+nick"; with userhost-in-names, "@+nick!user@host".
struct NamesEntry {
  Ranks ranks;
  Source source;
};
NamesEntry parseNamesEntry(std::string_view entry, const Isupport& isupport);

// Reads the flags of RPL_WHOREPLY ("H@", "G*+"): 'G' means away.
bool isAway(std::string_view who_flags);

}  // namespace irc
