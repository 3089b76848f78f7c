// SPDX-License-Identifier: MIT
// The tags of received messages that refer to messages and people, within the limits of limits.h.
#pragma once

#include "protocol/message.h"
#include "session/limits.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

// Returns true for a word without control characters, which XML cannot hold.
inline bool isPlainWord(std::string_view text) {
  return isWord(text) && std::none_of(text.begin(), text.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Returns an id; an empty string if there is none that a line to the server can refer to.
inline std::string idOf(std::optional<std::string> id) {
  return id && id->size() <= kMostMessageId && isPlainWord(*id) ? *std::move(id) : std::string();
}

// Returns a client tag by its final name or by that of the draft.
inline std::optional<std::string> clientTagOf(const Message& message, const char* draft, const char* final) {
  if (message.tags.empty()) {
    return std::nullopt;
  }
  auto value = message.tag(final);
  return value ? value : message.tag(draft);
}

inline std::optional<std::string> replyTagOf(const Message& message) {
  return clientTagOf(message, "+draft/reply", "+reply");
}

// Returns the account of the sender (account-tag); empty if there is none, or it is too long to be told.
inline std::string accountOf(const Message& message) {
  auto account = message.tag("account");
  const bool is_account = account && account->size() <= kMostAccount && *account != "*" && isPlainWord(*account);
  return is_account ? *std::move(account) : std::string();
}

}  // namespace irc
