// SPDX-License-Identifier: MIT
// The ends of a page that the plugin has answered with: those that it tells, or its first and last message.
#pragma once

#include "host/base/abi.h"
#include "host/history/positions.h"
#include <prism/history.h>

#include <span>

namespace prism::host {

// Returns a point that is not given if the page is empty.
inline HistoryPoint endOf(const prism_history_point* told, const prism_message* message) {
  if (told) {
    return {std::string(view(told->id)), told->time};
  }
  return message ? HistoryPoint{std::string(view(message->id)), message->time} : HistoryPoint{};
}

// `entries` are those of the answer that count.
inline HistoryPoint firstOf(const prism_history_answer& answer, std::span<const prism_history_entry* const> entries) {
  return endOf(answer.first, entries.empty() ? nullptr : entries.front()->message);
}

inline HistoryPoint lastOf(const prism_history_answer& answer, std::span<const prism_history_entry* const> entries) {
  return endOf(answer.last, entries.empty() ? nullptr : entries.back()->message);
}

}  // namespace prism::host
