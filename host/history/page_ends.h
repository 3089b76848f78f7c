// SPDX-License-Identifier: MIT
// The ends of a page that the plugin has answered with: those that it tells, or its first and last message.
#pragma once

#include "host/base/abi.h"
#include "host/history/positions.h"
#include <prism/history.h>

namespace prism::host {

// Returns a point that is not given if the page is empty.
inline HistoryPoint endOf(const prism_history_point* told, const prism_message* message) {
  if (told) {
    return {std::string(view(told->id)), told->time};
  }
  return message ? HistoryPoint{std::string(view(message->id)), message->time} : HistoryPoint{};
}

inline HistoryPoint firstOf(const prism_history_answer& answer) {
  return endOf(answer.first, answer.messages_count == 0 ? nullptr : answer.messages[0]);
}

inline HistoryPoint lastOf(const prism_history_answer& answer) {
  return endOf(answer.last, answer.messages_count == 0 ? nullptr : answer.messages[answer.messages_count - 1]);
}

}  // namespace prism::host
