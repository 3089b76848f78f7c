// SPDX-License-Identifier: MIT
// The arguments of the command /history.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace prism::host {

struct TypedHistory {
  bool before = false;      // the page before the last one
  std::uint32_t count = 0;  // messages; 0: not typed
  std::int64_t since = 0;   // milliseconds since 1970; 0: not typed
  std::int64_t around = 0;  // likewise
};

// Reads "", "COUNT", "TIME", "since TIME", "around TIME", "before" or "before COUNT". A TIME is an age with m, h, d or
// w, such as 2h, or a day in UTC, such as 2026-11-30. Returns nullopt if the text is none of these, or if the time is
// not before `now`.
std::optional<TypedHistory> readTypedHistory(std::string_view text, std::int64_t now);

}  // namespace prism::host
