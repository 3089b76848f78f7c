// SPDX-License-Identifier: MIT
// Spectrum 2's view of the host: any frame that could harm Spectrum or another user is a finding.
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
  // `max_stanza` is the XMPP server's limit in bytes.
  explicit SpectrumView(std::size_t max_stanza) : max_stanza_(max_stanza) {}

  // Notes a request. Call it before the host handles the request.
  void noteRequest(int type, std::string_view payload);

  // Checks complete frames from the host.
  void checkFrames(std::string_view frames);

 private:
  void checkFrame(int type, std::string_view payload);
  void requireUser(const std::string& user);

  const std::size_t max_stanza_;
  std::set<std::string> users_;                                 // users who may be logged in
  std::set<std::string> connected_;                             // those who have got CONNECTED
  std::multiset<std::pair<std::string, std::int32_t>> vcards_;  // open requests: user and id
};

}  // namespace prism::fuzz
