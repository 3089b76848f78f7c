// SPDX-License-Identifier: MIT
// Lists of words with a space or a comma between them, as in many lines of IRC.
#pragma once

#include "protocol/text/casemapping.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace irc {

// Removes the next word and the separators in front of it from a list, and returns it; empty at the end.
inline std::string_view takeWord(std::string_view* list, std::string_view separators = " ") {
  list->remove_prefix(std::min(list->find_first_not_of(separators), list->size()));
  // find() is ten times as fast as find_first_of().
  const std::size_t end = separators.size() == 1 ? list->find(separators[0]) : list->find_first_of(separators);
  const std::string_view word = list->substr(0, end);
  list->remove_prefix(word.size());
  return word;
}

// Calls `take(word)` for each word of a list.
template <typename Take>
void eachWord(std::string_view list, std::string_view separators, const Take& take) {
  for (std::string_view word = takeWord(&list, separators); !word.empty(); word = takeWord(&list, separators)) {
    take(word);
  }
}

// Compares commands, settings and mechanisms, whose case does not matter.
inline bool sameWord(std::string_view a, std::string_view b) { return equalFolded(a, b, Casemapping::kAscii); }

}  // namespace irc
