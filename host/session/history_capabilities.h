// SPDX-License-Identifier: MIT
// Which pages of a conversation the network can give, as the plugin has told (prism/history.h).
#pragma once

#include "host/chat/conversation_table.h"
#include <prism/history.h>

#include <cstdint>
#include <string_view>

namespace prism::host {

struct HistoryCapabilities {
  std::uint32_t flags = 0;  // PRISM_HISTORY_...
  std::uint32_t longest_page = 0;
  std::uint32_t most_missed = 0;

  static HistoryCapabilities of(const prism_history_capabilities& told) {
    constexpr std::uint32_t kUsual = 100;
    return {told.flags, told.longest_page == 0 ? kUsual : told.longest_page,
            told.most_missed == 0 ? kUsual : told.most_missed};
  }

  bool can(std::uint32_t flag) const { return (flags & flag) != 0; }
  bool keepsPosition() const { return can(PRISM_HISTORY_KEEPS_POSITION | PRISM_HISTORY_ASKS_MISSED); }

  // Returns true if a page can begin or end at a message with this id and time. Empty and 0: not known.
  bool canUse(std::string_view id, std::int64_t time) const {
    return usesId(id) || (can(PRISM_HISTORY_BY_TIME) && time != 0);
  }
  bool usesId(std::string_view id) const { return can(PRISM_HISTORY_BY_ID) && !id.empty(); }
};

// The capabilities that were told for one user, or for all users.
using HistoryCapabilityTable = ConversationTable<HistoryCapabilities, 2000>;

}  // namespace prism::host
