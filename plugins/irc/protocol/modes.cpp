// SPDX-License-Identifier: MIT
#include "protocol/modes.h"

namespace irc {
namespace {

ModeKind kindOf(char mode, const Isupport& isupport) {
  const auto isIn = [mode](const std::string& modes) { return modes.find(mode) != std::string::npos; };
  return isupport.rankOfMode(mode) >= 0   ? ModeKind::kPrefix
         : isIn(isupport.list_modes)      ? ModeKind::kList
         : isIn(isupport.parameter_modes) ? ModeKind::kParameter
         : isIn(isupport.set_modes)       ? ModeKind::kSetOnly
                                          : ModeKind::kFlag;
}

}  // namespace

std::vector<ModeChange> parseModes(const Message& message, std::size_t first, const Isupport& isupport) {
  std::vector<ModeChange> changes;
  std::size_t next = first + 1;
  bool add = true;
  for (const char mode : message[first]) {
    if (mode == '+' || mode == '-') {
      add = mode == '+';
      continue;
    }
    ModeChange change{add, mode, kindOf(mode, isupport)};
    if (change.kind != ModeKind::kFlag && (add || change.kind != ModeKind::kSetOnly) && next < message.count) {
      change.argument = message[next++];
    }
    changes.push_back(change);
  }
  return changes;
}

void Ranks::set(int rank, bool on) {
  if (rank < 0 || rank > 15) {
    return;
  }
  const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(rank));
  bits_ = static_cast<std::uint16_t>(on ? bits_ | bit : bits_ & ~bit);
}

bool Ranks::moderates(const Isupport& isupport) const {
  int lowest = isupport.rankOfMode('h');
  if (lowest < 0) {
    lowest = isupport.rankOfMode('o');
  }
  if (lowest < 0) {  // neither exists: every rank above voice moderates
    const int voice = isupport.rankOfMode('v');
    lowest = (voice < 0 ? static_cast<int>(isupport.prefix_modes.size()) : voice) - 1;
  }
  const unsigned ranks = (1U << static_cast<unsigned>(lowest + 1)) - 1U;
  return (bits_ & ranks) != 0;
}

NamesEntry parseNamesEntry(std::string_view entry, const Isupport& isupport) {
  NamesEntry names;
  while (!entry.empty() && isupport.isPrefixSymbol(entry[0])) {
    names.ranks.set(isupport.rankOfSymbol(entry[0]), true);
    entry.remove_prefix(1);
  }
  names.source = Source::parse(entry);
  return names;
}

bool isAway(std::string_view who_flags) { return who_flags.starts_with('G'); }

}  // namespace irc
