// SPDX-License-Identifier: MIT
// Spectrum 2 takes names out of JIDs, whose letters are lower-case, while some protocols compare names byte for byte.
// This is an index of a network's names: it finds the one that Spectrum 2 means.
#pragma once

#include "core/libpurple.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace purple {

// Returns the name in a form without case. Spectrum 2 may take two names with the same form for one.
inline std::string folded(std::string_view name) {
  std::string text(name);
  if (g_utf8_validate(text.c_str(), static_cast<gssize>(text.size()), nullptr) == FALSE) {
    return text;
  }
  return takeString(g_utf8_casefold(text.c_str(), static_cast<gssize>(text.size())));
}

class Spellings {
 public:
  void add(const std::string& name) {
    const auto [first, last] = names_.equal_range(folded(name));
    if (std::none_of(first, last, [&name](const auto& entry) { return entry.second == name; })) {
      names_.emplace(folded(name), name);
    }
  }
  void remove(const std::string& name) {
    const auto [first, last] = names_.equal_range(folded(name));
    const auto place = std::find_if(first, last, [&name](const auto& entry) { return entry.second == name; });
    if (place != last) {
      names_.erase(place);
    }
  }
  void clear() { names_.clear(); }

  // Returns `name` if the network has it; else its first name that is the same but for case; else `name`.
  std::string find(std::string_view name) const {
    const auto [first, last] = names_.equal_range(folded(name));
    const bool exact = std::any_of(first, last, [name](const auto& entry) { return entry.second == name; });
    return exact || first == last ? std::string(name) : first->second;
  }

 private:
  std::multimap<std::string, std::string> names_;  // by their folded forms
};

}  // namespace purple
