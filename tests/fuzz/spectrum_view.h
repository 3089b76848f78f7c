// SPDX-License-Identifier: MIT
// Spectrum 2 as it looks at what it gets: everything that could harm it, or another user, is a finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace prism::fuzz {

class SpectrumView {
 public:
  // `max_stanza` is what an XMPP server allows, in bytes.
  explicit SpectrumView(std::size_t max_stanza) : max_stanza_(max_stanza) {}

  // What Spectrum says, before it says it.
  void ask(int type, std::string_view payload);

  // Looks at whole frames that have come.
  void look(std::string_view frames);

 private:
  void lookAt(int type, std::string_view payload);
  void requireUser(const std::string& user);

  const std::size_t max_stanza_;
  std::set<std::string> users_;                                 // who may be logged in
  std::set<std::string> connected_;                             // of these, for whom it has been said
  std::multiset<std::pair<std::string, std::int32_t>> vcards_;  // asked for: by whom, and the number of the request
};

}  // namespace prism::fuzz
