// SPDX-License-Identifier: MIT
// Tools of the test plugins' commands: their words, and strings and events of the ABI.
#pragma once

#include <prism/plugin.h>

#include <string.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {

using Words = std::istringstream;

// Removes the first word and returns it.
inline std::string word(Words& words) {
  std::string word;
  words >> word;
  return word;
}

inline std::uint64_t number(Words& words) { return std::stoull(word(words)); }

inline std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

// `text` must outlive the result.
inline prism_str borrowed(const std::string& text) { return {text.data(), text.size()}; }

// The URL of a command. One that is given backwards is turned, so that the only copies of it in memory are those of the
// host: this one is wiped.
class TypedUrl {
 public:
  explicit TypedUrl(const std::string& word) : bytes_(word.begin(), word.end()) {
    constexpr std::string_view kEnd = "//:ptth";
    if (word.size() >= kEnd.size() && word.compare(word.size() - kEnd.size(), kEnd.size(), kEnd) == 0) {
      std::reverse(bytes_.begin(), bytes_.end());
    }
  }
  ~TypedUrl() {
    if (!bytes_.empty()) {
      ::explicit_bzero(bytes_.data(), bytes_.size());
    }
  }
  TypedUrl(const TypedUrl&) = delete;
  TypedUrl& operator=(const TypedUrl&) = delete;

  prism_str str() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

// Returns an event about the user, in a conversation with a contact if it is in one, with all other members 0. `user`
// must outlive it.
template <typename Event>
Event eventFor(const std::string& user) {
  Event event{};
  event.struct_size = sizeof event;
  if constexpr (requires { event.kind; }) {
    event.kind = PRISM_CONVERSATION_CONTACT;
  }
  event.user = borrowed(user);
  return event;
}

inline prism_result connectUser(const prism_host* host, prism_str user) {
  const prism_connected event{sizeof event, 0, user};
  return host->connected(host, &event);
}

}  // namespace prism::tests
