// SPDX-License-Identifier: MIT
// Which pages of a conversation the network can give, as the plugin has told (prism/history.h).
#pragma once

#include "host/base/abi.h"
#include "host/chat/conversation_name.h"
#include "host/history/positions.h"
#include <prism/history.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace prism::host {

struct HistoryCapabilities {
  std::uint32_t flags = 0;  // PRISM_HISTORY_...
  std::uint32_t longest_page = 0;
  std::uint32_t most_missed = 0;

  static HistoryCapabilities of(const prism_history_capabilities& told) {
    constexpr std::uint32_t kUsual = 100;
    return {told.flags, std::min(told.longest_page == 0 ? kUsual : told.longest_page, PRISM_HISTORY_MAX_PAGE),
            told.most_missed == 0 ? kUsual : told.most_missed};
  }

  bool can(std::uint32_t flag) const { return (flags & flag) != 0; }
  bool keepsPosition() const { return can(PRISM_HISTORY_KEEPS_POSITION | PRISM_HISTORY_ASKS_MISSED); }

  // Returns true if a page can begin or end at the point.
  bool canUse(const HistoryPoint& point) const {
    return usesId(point) || (can(PRISM_HISTORY_BY_TIME) && point.time != 0);
  }
  bool usesId(const HistoryPoint& point) const { return can(PRISM_HISTORY_BY_ID) && !point.id.empty(); }
};

// The capabilities that were told for one user, or for all users.
class HistoryCapabilityTable {
 public:
  // The maximum of contacts and rooms with capabilities of their own.
  static constexpr std::size_t kMostNames = 2'000;

  // Flags of 0 take capabilities back. Returns false if kMostNames have some already.
  bool set(const prism_history_capabilities& told) {
    std::optional<HistoryCapabilities> capabilities;
    if (told.flags != 0) {
      capabilities = HistoryCapabilities::of(told);
    }
    if (told.buddy.size == 0) {
      kinds_[told.kind - PRISM_CONVERSATION_CONTACT] = capabilities;
      return true;
    }
    const std::string key = keyOf({static_cast<ConversationKind>(told.kind), view(told.buddy)});
    if (!capabilities) {
      names_.erase(key);
    } else if (names_.size() >= kMostNames && !names_.contains(key)) {
      return false;
    } else {
      names_[key] = *capabilities;
    }
    return true;
  }

  // Returns the most specific capabilities for a conversation; nullptr if there are none.
  const HistoryCapabilities* find(const ConversationName& name) const {
    if (!names_.empty()) {
      const auto found = names_.find(keyOf(name));
      if (found != names_.end()) {
        return &found->second;
      }
    }
    const auto& of_kind = kinds_[static_cast<std::uint32_t>(name.kind) - PRISM_CONVERSATION_CONTACT];
    return of_kind ? &*of_kind : nullptr;
  }

 private:
  // The key of a contact or a room. All private conversations in a room have the same one.
  static std::string keyOf(const ConversationName& name) {
    std::string key;
    writeConversationKey(
        {name.kind == ConversationKind::kContact ? ConversationKind::kContact : ConversationKind::kRoom, name.name},
        &key);
    return std::to_string(static_cast<std::uint32_t>(name.kind)) + key;
  }

  std::array<std::optional<HistoryCapabilities>, 3> kinds_;
  std::map<std::string, HistoryCapabilities, std::less<>> names_;  // by keyOf()
};

}  // namespace prism::host
